import { borrow } from './borrow.js'
import type { ClientLike, PoolLike } from './pool-like.js'
import { channelOf, payloadOf } from './waking.js'

/**
 * Tells other processes that a tenant has something to do: soon, and however often it is called at
 * most every ten milliseconds.
 *
 * It is no part of any transaction, since those that tell something commit one after the other. What
 * goes wrong loses nothing: who works looks for work, too.
 * https://www.postgresql.org/docs/15/sql-notify.html
 */
export function createTeller(pool: PoolLike, schema: string): (tenant: string) => void {
  const channel = channelOf(schema)
  const telling = new Map<string, 'told' | 'again'>()
  const tell = (tenant: string): void => {
    if (telling.has(tenant)) telling.set(tenant, 'again')
    else {
      telling.set(tenant, 'told')
      void notify(tenant)
    }
  }
  const notify = async (tenant: string): Promise<void> => {
    const isTold = await onClient(pool, async (client) => {
      await client.query({ text: `SELECT pg_notify('${channel}', '${payloadOf(tenant)}')` })
      // whoever has more to tell meanwhile waits: the server has the clock
      await client.query({ text: 'SELECT pg_sleep(0.01)' })
    })
    const isMore = isTold && telling.get(tenant) === 'again'
    telling.delete(tenant)
    if (isMore) tell(tenant)
  }
  return tell
}

async function onClient(
  pool: PoolLike,
  work: (client: ClientLike) => Promise<void>,
): Promise<boolean> {
  let client: ClientLike | undefined
  try {
    client = await borrow(pool)
    await work(client)
    client.release()
    return true
  } catch {
    client?.release(true)
    return false
  }
}
