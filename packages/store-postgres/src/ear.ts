import { borrow } from './borrow.js'
import type { ClientLike, PoolLike } from './pool-like.js'
import { channelOf, heardIn, payloadOf, type Voice } from './waking.js'

/** Hears from others that there is something to do. */
export interface Ear {
  /**
   * Calls `heard` for what others tell of a tenant, as long as the connection lives; again opens one
   * that was lost. Who tells it himself knows more of it.
   */
  listen(voice: Voice, heard: () => void): void
  silence(voice: Voice): void
  close(): void
}

/** An ear that takes one of the pool's connections for itself while it listens, if there is another. */
export function createEar(pool: PoolLike, schema: string): Ear {
  const listeners = new Map<string, { readonly own: string; readonly heard: () => void }>()
  const channel = channelOf(schema)
  const tenantOf = (voice: Voice) => heardIn(payloadOf(voice)).tenant
  const heard = (payload: string) => {
    const { tenant, name } = heardIn(payload)
    const listener = listeners.get(tenant)
    if (listener && listener.own !== name) listener.heard()
  }
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
    listen: (voice, heard) => {
      listeners.set(tenantOf(voice), { own: voice.name, heard })
      if (close === undefined && canSpareOne(pool)) void open()
    },
    silence: (voice) => {
      listeners.delete(tenantOf(voice))
      if (listeners.size === 0) close?.()
    },
    close: () => close?.(),
  }
}

// the only connection is needed for the work itself, which is found by looking, too
function canSpareOne({ size, options, listen }: PoolLike): boolean {
  return listen !== undefined || (size ?? options?.max) !== 1
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
