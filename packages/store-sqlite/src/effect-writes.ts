import { type EffectRow, END_STATES, effectStepEntry, slaAt } from '@canonry/sync'
import type { SqlValue } from './database-like.js'
import { rowAt, seqOf } from './effect-rows.js'
import { labelColumns } from './label.js'
import { enterLane, firstIn, leaveLane } from './lanes.js'
import { dependencyExists } from './links.js'
import type { PrintedStep, PrintedWrite } from './printed.js'
import type { Scope } from './scope.js'
import { isHeld, standingOf } from './standing.js'
import { promote } from './transitions.js'

interface Write {
  readonly write: PrintedWrite
  readonly now: number
}

/** Adds an effect at the end of its lane. */
export function insertEffect(scope: Scope, { write, now }: Write): void {
  const isOpen = !END_STATES.has(write.state)
  const { sql, tenant } = scope
  const { lastInsertRowid } = sql.run(
    'INSERT INTO effect (tenant, key, id, family, promise) VALUES (?, ?, ?, ?, ?)',
    tenant,
    write.key,
    write.id,
    write.family,
    write.promise,
  )
  const seq = Number(lastInsertRowid)
  const isFirst = write.state === 'planned' && firstIn(scope, write) === undefined
  const row = isFirst ? ({ ...write, state: 'ready', runAt: now } as const) : write
  insertState(scope, { seq, write: row, now })
  if (isOpen) enterLane(scope, { lane: write, seq })
  writeBody(scope, { seq, write })
}

function insertState(scope: Scope, { seq, write, now }: Write & { readonly seq: number }): void {
  const fence = scope.fences.next()
  scope.sql.run(
    `INSERT INTO effect_state (seq, queue, state, standing, fence, epoch, run_at, due_at,
       planned_at, updated_at, sla, sla_at, waits_for, progress)
     VALUES (?, ?, ?, ?, ?, 0, ?, ?, ?, ?, 0, ?, ?, ?)`,
    seq,
    scope.queues.of(write),
    write.state,
    standingOf(write, now),
    fence,
    write.runAt,
    write.dueAt,
    write.plannedAt,
    write.updatedAt,
    END_STATES.has(write.state) ? null : (slaAt(write, 'none') ?? null),
    waitsFor(write),
    write.progress,
  )
  scope.audit.add(() => effectStepEntry(rowAt(scope, seq), fence))
}

/** A step of a known effect; `expected` is the fence that it must have, where that was not seen to before. */
interface Step {
  readonly step: PrintedStep
  readonly now: number
  readonly expected?: number
}

/** Takes a step of an effect, which gives it a new fence: `undefined` when its fence is another. */
export function stepEffect(scope: Scope, step: Step): number | undefined {
  const seq = seqOf(scope, step.step.key)
  return seq === undefined ? undefined : stepAt(scope, { ...step, seq })
}

/** Gives an effect a new content, and with it a new fence. */
export function changeEffect(scope: Scope, { write, now }: Write): void {
  const seq = seqOf(scope, write.key)
  if (seq === undefined) throw new Error(`there is no effect ${write.key}`)
  scope.sql.run('UPDATE effect SET promise = ? WHERE seq = ?', write.promise, seq)
  if (write.body !== undefined) writeBody(scope, { seq, write })
  stepAt(scope, { seq, step: write, now })
  if (write.body !== undefined || write.state === 'planned') retime(scope, { seq, write })
  if (write.state === 'planned') promote(scope, { lane: write, now })
}

function stepAt(
  scope: Scope,
  { step, now, seq, expected }: Step & { readonly seq: number },
): number | undefined {
  const isDue = step.state === 'waiting' && dependencyExists(scope, step.dependency)
  const stepped = isDue ? { ...step, runAt: now } : step
  const fence = putState(scope, {
    seq,
    step: stepped,
    now,
    ...(expected !== undefined && { expected }),
  })
  if (fence === undefined) return undefined
  scope.audit.add(() => effectStepEntry(rowAt(scope, seq), fence))
  if (END_STATES.has(step.state)) {
    leaveLane(scope, { lane: step, seq })
    promote(scope, { lane: step, now })
  }
  return fence
}

function putState(
  { sql, fences }: Scope,
  { seq, step, now, expected }: Step & { readonly seq: number },
): number | undefined {
  const fence = fences.upcoming()
  const { columns, values } = scheduleOf(step, now)
  const { changes } = sql.run(
    `UPDATE effect_state SET ${columns} state = ?, fence = ?, run_at = ?, updated_at = ?, progress = ?
     WHERE seq = ? AND fence = coalesce(?, fence)`,
    ...values,
    step.state,
    fence,
    step.runAt,
    step.updatedAt,
    step.progress,
    seq,
    expected ?? null,
  )
  return changes === 0 ? undefined : fences.next()
}

// what an UPDATE does not name leaves its indexes alone: a step of what a worker holds changes none
function scheduleOf(step: PrintedStep, now: number): { columns: string; values: SqlValue[] } {
  if (isHeld(step)) return { columns: '', values: [] }
  const ended = END_STATES.has(step.state) ? 'sla_at = NULL,' : ''
  return {
    columns: `${ended} standing = ?, waits_for = ?,`,
    values: [standingOf(step, now), waitsFor(step)],
  }
}

function waitsFor({ state, dependency }: Pick<EffectRow, 'state' | 'dependency'>): string | null {
  return state === 'waiting' ? (dependency?.ref ?? null) : null
}

// a new content may be wanted sooner than the one before; what is approved has its time from now on
function retime({ sql }: Scope, { seq, write }: { seq: number; write: PrintedWrite }): void {
  sql.run(
    `UPDATE effect_state SET due_at = ?, planned_at = ?,
       sla_at = CASE sla WHEN 0 THEN ? WHEN 1 THEN ? END
     WHERE seq = ? AND standing IS NOT NULL AND due_at <> ?`,
    write.dueAt,
    write.plannedAt,
    slaAt(write, 'none') ?? null,
    write.dueAt,
    seq,
    write.dueAt,
  )
}

function writeBody(
  { sql, tenant }: Scope,
  { seq, write: { body = 'null', label } }: { seq: number; write: PrintedWrite },
): void {
  sql.run(
    `INSERT INTO effect_body (seq, tenant, body, subject, schema, key_id) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET body = excluded.body, subject = excluded.subject,
       schema = excluded.schema, key_id = excluded.key_id`,
    seq,
    tenant,
    body,
    ...labelColumns(label),
  )
}
