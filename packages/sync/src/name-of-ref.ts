import { type Ref, refKey } from '@canonry/model'

const PARTS = ['system', 'account', 'kind', 'id'] as const

/**
 * A ref that somebody asks by, as `refKey` prints it; throws for what names no thing in full: nothing
 * would be found by it, as if there were no such thing.
 */
export function nameOfRef(ref: Ref): string {
  const given = (ref ?? {}) as Partial<Ref>
  const missing = PARTS.filter((part) => typeof given[part] !== 'string' || given[part] === '')
  if (missing.length === 0) return refKey(ref)
  throw new Error(
    `a ref has a system, an account, a kind and an id, each a text that is not empty: mend ${missing.join(', ')}`,
  )
}
