import type { Instant } from '@canonry/model'
import type { Env } from '@canonry/pack'
import type { EffectClass } from '../effects/effect.js'
import { instantOf } from '../effects/effect-notes.js'
import { answered } from '../store/answered.js'
import type { QueueRow } from '../store/queries.js'
import type { TenantStore } from '../store/store.js'
import { pausedIn } from './paused-connections.js'

/** The open effects of one class to one connection. */
export interface Queue {
  readonly connection: string
  readonly class: EffectClass
  readonly depth: number
  /** Wait for nothing but their turn. */
  readonly ready: number
  /** With a worker. */
  readonly held: number
  /** For a person to act on. */
  readonly parked: number
  /** How long ago the oldest was planned. */
  readonly oldestAgeMs: number
  /** When the most urgent is to be done by its SLA; in the past: it is late. */
  readonly dueAt: Instant
  /** When the next may be sent; absent when nothing but a person or an answer helps. */
  readonly nextAt?: Instant
  /** Whether a person has paused the connection. */
  readonly paused: boolean
}

/** How much waits where, and for how long: what alerts and dashboards are made of. */
export interface Queues {
  readonly at: Instant
  readonly effects: readonly Queue[]
  /** Facts that were not processed, and the age of the oldest; 0 without any. */
  readonly journal: { readonly facts: number; readonly oldestAgeMs: number }
  /** Documents to be read, by connection. */
  readonly reads: readonly {
    readonly connection: string
    readonly depth: number
    readonly nextAt: Instant
    readonly paused: boolean
  }[]
}

/** Asks the store how much waits where. */
export async function queuesNow({
  env,
  store,
}: {
  readonly env: Env
  readonly store: TenantStore
}): Promise<Queues> {
  const now = env.now()
  const gates = await answered(store.query<'gates'>({ kind: 'gates' }))
  const paused = new Set(pausedIn(gates, now).map(({ connection }) => connection))
  const { effects, journal, reads } = await answered(store.query<'queues'>({ kind: 'queues', now }))
  const { facts, receivedAt = now } = journal
  return {
    at: instantOf(now),
    effects: effects.map((row) => toQueue(row, { now, paused })),
    journal: { facts, oldestAgeMs: Math.max(0, now - receivedAt) },
    reads: reads.map(({ connection, depth, runAt }) => ({
      connection,
      depth,
      nextAt: instantOf(runAt),
      paused: paused.has(connection),
    })),
  }
}

function toQueue(
  { plannedAt, dueAt, runAt, ...counts }: QueueRow,
  { now, paused }: { now: number; paused: ReadonlySet<string> },
): Queue {
  const next = counts.ready > 0 ? now : runAt
  return {
    ...counts,
    oldestAgeMs: Math.max(0, now - plannedAt),
    dueAt: instantOf(dueAt),
    ...(next !== undefined && { nextAt: instantOf(next) }),
    paused: paused.has(counts.connection),
  }
}
