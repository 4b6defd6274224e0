import { effectStepEntry } from '../audit/audit-entry.js'
import { type Effect, type EffectRow, END_STATES, laneOf } from '../effects/effect.js'
import { shownOf } from '../effects/family.js'
import { nextState } from '../effects/transition.js'
import type { BodyLabel } from '../store/body-label.js'
import { addEntry } from './audit.js'
import { watchSla } from './sla.js'
import { listOf, type StoredEffect, type Tables } from './tables.js'

/** Adds an effect at the end of its lane. */
export function insertEffect(
  tables: Tables,
  { effect, now }: { effect: Effect; now: number },
): void {
  const fence = put(tables, { effect, epoch: 0 })
  addEntry(tables, () => effectStepEntry(effect, fence))
  watchSla(tables, effect)
  promise(tables, effect)
  const lane = laneOf(effect)
  if (!END_STATES.has(effect.state)) listOf(tables.lanes, lane).push(effect.key)
  promote(tables, { lane, now })
}

/** Gives an effect a new content and with it a new fence, which it answers. */
export function updateEffect(
  tables: Tables,
  { row, body, label, now }: { row: EffectRow; body?: unknown; label?: BodyLabel; now: number },
): number {
  const known = tables.effects.get(row.key)
  if (!known) throw new Error(`there is no effect ${row.key}`)
  const content = body === undefined ? contentOf(known.effect) : { body, ...(label && { label }) }
  const isDue = row.state === 'waiting' && dependencyExists(tables, row)
  const effect = { ...row, ...content, ...(isDue && { runAt: now }) }
  const fence = put(tables, { effect, epoch: known.epoch })
  addEntry(tables, () => effectStepEntry(effect, fence))
  if (row.dueAt !== known.effect.dueAt) watchSla(tables, row)
  if (row.state === 'waiting' && row.dependency) {
    listOf(tables.waiting, row.dependency.ref).push(row.key)
  }
  const lane = laneOf(row)
  if (END_STATES.has(row.state)) {
    leaveLane(tables, { lane, key: row.key })
    forget(tables, row.id)
    tables.slaMarks.delete(row.key)
  }
  promote(tables, { lane, now })
  return fence
}

function contentOf({ body, label }: Effect): Pick<Effect, 'body' | 'label'> {
  return { body, ...(label && { label }) }
}

/** Stores an effect under a new fence, which it answers. */
export function put(tables: Tables, { effect, epoch }: StoredEffect): number {
  const fence = ++tables.fence
  const before = tables.effects.get(effect.key)?.effect
  const stored = { ...effect, fence }
  tables.effects.set(effect.key, { effect: stored, epoch })
  tables.schedule.note(stored, before)
  return fence
}

/** Makes due what waits for a ref. */
export function wake(tables: Tables, { ref, now }: { ref: string; now: number }): void {
  const keys = tables.waiting.get(ref) ?? []
  tables.waiting.delete(ref)
  for (const key of keys) {
    const stored = tables.effects.get(key)
    if (stored?.effect.state !== 'waiting' || stored.effect.dependency?.ref !== ref) continue
    put(tables, { ...stored, effect: { ...stored.effect, runAt: now } })
  }
}

function dependencyExists(tables: Tables, { dependency }: EffectRow): boolean {
  if (!dependency) return false
  const { system, account } = dependency
  const ids = (tables.links.get(dependency.ref) ?? []).map(({ id }) => id)
  const names = ids.flatMap((id) => tables.names.get(id) ?? [])
  return names.some(({ ref }) => ref.system === system && ref.account === account)
}

function leaveLane(
  { lanes, effects, schedule }: Tables,
  { lane, key }: { lane: string; key: string },
): void {
  const before = lanes.get(lane) ?? []
  // nearly always the first one leaves
  const left = before[0] === key ? before.slice(1) : before.filter((each) => each !== key)
  if (left.length === 0) return void lanes.delete(lane)
  lanes.set(lane, left)
  const head = effects.get(left[0] ?? '')?.effect
  if (head) schedule.note(head, head)
}

/** The effects of an entity, but for old ones that are never shown. */
export function promisedOf({ promised, effects }: Tables, id: string): readonly Effect[] {
  return (promised.get(id)?.keys ?? []).flatMap((key) => effects.get(key)?.effect ?? [])
}

// of an entity with a long past only the newest effects are ever shown
function forget(tables: Tables, id: string): void {
  const known = tables.promised.get(id)
  if (!known || known.keys.length < known.most) return
  const keys = shownOf(promisedOf(tables, id)).map(({ key }) => key)
  tables.promised.set(id, { keys, most: mostOf(keys) })
}

// twice as many as are shown, so that they are seldom gone through
function mostOf(shown: readonly string[]): number {
  return 2 * shown.length + MOST_AT_FIRST
}

const MOST_AT_FIRST = 60

function promise({ promised }: Tables, { id, key }: Effect): void {
  const known = promised.get(id)
  if (known) known.keys.push(key)
  else promised.set(id, { keys: [key], most: mostOf([]) })
}

// what stands first in its lane is no longer planned, but ready
function promote(tables: Tables, { lane, now }: { lane: string; now: number }): void {
  const head = tables.lanes.get(lane)?.[0]
  const stored = head === undefined ? undefined : tables.effects.get(head)
  if (stored?.effect.state !== 'planned') return
  const state = nextState('planned', 'promote')
  put(tables, { ...stored, effect: { ...stored.effect, state, runAt: now } })
}
