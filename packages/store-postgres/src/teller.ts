import { borrow } from './borrow.js'
import type { ClientLike, PoolLike } from './pool-like.js'
import { channelOf, payloadOf, type Voice } from './waking.js'

/**
 * Tells others that a tenant has something to do: soon, and however often it is called at
 * most every ten milliseconds.
 *
 * It is no part of any transaction, since those that tell something commit one after the other. What
 * goes wrong loses nothing: who works looks for work, too.
 * https://www.postgresql.org/docs/15/sql-notify.html
 */
export function createTeller(pool: PoolLike, schema: string): (voice: Voice) => void {
  const channel = channelOf(schema)
  const telling = new Map<string, 'told' | 'again'>()
  const tell = (voice: Voice): void => tellOn(payloadOf(voice))
  const tellOn = (payload: string): void => {
    if (telling.has(payload)) telling.set(payload, 'again')
    else {
      telling.set(payload, 'told')
      void notify(payload)
    }
  }
  const notify = async (payload: string): Promise<void> => {
    const isTold = await onClient(pool, async (client) => {
      await client.query({ text: `SELECT pg_notify('${channel}', '${payload}')` })
      // whoever has more to tell meanwhile waits: the server has the clock
      await client.query({ text: 'SELECT pg_sleep(0.01)' })
    })
    const isMore = isTold && telling.get(payload) === 'again'
    telling.delete(payload)
    if (isMore) tellOn(payload)
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
