import type { StoreFailure } from '@canonry/sync'
import { err, ok, type Result } from 'neverthrow'
import { type Answer, write } from './answer.js'
import type { Connection } from './connection.js'
import { mustLast } from './must-last.js'
import type { PrintedAsked } from './printed.js'
import type { Sql } from './sql.js'

/** Whether a call may share a transaction with others: it writes, and erases nothing. */
export function isShareable({ call: { method, request } }: PrintedAsked): boolean {
  if (method === 'commit') return !request.erase
  return method !== 'read' && method !== 'query'
}

/**
 * Does several calls in one transaction, and with one `fsync`; `undefined`, and nothing is done,
 * when one of them fails or the transaction does.
 */
export function answerTogether(
  connection: Connection,
  group: readonly PrintedAsked[],
): readonly Answer[] | undefined {
  try {
    const done = connection.sql().andThen((sql) => {
      const lasting = group.some((asked) => mustLast(sql, asked))
      return sql.transaction(() => writeAll(group, sql), { lasting })
    })
    return done.isOk() ? done.value : undefined
  } catch {
    // a bug in one of them is thrown again when each is done by itself
    return undefined
  }
}

function writeAll(
  group: readonly PrintedAsked[],
  sql: Sql,
): Result<readonly Answer[], StoreFailure> {
  const answers: Answer[] = []
  for (const asked of group) {
    const answer = write(sql, asked)
    if (answer.isErr()) return err(answer.error)
    answers.push(answer)
  }
  return ok(answers)
}
