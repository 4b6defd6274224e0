import { borrow } from './borrow.js'
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
  // gives the connection back that listens, or is about to; once
  let close: (() => void) | undefined
  const open = async (): Promise<void> => {
    let client: ClientLike | undefined
    let isOver = false
    const hangUp = () => {
      if (close === hangUp) close = undefined
      if (!isOver) client?.release(true)
      isOver = true
    }
    close = hangUp
    try {
      const taken = await borrow(pool)
      // nobody listens any more
      if (isOver) return taken.release()
      client = taken
      client.on?.('error', hangUp)
      client.on?.('notification', ({ payload = '' }) => listeners.get(payload)?.())
      await client.query({ text: `LISTEN ${channelOf(schema)}` })
    } catch {
      hangUp()
    }
  }
  return {
    listen: (tenant, heard) => {
      listeners.set(payloadOf(tenant), heard)
      if (close === undefined) void open()
    },
    silence: (tenant) => {
      listeners.delete(payloadOf(tenant))
      if (listeners.size === 0) close?.()
    },
    close: () => close?.(),
  }
}
