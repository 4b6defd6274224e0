import type { TransportEnv } from '@canonry/sync'
import type { Msg } from '@nats-io/transport-node'
import { type Place, placeOf } from './ack-subject.js'
import { nanosOf } from './ensure-stream.js'
import type { Link } from './link.js'

/** A message as it came, and where it is acknowledged. */
export interface Arrival {
  readonly message: Msg
  readonly reply: string
  readonly place: Place
}

/** Asks a consumer for messages. */
export interface PullRequest {
  readonly stream: string
  readonly consumer: string
  readonly batch: number
  /** How long to wait for the first; 0 asks for what is there. */
  readonly waitMs: number
  /** Whether it ends with what is there, once there is something. */
  readonly isEager: boolean
  came(arrival: Arrival): void
  ended(how: Ended): void
}

/** `filled`: it brought all; `over`: there was no more; `trouble`: the server does not do it. */
export type Ended = 'filled' | 'over' | 'trouble'

/** Pull requests that are under way, at most one for each consumer. */
export interface Requests {
  ask(request: PullRequest): void
  isAsking(consumer: string): boolean
  /** Forgets requests that ended with the connection, and what the server said. */
  forget(): void
  /** Ends those that should have ended by themselves. */
  endStale(): void
  /** What the server said instead of giving messages, the last time. */
  trouble(): string | undefined
}

interface Asked {
  readonly request: PullRequest
  readonly token: string
  readonly staleAt: number
  left: number
}

const PATIENCE_MS = 3_000

/** No requests yet; they are asked over one subject, and told apart by what the server says. */
export function createRequests({ env, link }: { env: TransportEnv; link: Link }): Requests {
  const open: Open = new Map()
  let trouble: string | undefined
  let counter = 0
  const inbox = link.listen((message) => {
    const { reply } = message
    if (!reply?.startsWith('$JS.ACK.')) ended(message)
    // what nobody asks for any more comes again
    else if (!arrived(open, { message, reply, place: placeOf(reply) })) link.send(reply, '-NAK')
    else trouble = undefined
  })
  return {
    ask: (request) => {
      counter += 1
      const token = counter.toString(36)
      const { stream, consumer, batch, waitMs } = request
      const staleAt = env.now() + waitMs + PATIENCE_MS
      open.set(consumer, { request, token, staleAt, left: batch })
      const subject = `$JS.API.CONSUMER.MSG.NEXT.${stream}.${consumer}`
      link.send(subject, bodyOf(request), `${inbox}.${token}`)
    },
    isAsking: (consumer) => open.has(consumer),
    forget: () => {
      open.clear()
      trouble = undefined
    },
    endStale: () => {
      const stale = [...open.values()].filter(({ staleAt }) => staleAt < env.now())
      // who is asked for a consumer that it does not have says nothing
      if (stale.length > 0) trouble = 'it does not answer'
      for (const asked of stale) end(open, { asked, how: 'over' })
    },
    trouble: () => trouble,
  }

  function ended({ subject, headers }: Msg): void {
    const token = subject.slice(inbox.length + 1)
    const asked = [...open.values()].find((each) => each.token === token)
    if (!asked) return
    const { code = 0, description = '' } = headers ?? {}
    const isOver = code === 408 || code === 404
    trouble = isOver ? undefined : `${description} (${code})`
    end(open, { asked, how: isOver ? 'over' : 'trouble' })
  }
}

type Open = Map<string, Asked>

function arrived(open: Open, arrival: Arrival): boolean {
  const asked = open.get(arrival.place.consumer)
  if (!asked) return false
  asked.left -= 1
  asked.request.came(arrival)
  if (asked.left === 0) end(open, { asked, how: 'filled' })
  return true
}

function end(open: Open, { asked, how }: { asked: Asked; how: Ended }): void {
  open.delete(asked.request.consumer)
  asked.request.ended(how)
}

// `no_wait` with a time lets the server wait for the first, and send with it what is there
function bodyOf({
  batch,
  waitMs,
  isEager,
}: Pick<PullRequest, 'batch' | 'waitMs' | 'isEager'>): string {
  const expires = waitMs > 0 ? { expires: nanosOf(Math.round(waitMs)) } : {}
  return JSON.stringify({ batch, ...expires, ...(isEager && { no_wait: true }) })
}
