import type { ClientLike, PoolLike } from './pool-like.js'
import { channelOf, payloadOf } from './waking.js'

/** Hears from other processes that there is something to do. */
export interface Ear {
  /** Calls `heard` for a tenant, as long as the connection lives; again opens one that was lost. */
  listen(tenant: string, heard: () => void): void
  silence(tenant: string): void
  close(): void
}

/** An ear that takes one of the pool's connections for itself while it listens. */
export function createEar(pool: PoolLike, schema: string): Ear {
  const listeners = new Map<string, () => void>()
  let line: ClientLike | 'opening' | undefined
  const open = async (): Promise<void> => {
    line = 'opening'
    const client = await pool.connect().catch(() => undefined)
    const hangUp = () => {
      if (line === client) line = undefined
      client?.release(true)
    }
    try {
      client?.on?.('error', hangUp)
      client?.on?.('notification', ({ payload = '' }) => listeners.get(payload)?.())
      await client?.query({ text: `LISTEN ${channelOf(schema)}` })
      // it may have been closed meanwhile
      if (line === 'opening') line = client
      else client?.release(true)
    } catch {
      if (line === 'opening') line = undefined
      client?.release(true)
    }
  }
  const close = (): void => {
    const client = line
    line = undefined
    if (client && client !== 'opening') client.release(true)
  }
  return {
    listen: (tenant, heard) => {
      listeners.set(payloadOf(tenant), heard)
      if (line === undefined) void open()
    },
    silence: (tenant) => {
      listeners.delete(payloadOf(tenant))
      if (listeners.size === 0) close()
    },
    close,
  }
}
