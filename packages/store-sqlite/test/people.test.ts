import { DatabaseSync } from 'node:sqlite'
import { sqlite } from '@canonry/store-sqlite'
import { describe, it } from 'vitest'
import { auditCases } from '../../sync/test/people/audit-cases.js'
import { decideAgainCases } from '../../sync/test/people/decide-again-cases.js'
import { exceptionCases } from '../../sync/test/people/exception-cases.js'
import { pauseCases } from '../../sync/test/people/pause-cases.js'
import { queueCases } from '../../sync/test/people/queue-cases.js'
import { replayCases } from '../../sync/test/people/replay-cases.js'
import { retentionCases } from '../../sync/test/people/retention-cases.js'
import { temporaryFile } from './temporary-file.js'

const cases = [
  ...exceptionCases,
  ...pauseCases,
  ...queueCases,
  ...replayCases,
  ...decideAgainCases,
  ...retentionCases,
  ...auditCases,
]

describe('people, over a SQLite file', () => {
  for (const { name, run } of cases) {
    it(name, () => run(() => sqlite(new DatabaseSync(temporaryFile()))))
  }
})
