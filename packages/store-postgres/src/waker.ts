import { createHash } from 'node:crypto'
import type { ClientLike, PoolLike } from './pool-like.js'

/** Tells other processes that there is something to do, and hears it from them. */
export interface Waker {
  /** Tells it of a tenant: soon, and however often it is asked at most every ten milliseconds. */
  tell(tenant: string): void
  /** Has somebody told of a tenant, for as long as the connection lives; again is the same. */
  listen(tenant: string, heard: () => void): void
  silence(tenant: string): void
  close(): void
}

/**
 * Wakes by LISTEN and NOTIFY. Each of them is a hint: what goes wrong here loses nothing, and is
 * tried again with the next.
 *
 * One of the pool's connections is kept while somebody listens. Telling is not part of any
 * transaction, since transactions that tell something commit one after the other.
 * https://www.postgresql.org/docs/15/sql-notify.html
 */
export function createWaker(pool: PoolLike, schema: string): Waker {
  const channel = `canonry_${nameOf(schema)}`
  const listeners = new Map<string, () => void>()
  const telling = new Map<string, 'told' | 'again'>()
  let ear: ClientLike | 'opening' | undefined

  const tell = (tenant: string): void => {
    if (telling.has(tenant)) telling.set(tenant, 'again')
    else {
      telling.set(tenant, 'told')
      void notify(tenant)
    }
  }
  const notify = async (tenant: string): Promise<void> => {
    const isTold = await onClient(pool, async (client) => {
      await client.query({ text: `SELECT pg_notify('${channel}', '${nameOf(tenant)}')` })
      // whoever has more to tell meanwhile waits: the server has the clock
      await client.query({ text: 'SELECT pg_sleep(0.01)' })
    })
    const isMore = isTold && telling.get(tenant) === 'again'
    telling.delete(tenant)
    if (isMore) tell(tenant)
  }
  const open = async (): Promise<void> => {
    ear = 'opening'
    try {
      const client = await pool.connect()
      const deaf = () => {
        if (ear !== client) return
        ear = undefined
        client.release(true)
      }
      client.on?.('error', deaf)
      client.on?.('end', deaf)
      client.on?.('notification', ({ payload = '' }) => listeners.get(payload)?.())
      await client.query({ text: `LISTEN ${channel}` })
      if (ear === 'opening') ear = client
      else client.release(true)
    } catch {
      ear = undefined
    }
  }
  return {
    tell,
    listen: (tenant, heard) => {
      listeners.set(nameOf(tenant), heard)
      if (ear === undefined) void open()
    },
    silence: (tenant) => {
      listeners.delete(nameOf(tenant))
      if (listeners.size === 0) close()
    },
    close,
  }

  function close(): void {
    const client = ear
    ear = undefined
    if (client && client !== 'opening') client.release(true)
  }
}

// names of channels and payloads are short, and take no quotes
function nameOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32)
}

async function onClient(
  pool: PoolLike,
  work: (client: ClientLike) => Promise<void>,
): Promise<boolean> {
  let client: ClientLike | undefined
  try {
    client = await pool.connect()
    await work(client)
    client.release()
    return true
  } catch {
    client?.release(true)
    return false
  }
}
