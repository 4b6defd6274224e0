import { memoryPlaces, runTransportCase, transportConformance } from '@canonry/sync/testing'
import { describe, it } from 'vitest'

describe('the broker in memory', () => {
  for (const each of transportConformance) {
    it(each.name, async ({ skip }) => {
      const { kind, why } = await runTransportCase(each, memoryPlaces)
      if (kind === 'skipped') skip(why)
    })
  }
})
