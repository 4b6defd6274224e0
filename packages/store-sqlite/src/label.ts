import type { BodyLabel } from '@canonry/sync'
import type { SqlRow } from './sql.js'

/** The label of a body, from a row of it. */
export function labelIn(row: SqlRow): { readonly label?: BodyLabel } {
  const { subject } = row
  return typeof subject === 'string' ? { label: { subject } } : {}
}
