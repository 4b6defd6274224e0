import {
  type BodyLabel,
  type Effect,
  type EffectRow,
  END_STATES,
  effectStepEntry,
  HELD_STATES,
  LEASABLE_STATES,
  nextState,
  PARKED_STATES,
  slaAt,
} from '@canonry/sync'
import type { SqlValue } from './database-like.js'
import { progressOf, promiseOf, rowAt, seqOf } from './effect-rows.js'
import { enterLane, firstIn, type Lane, leaveLane } from './lanes.js'
import { dependencyExists } from './links.js'
import type { Scope } from './scope.js'

/** How an effect stands, as the schema has it; an effect that has ended has no standing. */
export const STANDING = { runnable: 1, timed: 2, held: 3, parked: 4, other: 5 } as const

/** Adds an effect at the end of its lane. */
export function insertEffect(scope: Scope, { effect, now }: { effect: Effect; now: number }): void {
  const { sql, tenant } = scope
  const { body, label, ...planned } = effect
  const row = firstIn(scope, planned) === undefined ? promoted(planned, now) : planned
  const fence = scope.fences.next()
  scope.audit.add(() => effectStepEntry(row, fence))
  const { lastInsertRowid } = sql.run(
    'INSERT INTO effect (tenant, key, id, promise) VALUES (?, ?, ?, ?)',
    tenant,
    row.key,
    row.id,
    promiseOf(row),
  )
  const seq = Number(lastInsertRowid)
  insertState(scope, { seq, row, fence, now })
  if (!END_STATES.has(row.state)) enterLane(scope, { lane: row, seq })
  writeBody(scope, { seq, body, label })
}

function insertState(
  { sql, queues }: Scope,
  { seq, row, fence, now }: { seq: number; row: EffectRow; fence: number; now: number },
): void {
  sql.run(
    `INSERT INTO effect_state (seq, queue, state, standing, fence, epoch, run_at, due_at,
       planned_at, updated_at, sla, sla_at, waits_for, progress)
     VALUES (?, ?, ?, ?, ?, 0, ?, ?, ?, ?, 0, ?, ?, ?)`,
    seq,
    queues.of(row),
    row.state,
    standingOf(row, now),
    fence,
    row.runAt,
    row.dueAt,
    row.plannedAt,
    row.updatedAt,
    END_STATES.has(row.state) ? null : (slaAt(row, 'none') ?? null),
    waitsFor(row),
    progressOf(row),
  )
}

/** A step of a known effect; `expected` is the fence that it must have, where that was not seen to before. */
interface EffectStep {
  readonly row: EffectRow
  readonly now: number
  readonly expected?: number | undefined
}

/** Takes a step of an effect, which gives it a new fence: `undefined` when its fence is another. */
export function stepEffect(scope: Scope, step: EffectStep): number | undefined {
  const seq = seqOf(scope, step.row.key)
  return seq === undefined ? undefined : stepAt(scope, { ...step, seq })
}

/** Gives an effect a new content, and with it a new fence. */
export function changeEffect(
  scope: Scope,
  {
    row,
    body,
    label,
    now,
  }: EffectStep & { readonly body?: unknown; readonly label?: BodyLabel | undefined },
): void {
  const seq = seqOf(scope, row.key)
  if (seq === undefined) throw new Error(`there is no effect ${row.key}`)
  scope.sql.run('UPDATE effect SET promise = ? WHERE seq = ?', promiseOf(row), seq)
  if (body !== undefined) writeBody(scope, { seq, body, label })
  stepAt(scope, { seq, row, now })
  if (body !== undefined || row.state === 'planned') retime(scope, { seq, row })
  if (row.state === 'planned') promote(scope, { lane: row, now })
}

function stepAt(
  scope: Scope,
  { row, now, seq, expected }: EffectStep & { readonly seq: number },
): number | undefined {
  const isDue = row.state === 'waiting' && dependencyExists(scope, row.dependency)
  const stepped = isDue ? { ...row, runAt: now } : row
  const fence = putState(scope, { seq, row: stepped, now, expected })
  if (fence === undefined) return undefined
  scope.audit.add(() => effectStepEntry(row, fence))
  if (END_STATES.has(row.state)) {
    leaveLane(scope, { lane: row, seq })
    promote(scope, { lane: row, now })
  }
  return fence
}

/** Stores where an effect stands, under a new fence, which it answers; `undefined` when its fence is another. */
export function putState(
  { sql, fences }: Scope,
  { seq, row, now, expected }: EffectStep & { readonly seq: number },
): number | undefined {
  const fence = fences.upcoming()
  const { columns, values } = scheduleOf(row, now)
  const { changes } = sql.run(
    `UPDATE effect_state SET ${columns} state = ?, fence = ?, run_at = ?, updated_at = ?, progress = ?
     WHERE seq = ? AND fence = coalesce(?, fence)`,
    ...values,
    row.state,
    fence,
    row.runAt,
    row.updatedAt,
    progressOf(row),
    seq,
    expected ?? null,
  )
  return changes === 0 ? undefined : fences.next()
}

// what an UPDATE does not name leaves its indexes alone: a step of what a worker holds changes none
function scheduleOf(row: EffectRow, now: number): { columns: string; values: SqlValue[] } {
  if (HELD_STATES.has(row.state)) return { columns: '', values: [] }
  const ended = END_STATES.has(row.state) ? 'sla_at = NULL,' : ''
  return {
    columns: `${ended} standing = ?, waits_for = ?,`,
    values: [standingOf(row, now), waitsFor(row)],
  }
}

/** Gives an effect to a worker, under a new fence, which it answers. */
export function holdEffect(
  { sql, fences }: Scope,
  { seq, row, epoch }: { seq: number; row: EffectRow; epoch: number },
): number {
  const fence = fences.next()
  sql.run(
    `UPDATE effect_state SET state = ?, standing = ${STANDING.held}, waits_for = NULL, fence = ?,
       epoch = ?, updated_at = ? WHERE seq = ?`,
    row.state,
    fence,
    epoch,
    row.updatedAt,
    seq,
  )
  return fence
}

function standingOf(row: EffectRow, now: number): number | null {
  const { state, runAt } = row
  if (END_STATES.has(state)) return null
  if (LEASABLE_STATES.has(state)) return runAt <= now ? STANDING.runnable : STANDING.timed
  if (HELD_STATES.has(state)) return STANDING.held
  return PARKED_STATES.has(state) ? STANDING.parked : STANDING.other
}

function waitsFor({ state, dependency }: EffectRow): string | null {
  return state === 'waiting' ? (dependency?.ref ?? null) : null
}

// a new content may be wanted sooner than the one before; what is approved has its time from now on
function retime({ sql }: Scope, { seq, row }: { seq: number; row: EffectRow }): void {
  sql.run(
    `UPDATE effect_state SET due_at = ?, planned_at = ?,
       sla_at = CASE sla WHEN 0 THEN ? WHEN 1 THEN ? END
     WHERE seq = ? AND standing IS NOT NULL AND due_at <> ?`,
    row.dueAt,
    row.plannedAt,
    slaAt(row, 'none') ?? null,
    row.dueAt,
    seq,
    row.dueAt,
  )
}

function writeBody(
  { sql, tenant }: Scope,
  { seq, body, label }: { seq: number; body: unknown; label: BodyLabel | undefined },
): void {
  sql.run(
    `INSERT INTO effect_body (seq, tenant, body, subject) VALUES (?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET body = excluded.body, subject = excluded.subject`,
    seq,
    tenant,
    JSON.stringify(body ?? null),
    label?.subject ?? null,
  )
}

// what stands first in its lane is no longer planned, but ready
function promote(scope: Scope, { lane, now }: { lane: Lane; now: number }): void {
  const seq = firstIn(scope, lane)
  if (seq === undefined) return
  const row = rowAt(scope, seq)
  if (row.state === 'planned') putState(scope, { seq, row: promoted(row, now), now })
}

function promoted(row: EffectRow, now: number): EffectRow {
  if (row.state !== 'planned') return row
  return { ...row, state: nextState('planned', 'promote'), runAt: now }
}
