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
  const channel = channelOf(schema)
  const heard = (payload: string) => listeners.get(payload)?.()
  // gives the connection back that listens, or is about to; once
  let close: (() => void) | undefined
  const open = async (): Promise<void> => {
    let line: Line | undefined
    let isOver = false
    const hangUp = () => {
      if (close === hangUp) close = undefined
      if (!isOver) line?.hangUp()
      isOver = true
    }
    close = hangUp
    try {
      line = await lineOf(pool, channel)
      // nobody listens any more
      if (isOver) return line.hangUp()
      await line.listen(heard, hangUp)
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

interface Line {
  listen(heard: (payload: string) => void, lost: () => void): Promise<void>
  hangUp(): void
}

async function lineOf(pool: PoolLike, channel: string): Promise<Line> {
  const { listen } = pool
  if (!listen) return lineOn(await borrow(pool), channel)
  let stop: Promise<() => void> | undefined
  return {
    listen: async (heard) => {
      stop = listen(channel, heard)
      await stop
    },
    hangUp: () => {
      stop?.then(
        (end) => end(),
        () => undefined,
      )
    },
  }
}

function lineOn(client: ClientLike, channel: string): Line {
  return {
    listen: async (heard, lost) => {
      client.on?.('error', lost)
      client.on?.('notification', ({ payload = '' }) => heard(payload))
      await client.query({ text: `LISTEN ${channel}` })
    },
    hangUp: () => client.release(true),
  }
}
