import { SLA_AT_ONCE, type SlaEvent, type SlaMark, slaAt, slaStep } from '@canonry/sync'
import { toRows } from './effect-rows.js'
import { addCounts, writeTimeline } from './notes.js'
import type { Scope } from './scope.js'
import { columnsOf } from './sql.js'

const MARKS: readonly SlaMark[] = ['none', 'warned', 'breached']

/** Tells what is due of SLAs, each once. */
export async function tellSla(scope: Scope, now: number): Promise<readonly SlaEvent[]> {
  const { sql, tenant } = scope
  const due = await sql.all(
    `SELECT seq, sla, fence, step, decided FROM @effect WHERE tenant = $1 AND sla_at <= $2
     ORDER BY sla_at, seq LIMIT ${SLA_AT_ONCE} FOR NO KEY UPDATE SKIP LOCKED`,
    tenant,
    now,
  )
  const told = toRows(due).map((row, index) => {
    const mark = MARKS[Number(due[index]?.['sla'])] ?? 'breached'
    return { seq: Number(due[index]?.['seq']), row, step: slaStep(row, { mark, now }) }
  })
  if (told.length === 0) return []
  await sql.all(
    `UPDATE @effect e SET sla = n.sla, sla_at = n.sla_at
     FROM unnest($1::bigint[], $2::smallint[], $3::bigint[]) AS n (seq, sla, sla_at)
     WHERE e.seq = n.seq`,
    ...columnsOf(
      told,
      ({ seq }) => seq,
      ({ step }) => MARKS.indexOf(step.mark),
      ({ row, step }) => slaAt(row, step.mark) ?? null,
    ),
  )
  await writeTimeline(
    scope,
    told.flatMap(({ step }) => step.timeline),
  )
  for (const { step } of told) addCounts(scope, step.counts)
  return told.flatMap(({ step }) => step.events)
}
