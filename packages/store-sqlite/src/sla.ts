import {
  type EffectRow,
  SLA_AT_ONCE,
  type SlaEvent,
  type SlaMark,
  slaAt,
  slaStep,
} from '@canonry/sync'
import { addCounts, writeTimeline } from './notes.js'
import { parsed, type Scope } from './scope.js'

const MARKS: readonly SlaMark[] = ['none', 'warned', 'breached']

/** Tells what is due of SLAs, each once. */
export function tellSla(scope: Scope, now: number): readonly SlaEvent[] {
  const { sql, tenant } = scope
  const due = sql.all(
    `SELECT seq, sla, effect FROM effect INDEXED BY effect_sla WHERE tenant = ? AND sla_at <= ?
     ORDER BY sla_at LIMIT ${SLA_AT_ONCE}`,
    tenant,
    now,
  )
  return due.flatMap(({ seq, sla, effect }) => {
    const row = parsed<EffectRow>(effect)
    const told = slaStep(row, { mark: MARKS[Number(sla)] ?? 'breached', now })
    sql.run(
      'UPDATE effect SET sla = ?, sla_at = ? WHERE seq = ?',
      MARKS.indexOf(told.mark),
      slaAt(row, told.mark) ?? null,
      seq as number,
    )
    writeTimeline(scope, told.timeline)
    addCounts(scope, told.counts)
    return told.events
  })
}
