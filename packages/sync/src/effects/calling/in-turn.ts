import type { ConnectorLimits, Failure } from '@canonry/pack'
import { callersIn } from '../../store/worker-share.js'
import { wishedAt } from '../backoff.js'
import type { Effect } from '../effect.js'
import { POLICIES } from '../settling/policy.js'
import type { Dispatching, OpenConnection } from './dispatching.js'
import { letGo } from './let-go.js'

/** Effects of one connection that one call is for. */
interface Calling {
  readonly to: OpenConnection
  readonly effects: readonly Effect[]
}

/**
 * Calls a connection when its turn comes, and gives the turn back with the answer: what the store takes
 * before and after it is no time of the system that is called.
 *
 * Effects whose system has asked for a pause since they were leased are given back; then the answer is
 * `undefined`.
 */
export async function inTurn<T>(
  dispatching: Dispatching,
  { to: { connection, connector }, effects }: Calling,
  call: () => Promise<T>,
): Promise<T | undefined> {
  const { env, slots, share, resting, signal } = dispatching
  // every worker calls at the same time as the others
  const atOnce = Math.floor(connector.limits.concurrency / callersIn(share()))
  const giveBack = await slots.take(connection.id, atOnce)
  try {
    if (signal.aborted) return undefined
    const rest = resting.get(connection.id)
    // what was leased since then is for the store to judge, which may not have heard of it
    const isAsked = rest && rest.until > env.now() && leasedAt(effects) <= rest.askedAt
    if (!isAsked) return await call()
  } finally {
    giveBack()
  }
  await letGo(dispatching, { effects, why: 'the system asked for a pause before its turn came' })
  return undefined
}

function leasedAt(effects: readonly Effect[]): number {
  return Math.max(...effects.map(({ updatedAt }) => updatedAt))
}

/** Tells those that wait for their turn of a pause that an answer asked for. */
export function noteRest(
  { env, resting }: Dispatching,
  { to, outcomes }: { to: OpenConnection; outcomes: readonly Answered[] },
): void {
  const { id } = to.connection
  for (const { kind, failure } of outcomes) {
    if (kind !== 'failed' || !failure) continue
    const policy = POLICIES[failure.kind]
    if (policy.kind !== 'throttle') continue
    const askedAt = env.now()
    const until = wishedAt(failure, askedAt) ?? askedAt + policy.pauseMs
    resting.set(id, { askedAt, until: Math.max(until, resting.get(id)?.until ?? 0) })
  }
}

interface Answered {
  readonly kind: string
  readonly failure?: Failure
}

/**
 * How much a worker may hold of a connection at once: as much as is called, and where it works alone as
 * much again, which is made ready or written down meanwhile.
 */
export function heldAtOnce({ share }: Dispatching, { connector }: OpenConnection): ConnectorLimits {
  const { limits } = connector
  return callersIn(share()) > 1 ? limits : { ...limits, concurrency: 2 * limits.concurrency }
}
