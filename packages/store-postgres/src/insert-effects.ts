import {
  type Effect,
  type EffectRow,
  effectStepEntry,
  familyOf,
  laneOf,
  slaAt,
} from '@canonry/sync'
import { decidedOf, flagsOf, proposedByOf, stepOf, writeBodies } from './effect-rows.js'
import { openLanes, promoted } from './lanes.js'
import { noteDue } from './note-due.js'
import type { SqlRow } from './pool-like.js'
import type { Scope } from './scope.js'
import { columnsOf } from './sql.js'

/** Adds effects at the ends of their lanes, in order. */
export async function insertEffects(
  scope: Scope,
  { effects, now }: { effects: readonly Effect[]; now: number },
): Promise<void> {
  if (effects.length === 0) return
  const open = new Set(await openLanes(scope, effects.map(laneOf)))
  const added = effects.map(({ body, label, ...planned }) => {
    const lane = laneOf(planned)
    const row = open.has(lane) ? planned : promoted(planned, now)
    if (flagsOf(row, now).open) open.add(lane)
    return { row, body, label }
  })
  const rows = await insertRows(scope, { rows: added.map(({ row }) => row), now })
  noteDue(scope, { rows: added.map(({ row }) => row), now })
  const known = new Map(rows.map((row) => [row['key'] as string, row]))
  for (const { row } of added) {
    const fence = Number(known.get(row.key)?.['fence'])
    scope.audit.add(() => effectStepEntry(row, fence))
  }
  await writeBodies(
    scope,
    added.map(({ row, body, label }) => ({
      seq: Number(known.get(row.key)?.['seq']),
      body,
      label,
    })),
  )
}

async function insertRows(
  { sql, tenant }: Scope,
  { rows, now }: { rows: readonly EffectRow[]; now: number },
): Promise<readonly SqlRow[]> {
  return sql.all(
    `INSERT INTO @effect (tenant, key, lane, id, family, connection, class, state, fence, epoch, run_at,
       due_at, planned_at, sla_at, open, runnable, timed, held, stuck, waits_for,
       proposed_by, step, decided)
     SELECT $1, n.key, n.lane, n.id, n.family, n.connection, n.class, n.state, nextval('@fence'), 0, n.run_at,
       n.due_at, n.planned_at, n.sla_at, n.open, n.runnable, n.timed, n.held, n.stuck, n.waits_for,
       n.proposed_by, n.step, n.decided
     FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
       $8::text[], $9::bigint[], $10::bigint[], $11::bigint[], $12::bigint[], $13::boolean[],
       $14::boolean[], $15::boolean[], $16::boolean[], $17::boolean[], $18::text[], $19::text[],
       $20::text[], $21::text[]) WITH ORDINALITY
       AS n (key, lane, id, family, connection, class, state, run_at, due_at, planned_at, sla_at, open,
         runnable, timed, held, stuck, waits_for, proposed_by, step, decided, place)
     ORDER BY n.place RETURNING seq, key, fence`,
    tenant,
    ...columnsOf<EffectRow>(
      rows,
      ({ key }) => key,
      laneOf,
      ({ id }) => id,
      familyOf,
      ({ connection }) => connection,
      (row) => row.class,
      ({ state }) => state,
      ({ runAt }) => runAt,
      ({ dueAt }) => dueAt,
      ({ plannedAt }) => plannedAt,
      (row) => (flagsOf(row, now).open ? (slaAt(row, 'none') ?? null) : null),
      (row) => flagsOf(row, now).open,
      (row) => flagsOf(row, now).runnable,
      (row) => flagsOf(row, now).timed,
      (row) => flagsOf(row, now).held,
      (row) => flagsOf(row, now).stuck,
      ({ dependency }) => dependency?.ref ?? null,
      proposedByOf,
      stepOf,
      decidedOf,
    ),
  )
}
