import type { ClientLike, PoolLike } from './pool-like.js'

const heard = new WeakSet<ClientLike>()

/**
 * Takes a connection out of a pool.
 *
 * That it breaks meanwhile is what its statements say. It tells it as an event, too, and a pool listens
 * only to those that nobody has taken: without a listener, that event would end the process
 * (https://node-postgres.com/apis/pool#events).
 */
export async function borrow(pool: PoolLike): Promise<ClientLike> {
  const client = await pool.connect()
  if (!heard.has(client)) client.on?.('error', () => undefined)
  heard.add(client)
  return client
}
