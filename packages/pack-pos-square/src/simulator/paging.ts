import { err, ok, type Result } from 'neverthrow'
import { invalid, type Problem } from './problem.js'

/** One page of a list, and the cursor of the next. */
export interface Page<T> {
  readonly elements: readonly T[]
  readonly cursor?: string
}

/**
 * A page of a list. A cursor belongs to the question that it was given for: with any other it is
 * refused, as `INVALID_CURSOR`.
 */
export function pageOf<T>(
  elements: readonly T[],
  { cursor, limit, question }: { cursor: unknown; limit: number; question: unknown },
): Result<Page<T>, Problem> {
  const from = startOf(cursor, question)
  if (from === undefined)
    return err(invalid('INVALID_CURSOR', 'the cursor is not of this query', 'cursor'))
  const page = elements.slice(from, from + limit)
  const next = from + limit
  return ok({
    elements: page,
    ...(next < elements.length && { cursor: cursorOf(next, question) }),
  })
}

function startOf(cursor: unknown, question: unknown): number | undefined {
  if (cursor === undefined || cursor === null || cursor === '') return 0
  const from = Number(/^(\d{1,9})\./.exec(String(cursor))?.[1])
  return Number.isNaN(from) || cursor !== cursorOf(from, question) ? undefined : from
}

function cursorOf(from: number, question: unknown): string {
  return `${from}.${Buffer.from(JSON.stringify(question ?? null)).toString('base64url')}`
}
