import { err, ok, type Result } from 'neverthrow'
import type { StoreFailure } from '../../store/store-failure.js'
import type { Completion } from '../../store/writes.js'
import type { Effect } from '../effect.js'
import { endErased, leaveUnreadable } from '../settling/leave-unreadable.js'
import { type Dispatching, type OpenConnection, record } from './dispatching.js'
import { heldAtOnce } from './in-turn.js'
import { letGoOfLost } from './let-go.js'
import { sendEffects } from './send-effects.js'
import { verifyEffects } from './verify-effects.js'

/** The most effects that one lease takes of each connection, so that none crowds out another. */
export const EFFECTS_PER_LEASE = 256

/**
 * Leases what is due and starts a call for each batch; the calls go on in the background.
 *
 * Answers how many effects were leased.
 */
export async function leaseEffects(
  dispatching: Dispatching,
): Promise<Result<number, StoreFailure>> {
  await letGoOfLost(dispatching)
  const { env, store, epoch, open, holdings } = dispatching
  const connections = [...open.values()].map((to) => ({
    connection: to.connection.id,
    limits: heldAtOnce(dispatching, to),
    bulk: Math.max(1, to.connector.capabilities.bulk),
  }))
  const request = { now: env.now(), epoch, limit: EFFECTS_PER_LEASE, connections }
  const leased = await store.lease(request)
  if (leased.isErr()) {
    holdings.doubt('any')
    return err(leased.error)
  }
  for (const batch of batchesOf(leased.value, open)) dispatching.track(run(dispatching, batch))
  return ok(leased.value.length)
}

// what cannot be read here waits for those who can, and what was erased comes to an end
async function readable(
  dispatching: Dispatching,
  effects: readonly Effect[],
): Promise<readonly Effect[]> {
  const { env } = dispatching
  const left = effects.flatMap((effect): Completion[] => {
    const { unreadable } = effect
    const context = { now: env.now(), uuid: env.uuid() }
    if (unreadable) return [leaveUnreadable(effect, { ...context, unreadable })]
    return effect.body === undefined ? [endErased(effect, context)] : []
  })
  if (left.length === 0) return effects
  await record(dispatching, left)
  return effects.filter(({ body, unreadable }) => body !== undefined && !unreadable)
}

interface Batch {
  readonly to: OpenConnection
  readonly effects: Effect[]
}

async function run(dispatching: Dispatching, { to, effects }: Batch): Promise<void> {
  const work = effects[0]?.state === 'verifying' ? verifyEffects : sendEffects
  const { holdings } = dispatching
  const keys = effects.map(({ key }) => key)
  const letGo = holdings.take(keys)
  try {
    await work(dispatching, { to, effects: await readable(dispatching, effects) })
  } catch (problem) {
    // whatever became of them was not written down
    holdings.doubt(keys)
    throw problem
  } finally {
    letGo()
  }
  dispatching.beat(['effects'])
}

function batchesOf(
  effects: readonly Effect[],
  open: ReadonlyMap<string, OpenConnection>,
): readonly Batch[] {
  const batches: Batch[] = []
  const filling = new Map<string, Batch>()
  for (const effect of effects) {
    const to = open.get(effect.connection)
    if (!to) continue
    const key = `${effect.connection}|${effect.state}`
    const known = filling.get(key)
    const isFull = known && known.effects.length >= Math.max(1, to.connector.capabilities.bulk)
    const batch = known && !isFull ? known : { to, effects: [] }
    if (batch !== known) batches.push(batch)
    filling.set(key, batch)
    batch.effects.push(effect)
  }
  return batches
}
