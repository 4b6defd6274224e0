import type { EntityName, Instant, Ref } from '@canonry/model'
import type { Counts } from '../store/writes.js'
import type { TimelineEntry } from '../timeline-entry.js'
import type { EffectClass, EffectRow, EffectState } from './effect.js'
import { instantOf } from './effect-notes.js'

/** What was told about an effect's SLA so far; each is told once. */
export type SlaMark = 'none' | 'warned' | 'breached'

/** An effect that is about to be late, or is late: told once each, while it is not done. */
export interface SlaEvent {
  readonly kind: 'sla-warned' | 'sla-breached'
  readonly at: Instant
  /** When it is to be done. */
  readonly dueAt: Instant
  /** The key of the effect. */
  readonly effect: string
  readonly connection: string
  readonly class: EffectClass
  readonly flow: string
  readonly state: EffectState
  readonly entity: EntityName
  /** The canonical id of the entity. */
  readonly id: string
  readonly source: Ref
}

/** When the next event of an open effect is due; none when both were told, or nobody approved it yet. */
export function slaAt(
  row: Pick<EffectRow, 'state' | 'warnAt' | 'dueAt'>,
  mark: SlaMark,
): number | undefined {
  if (mark === 'breached' || row.state === 'proposed') return undefined
  return mark === 'warned' ? row.dueAt : (row.warnAt ?? row.dueAt)
}

/** The times of an effect whose SLA begins anew: as much time as it had, from now on. */
export function restartedSla(
  { plannedAt, dueAt, warnAt }: Pick<EffectRow, 'plannedAt' | 'dueAt' | 'warnAt'>,
  now: number,
): Pick<EffectRow, 'plannedAt' | 'dueAt' | 'warnAt'> {
  const warned = warnAt === undefined ? {} : { warnAt: now + (warnAt - plannedAt) }
  return { plannedAt: now, dueAt: now + (dueAt - plannedAt), ...warned }
}

/** What is told of an open effect now, and written down with it. */
export interface SlaStep {
  readonly mark: SlaMark
  readonly events: readonly SlaEvent[]
  readonly timeline: readonly TimelineEntry[]
  readonly counts: Counts
}

/** The events of an open effect that are due by now, the warning first. */
export function slaStep(
  row: EffectRow,
  { mark, now }: { readonly mark: SlaMark; readonly now: number },
): SlaStep {
  let told = mark
  const events: SlaEvent[] = []
  for (let at = slaAt(row, told); at !== undefined && at <= now; at = slaAt(row, told)) {
    told = told === 'none' ? 'warned' : 'breached'
    events.push(eventOf(row, { kind: `sla-${told}`, at: instantOf(now) }))
  }
  return {
    mark: told,
    events,
    timeline: events.map((event) => entryOf(row, event)),
    counts: Object.fromEntries(events.map(({ kind }) => [kind.replace('-', '.'), 1])),
  }
}

function entryOf(
  { entity, id, connection, key, attempts }: EffectRow,
  { kind, at, dueAt }: SlaEvent,
): TimelineEntry {
  const message = `to be done by ${dueAt}`
  return { kind, at, entity, id, connection, effect: key, attempt: attempts, message }
}

function eventOf(row: EffectRow, { kind, at }: Pick<SlaEvent, 'kind' | 'at'>): SlaEvent {
  const { key, connection, flow, state, entity, id, source } = row
  const where = { connection, class: row.class, flow, state, entity, id, source }
  return { kind, at, dueAt: instantOf(row.dueAt), effect: key, ...where }
}
