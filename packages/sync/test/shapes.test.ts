import { memoryStore } from '@canonry/sync'
import { describe, it } from 'vitest'
import { shapeCases } from './shape-cases.js'

describe('shapes of several versions, over the store in memory', () => {
  for (const { name, run } of shapeCases) it(name, () => run(memoryStore))
})
