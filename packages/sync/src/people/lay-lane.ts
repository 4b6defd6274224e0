import { refKey } from '@canonry/model'
import type { Effect, EffectRow } from '../effects/effect.js'
import { effectEntry } from '../effects/effect-notes.js'
import { rowOf } from '../effects/effect-step.js'
import { supersededRow } from '../effects/plan-effect.js'
import { restartedSla } from '../effects/sla.js'
import type { EffectWrite } from '../store/writes.js'
import type { EffectEventKind, TimelineEntry } from '../timeline-entry.js'
import type { By } from './act.js'

/** What an act changes in one lane, and the effect that goes on because of it. */
export interface LaneChange {
  readonly effect: string
  readonly writes: readonly EffectWrite[]
  readonly timeline: readonly TimelineEntry[]
}

/** Who acts on a lane, and when. */
export interface LaneAct {
  readonly by: By
  readonly now: number
}

/** What the effect at the head of a lane is to become. */
export interface Relaid {
  readonly state: 'planned' | 'unknown'
  readonly entry: 'effect-resumed' | 'effect-redriven'
  /** Another body, with its hash. */
  readonly fix?: { readonly body: unknown; readonly bodyHash: string }
}

/**
 * Puts a new effect in place of the one that holds the lane.
 *
 * The newest upsert of the same source ref is the one that counts: what came before it is
 * superseded. What stands behind it is laid again behind the new row, so the order stays; what waits
 * for approval goes on to wait for it, and takes nobody's place.
 */
export function layLane(
  [head, ...behind]: readonly [Effect, ...Effect[]],
  { act, relaid }: { act: LaneAct; relaid: Relaid },
): LaneChange {
  const lane = [head, ...behind]
  const family = lane.filter((effect) => isOfOneFamily(effect, head))
  const target = family.at(-1) ?? head
  const outdated = family.slice(0, -1)
  if (target !== head && !relaid.fix) {
    return joined(target.key, [...outdated.map((effect) => ended(effect, act)), told(target, act)])
  }
  const later = lane.slice(lane.indexOf(target) + 1)
  const fresh = again(target, { act, ...relaid })
  return joined(fresh.key, [
    // the last first, so that none of them becomes ready in between
    ...[...later].reverse().map((effect) => ended(effect, act)),
    ...[...outdated, target].map((effect) => ended(effect, act)),
    { ...inserted(fresh, act, relaid.entry) },
    ...later.map((effect) => {
      const state = effect.state === 'proposed' ? 'proposed' : 'planned'
      const row = again(effect, { act, state })
      return inserted(row, act, 'effect-planned')
    }),
  ])
}

/** One row of a lane that an act changes, and what the timeline says about it. */
export interface RowChange {
  readonly write?: EffectWrite
  readonly entry: TimelineEntry
}

/** All changes of a lane as one. */
export function joined(effect: string, changes: readonly RowChange[]): LaneChange {
  return {
    effect,
    writes: changes.flatMap(({ write }) => write ?? []),
    timeline: changes.map(({ entry }) => entry),
  }
}

/** A known row with another content. */
export function updated(
  effect: Effect,
  {
    row,
    act,
    entry,
    body,
  }: { row: EffectRow; act: LaneAct; entry: EffectEventKind; body?: unknown },
): RowChange {
  return {
    write: { kind: 'update', fence: effect.fence, row, ...(body !== undefined && { body }) },
    entry: signed(row, entry, act),
  }
}

function isOfOneFamily(effect: Effect, head: Effect): boolean {
  if (effect === head) return true
  if (effect.state === 'proposed') return false
  const isSameSource = refKey(effect.source) === refKey(head.source)
  return isSameSource && effect.kind === 'upsert' && head.kind === 'upsert'
}

function ended(effect: Effect, act: LaneAct): RowChange {
  const row = supersededRow(rowOf(effect), act.now)
  return updated(effect, { row, act, entry: 'effect-superseded' })
}

function told(effect: Effect, act: LaneAct): RowChange {
  return { entry: signed(rowOf(effect), 'effect-resumed', act) }
}

function inserted(effect: Effect, ...[act, entry]: [LaneAct, EffectEventKind]): RowChange {
  return { write: { kind: 'insert', effect }, entry: signed(rowOf(effect), entry, act) }
}

interface Again extends Pick<Relaid, 'fix'> {
  readonly act: LaneAct
  readonly state: Relaid['state'] | 'proposed'
}

// a new promise: with its own key, no attempt, all patience, and its SLA from now on
function again(effect: Effect, { act: { now }, state, fix }: Again): Effect {
  const { message: _, dependency: __, remote: ___, remoteVersion: ____, ...known } = effect
  const { failing: _____, ...rest } = known
  return {
    ...rest,
    ...fix,
    key: nextTry(effect.key),
    revises: effect.key,
    state,
    fence: 0,
    attempts: 0,
    probes: 0,
    runAt: now,
    ...restartedSla(effect, now),
    updatedAt: now,
  }
}

function nextTry(key: string): string {
  const [, base = key, tries = '1'] = /^(.*)\|try-(\d+)$/.exec(key) ?? []
  return `${base}|try-${Number(tries) + 1}`
}

function signed(row: EffectRow, ...[entry, { by }]: [EffectEventKind, LaneAct]): TimelineEntry {
  return { ...effectEntry(row, entry), ...by }
}
