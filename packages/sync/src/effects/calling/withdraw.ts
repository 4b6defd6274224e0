import { type Ref, refKey } from '@canonry/model'
import type { Completion } from '../../store/writes.js'
import { type Effect, type EffectRow, laneOf } from '../effect.js'
import { laneFingerprint } from '../effect-notes.js'
import { rowOf, step } from '../effect-step.js'
import { familyOf } from '../family.js'
import { hasReached } from '../plan-effect.js'
import { nextState } from '../transition.js'
import { type Dispatching, persist } from './dispatching.js'

/** Effects that are about to be sent, and what the target system calls what they mention. */
interface Sending {
  readonly effects: readonly Effect[]
  readonly links: Readonly<Record<string, Ref>>
}

/**
 * Ends what was tried, was surely not applied, and is taken back by a cancellation behind it.
 *
 * The cancellation undoes only what may have been applied: where nothing ever was, it ends too.
 */
export async function withdraw(
  dispatching: Dispatching,
  sending: Sending,
): Promise<readonly Completion[]> {
  return [
    ...(await withdrawUpserts(dispatching, sending)),
    ...(await withdrawCancellations(dispatching, sending)),
  ]
}

async function withdrawCancellations(
  dispatching: Dispatching,
  { effects, links }: Sending,
): Promise<readonly Completion[]> {
  const ended: Completion[] = []
  for (const effect of effects.filter(({ kind }) => kind === 'cancel')) {
    const source = refKey(effect.source)
    if (links[source]) continue
    const situation = await persist(dispatching, () =>
      dispatching.store.query<'situation'>({ kind: 'situation', refs: [source] }),
    )
    const promised = situation?.states.flatMap((state) => state.effects) ?? []
    const family = promised.filter((row) => familyOf(row) === familyOf(effect))
    if (situation && !hasReached(family)) {
      ended.push(cancelled(effect, dispatching.env.now()))
    }
  }
  return ended
}

async function withdrawUpserts(
  dispatching: Dispatching,
  { effects, links }: Sending,
): Promise<readonly Completion[]> {
  const ended: Completion[] = []
  for (const effect of effects.filter(({ kind, attempts }) => kind === 'upsert' && attempts > 0)) {
    const lane = laneOf(effect)
    const rows = await persist(dispatching, () =>
      dispatching.store.query<'lane'>({ kind: 'lane', lane }),
    )
    const cancellation = rows?.find((row) => isCancellationOf(effect, row))
    if (!cancellation) continue
    const now = dispatching.env.now()
    const isFirst = effect.revises === undefined && !links[refKey(effect.source)]
    // from the back, or the one behind would move up and change
    if (isFirst) ended.push(cancelled(cancellation, now))
    ended.push(cancelled(effect, now))
  }
  return ended
}

// one that waits for approval takes nothing back yet
function isCancellationOf({ source }: Effect, { kind, state, source: other }: EffectRow): boolean {
  return kind === 'cancel' && state !== 'proposed' && refKey(other) === refKey(source)
}

function cancelled(effect: EffectRow | Effect, now: number): Completion {
  const row = {
    ...rowOf({ body: undefined, ...effect }),
    state: nextState(effect.state, 'cancel'),
    message: 'it was taken back before it was applied',
    runAt: now,
    updatedAt: now,
  }
  const exceptions = [{ kind: 'resolve', fingerprint: laneFingerprint(row) } as const]
  return step(row, { row, entry: 'effect-cancelled', exceptions })
}
