import type { StoreFailure } from '@canonry/sync'
import { err, ok, type Result } from 'neverthrow'
import { borrow } from './borrow.js'
import type { ClientLike, PoolLike } from './pool-like.js'
import { SESSIONLESS, toFailure } from './sql-failure.js'

/**
 * Fails where two connections of a pool share a session, or one of them has two: a pooler gives them
 * a session for each transaction alone (https://www.pgbouncer.org/features.html).
 */
export async function checkSessions(pool: PoolLike): Promise<Result<void, StoreFailure>> {
  // who has one connection cannot hold another against it
  if ((pool.size ?? 0) < 2) return ok()
  const clients: ClientLike[] = []
  try {
    // one by one: where there is none for the second, the first goes back
    for (let count = 0; count < 2; count += 1) clients.push(await borrow(pool))
    const [one, other] = clients as [ClientLike, ClientLike]
    const seen = [await sessionOf(one), await sessionOf(other), await sessionOf(one)]
    for (const client of clients) client.release()
    return seen[0] === seen[2] && seen[0] !== seen[1] ? ok() : err(SESSIONLESS)
  } catch (problem) {
    for (const client of clients) client.release(true)
    return err(toFailure(problem))
  }
}

async function sessionOf(client: ClientLike): Promise<unknown> {
  const { rows } = await client.query({ text: 'SELECT pg_backend_pid() AS pid' })
  return rows[0]?.['pid']
}
