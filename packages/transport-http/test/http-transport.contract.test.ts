import { runTransportCase, transportConformance } from '@canonry/sync/testing'
import { describe, it } from 'vitest'
import { httpPlaces } from './http-places.js'

describe('webhooks as a transport', () => {
  for (const each of transportConformance) {
    it(each.name, async ({ skip }) => {
      const { kind, why } = await runTransportCase(each, httpPlaces)
      if (kind === 'skipped') skip(why)
    })
  }
})
