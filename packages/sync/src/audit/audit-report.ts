import type { AuditEntry } from './audit-entry.js'

/**
 * Something that is not as it was written.
 *
 * `row-changed`, `row-missing`: what the entry is about. `tree-changed`: entries or nodes under a
 * node of the tree; `index` is the first leaf that it covers.
 */
export interface AuditProblem {
  readonly kind: 'row-changed' | 'row-missing' | 'tree-changed'
  readonly index: number
  readonly entry?: AuditEntry
}

/** What a check of the log found; no problems means that nothing was changed. */
export interface AuditReport {
  readonly checked: number
  /** At most 100. */
  readonly problems: readonly AuditProblem[]
}
