import type { AuditEntry } from './audit-entry.js'

/** What became of the row of an entry. */
export type AuditRow =
  /** It is there as the entry knows it, with this hash. */
  | { readonly kind: 'present'; readonly hash: string }
  /** It has moved on, as a later entry tells, or what it proves was erased. */
  | { readonly kind: 'later' }
  | { readonly kind: 'missing' }

/** The row of an entry, compared by what its key says of it: `known` is the row as it is now. */
export function auditRow(entry: AuditEntry, known: AuditEntry | 'erased' | undefined): AuditRow {
  if (!known) return { kind: 'missing' }
  if (known === 'erased') return { kind: 'later' }
  return known.key === entry.key ? { kind: 'present', hash: known.hash } : { kind: 'later' }
}

/** The key of a row and the number of its state, out of the key of an entry: `id@version`. */
export function rowKeyOf({ key }: AuditEntry): string {
  return key.slice(0, key.lastIndexOf('@'))
}
