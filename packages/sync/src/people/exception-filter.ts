import type { EntityName } from '@canonry/model'
import type { OwnerRole } from '@canonry/pack'
import type { Exception } from '../exception.js'

/**
 * Which exceptions are meant: all that match everything that is given.
 *
 * `id` and `fingerprint` name one; `cause` is all that fails alike; `reason` with `connection` is wider.
 */
export interface ExceptionFilter {
  readonly id?: string
  readonly fingerprint?: string
  /** All that fails alike, as an exception tells it. */
  readonly cause?: string
  readonly reason?: string
  readonly owner?: OwnerRole
  readonly connection?: string
  readonly entity?: EntityName
}

/** A filter, a state, and a page: at most `limit`, behind the exception with the id `after`. */
export interface ExceptionQuestion extends ExceptionFilter {
  readonly state?: Exception['state']
  readonly after?: string
  readonly limit?: number
}

/** The fields of an exception that a filter compares. */
export const FILTERED = [
  'id',
  'fingerprint',
  'cause',
  'reason',
  'owner',
  'connection',
  'entity',
  'state',
] as const satisfies readonly (keyof ExceptionQuestion & keyof Exception)[]

/** Whether an exception is one of those that are meant, wherever the page begins. */
export function isMeant(exception: Exception, question: ExceptionQuestion): boolean {
  return FILTERED.every(
    (field) => question[field] === undefined || question[field] === exception[field],
  )
}

/** Throws for a filter that names nothing: nobody acts on everything by an oversight. */
export function checkFilter(filter: ExceptionFilter): void {
  const given: Partial<ExceptionFilter> = filter ?? {}
  if (FILTERED.some((field) => field !== 'state' && given[field as never] !== undefined)) return
  throw new Error('no exceptions are named: give an id, or a reason and a connection')
}
