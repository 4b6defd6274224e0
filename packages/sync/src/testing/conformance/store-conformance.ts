import { withStores } from '../with-stores.js'
import { auditCases } from './audit-cases.js'
import { commitCases } from './commit-cases.js'
import type { StoreConformanceCase } from './conformance-case.js'
import { dedupeCases } from './dedupe-cases.js'
import { effectCases } from './effect-cases.js'
import { effectExpiryCases } from './effect-expiry-cases.js'
import { eraseCases } from './erase-cases.js'
import { expiryCases } from './expiry-cases.js'
import { factExpiryCases } from './fact-expiry-cases.js'
import { handoverCases } from './handover-cases.js'
import { journalCases } from './journal-cases.js'
import { labelCases } from './label-cases.js'
import { linkCases } from './link-cases.js'
import { manyWorkersCases } from './many-workers-cases.js'
import { nameCases } from './name-cases.js'
import { peopleCases } from './people-cases.js'
import { proposalCases } from './proposal-cases.js'
import { pullCases } from './pull-cases.js'
import { queueCases } from './queue-cases.js'
import { readCases } from './read-cases.js'
import { reopenCases } from './reopen-cases.js'
import { timeCases } from './time-cases.js'

const cases: readonly StoreConformanceCase[] = [
  ...journalCases,
  ...readCases,
  ...dedupeCases,
  ...commitCases,
  ...nameCases,
  ...linkCases,
  ...effectCases,
  ...handoverCases,
  ...manyWorkersCases,
  ...timeCases,
  ...peopleCases,
  ...pullCases,
  ...queueCases,
  ...auditCases,
  ...proposalCases,
  ...eraseCases,
  ...factExpiryCases,
  ...effectExpiryCases,
  ...expiryCases,
  ...labelCases,
  ...reopenCases,
]

/**
 * Everything that the core relies on in a store, as data on `node:assert`: any test runner loops
 * over it. Each case makes its own fresh store, and closes it; one that `needs` a capability is skipped by its name
 * where a store lacks it.
 */
export const storeConformance: readonly StoreConformanceCase[] = cases.map((each) => ({
  ...each,
  run: (create, reopen) =>
    withStores((open) => each.run(() => open(create), reopen && (() => open(reopen)))),
}))
