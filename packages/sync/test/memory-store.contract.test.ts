import { memoryStore } from '@canonry/sync'
import { storeConformance } from '@canonry/sync/testing'
import { describe, it } from 'vitest'

describe('the store in memory', () => {
  for (const { name, run } of storeConformance) it(name, () => run(memoryStore))
})
