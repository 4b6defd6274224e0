import { memoryStore } from '@canonry/sync'
import { describe, it } from 'vitest'
import { auditCases } from './people/audit-cases.js'
import { decideAgainCases } from './people/decide-again-cases.js'
import { exceptionCases } from './people/exception-cases.js'
import { pauseCases } from './people/pause-cases.js'
import { queueCases } from './people/queue-cases.js'
import { replayCases } from './people/replay-cases.js'
import { retentionCases } from './people/retention-cases.js'

const cases = [
  ...exceptionCases,
  ...pauseCases,
  ...queueCases,
  ...replayCases,
  ...decideAgainCases,
  ...retentionCases,
  ...auditCases,
]

describe('people, over the store in memory', () => {
  for (const { name, run } of cases) it(name, () => run(memoryStore))
})
