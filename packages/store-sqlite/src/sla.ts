import { SLA_AT_ONCE, type SlaEvent, type SlaMark, slaAt, slaStep } from '@canonry/sync'
import { EFFECT_COLUMNS, toRow } from './effect-rows.js'
import { addCounts, writeTimeline } from './notes.js'
import { inPlace, printTimeline } from './print.js'
import type { Scope } from './scope.js'
import type { SqlRow } from './sql.js'

const MARKS: readonly SlaMark[] = ['none', 'warned', 'breached']

/** Tells what is due of SLAs, each once. */
export function tellSla(scope: Scope, now: number): readonly SlaEvent[] {
  const due = scope.queues.all().flatMap(({ id }) => dueOf(scope, { queue: id, now }))
  const next = due
    .sort(
      (a, b) => Number(a['sla_at']) - Number(b['sla_at']) || Number(a['seq']) - Number(b['seq']),
    )
    .slice(0, SLA_AT_ONCE)
  return next.flatMap((found) => tell(scope, { found, now }))
}

function dueOf({ sql }: Scope, { queue, now }: { queue: number; now: number }): SqlRow[] {
  return sql.all(
    `SELECT s.seq, s.sla, s.sla_at, ${EFFECT_COLUMNS} FROM effect_state s INDEXED BY effect_sla
     CROSS JOIN effect e ON e.seq = s.seq
     WHERE s.queue = ? AND s.sla_at <= ? ORDER BY s.sla_at, s.seq LIMIT ${SLA_AT_ONCE}`,
    queue,
    now,
  )
}

function tell(scope: Scope, { found, now }: { found: SqlRow; now: number }): readonly SlaEvent[] {
  const row = toRow(found)
  const told = slaStep(row, { mark: MARKS[Number(found['sla'])] ?? 'breached', now })
  scope.sql.run(
    'UPDATE effect_state SET sla = ?, sla_at = ? WHERE seq = ?',
    MARKS.indexOf(told.mark),
    slaAt(row, told.mark) ?? null,
    Number(found['seq']),
  )
  writeTimeline(scope, printTimeline(told.timeline, inPlace))
  addCounts(scope, told.counts)
  return told.events
}
