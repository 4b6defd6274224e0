import { memoryStore } from '@canonry/sync'
import { describe, it } from 'vitest'
import { exceptionCases } from './people/exception-cases.js'
import { pauseCases } from './people/pause-cases.js'

describe('people, over the store in memory', () => {
  for (const { name, run } of [...exceptionCases, ...pauseCases]) it(name, () => run(memoryStore))
})
