import { memoryStore } from '@canonry/sync'
import { storeConformance } from '@canonry/sync/testing'
import { describe, it } from 'vitest'

describe('the store in memory', () => {
  const { capabilities } = memoryStore()
  for (const { name, appliesTo, run } of storeConformance) {
    it.skipIf(appliesTo?.(capabilities) === false)(name, () => run(memoryStore))
  }
})
