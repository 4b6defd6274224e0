import type { BodyLabel } from '@canonry/sync'
import type { SqlRow } from './sql.js'

/** The label of a body, from a row of it; absent where it was given none. */
export function labelIn(row: SqlRow): { readonly label?: BodyLabel } {
  const { subject, schema, key_id: keyId } = row
  const label = {
    ...(typeof subject === 'string' && { subject }),
    ...(typeof schema === 'number' && { schema }),
    ...(typeof keyId === 'string' && { keyId }),
  }
  return Object.keys(label).length > 0 ? { label } : {}
}

/** The columns of a label: `subject`, `schema`, `key_id`. */
export function labelColumns(label: BodyLabel | undefined) {
  const { subject = null, schema = null, keyId = null } = label ?? {}
  return [subject, schema, keyId] as const
}
