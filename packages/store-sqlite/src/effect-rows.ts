import {
  type BodyLabel,
  type Effect,
  type EffectRow,
  END_STATES,
  effectStepEntry,
  HELD_STATES,
  LEASABLE_STATES,
  laneOf,
  nextState,
  slaAt,
} from '@canonry/sync'
import { labelIn } from './label.js'
import { dependencyExists } from './links.js'
import { parsed, type Scope } from './scope.js'
import type { SqlRow } from './sql.js'

/** The fences of effects by their keys. */
export function fencesOf(
  { sql, tenant }: Scope,
  keys: readonly string[],
): ReadonlyMap<unknown, unknown> {
  if (keys.length === 0) return new Map()
  const rows = sql.all(
    `SELECT e.key, e.fence FROM json_each(?) k
     CROSS JOIN effect e ON e.tenant = ? AND e.key = k.value`,
    JSON.stringify(keys),
    tenant,
  )
  return new Map(rows.map(({ key, fence }) => [key, fence]))
}

/** Adds an effect at the end of its lane. */
export function insertEffect(scope: Scope, { effect, now }: { effect: Effect; now: number }): void {
  const { sql, tenant } = scope
  const { body, label, ...planned } = effect
  const lane = laneOf(planned)
  const row = isOpen(scope, lane) ? planned : promoted(planned, now)
  const fence = scope.fences.next()
  scope.audit.add(() => effectStepEntry(row, fence))
  const { lastInsertRowid } = sql.run(
    `INSERT INTO effect (tenant, key, lane, id, connection, class, state, fence, epoch, run_at,
       due_at, planned_at, sla_at, open, runnable, timed, held, waits_for, effect)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    tenant,
    row.key,
    lane,
    row.id,
    row.connection,
    row.class,
    row.state,
    fence,
    row.runAt,
    row.dueAt,
    row.plannedAt,
    END_STATES.has(row.state) ? null : (slaAt(row, 'none') ?? null),
    Number(!END_STATES.has(row.state)),
    ...flagsOf(row, now),
    row.dependency?.ref ?? null,
    JSON.stringify({ ...row, fence }),
  )
  writeBody(scope, { seq: Number(lastInsertRowid), body, label })
}

function isOpen({ sql, tenant }: Scope, lane: string): boolean {
  const open = 'SELECT 1 FROM effect WHERE tenant = ? AND lane = ? AND open = 1 LIMIT 1'
  return sql.get(open, tenant, lane) !== undefined
}

/** Gives an effect a new content and with it a new fence, which it answers; `undefined` when its fence is another. */
export function updateEffect(
  scope: Scope,
  { row, body, label, now, expected }: EffectUpdate,
): number | undefined {
  const isDue = row.state === 'waiting' && dependencyExists(scope, row.dependency)
  const fence = replaceEffect(scope, { row: isDue ? { ...row, runAt: now } : row, now, expected })
  if (fence === undefined) return undefined
  scope.audit.add(() => effectStepEntry(row, fence))
  if (body !== undefined) writeBody(scope, { seq: seqOf(scope, row.key), body, label })
  if (body !== undefined || row.state === 'planned') retime(scope, row)
  if (END_STATES.has(row.state) || row.state === 'planned')
    promote(scope, { lane: laneOf(row), now })
  return fence
}

interface EffectUpdate {
  readonly row: EffectRow
  readonly body?: unknown
  readonly label?: BodyLabel | undefined
  readonly now: number
  /** The fence that it must have, where that was not seen to before. */
  readonly expected?: number | undefined
}

/** Stores a known effect under a new fence, which it answers. */
export function putEffect(scope: Scope, given: EffectStep): number {
  const fence = replaceEffect(scope, given)
  if (fence === undefined) throw new Error(`there is no effect ${given.row.key}`)
  return fence
}

interface EffectStep {
  readonly row: EffectRow
  readonly now: number
  readonly epoch?: number | undefined
}

function replaceEffect(
  scope: Scope,
  { row, now, epoch, expected }: EffectStep & Pick<EffectUpdate, 'expected'>,
): number | undefined {
  const { sql, tenant } = scope
  const fence = scope.fences.upcoming()
  const { columns, values } = scheduleOf(row, { now, epoch })
  const { changes } = sql.run(
    `UPDATE effect SET ${columns} state = ?, fence = ?, effect = ?
     WHERE tenant = ? AND key = ? AND fence = coalesce(?, fence)`,
    ...values,
    row.state,
    fence,
    JSON.stringify({ ...row, fence }),
    tenant,
    row.key,
    expected ?? null,
  )
  return changes === 0 ? undefined : scope.fences.next()
}

// what an UPDATE does not name leaves its indexes alone: a step of what a worker holds changes none
function scheduleOf(row: EffectRow, { now, epoch }: Pick<EffectStep, 'now' | 'epoch'>) {
  if (HELD_STATES.has(row.state) && epoch === undefined) return { columns: '', values: [] }
  const ended = END_STATES.has(row.state) ? 'open = 0, sla_at = NULL,' : ''
  return {
    columns: `${ended} epoch = coalesce(?, epoch), run_at = ?, runnable = ?, timed = ?, held = ?, waits_for = ?,`,
    values: [
      epoch ?? null,
      row.runAt,
      ...flagsOf(row, now),
      row.state === 'waiting' ? (row.dependency?.ref ?? null) : null,
    ],
  }
}

/** An effect with its body. */
export function withBody({ sql, tenant }: Scope, row: EffectRow): Effect {
  const found = sql.get(
    `SELECT b.* FROM effect e CROSS JOIN effect_body b ON b.seq = e.seq
     WHERE e.tenant = ? AND e.key = ?`,
    tenant,
    row.key,
  )
  return found ? { ...row, ...contentOf(found) } : { ...row, body: undefined }
}

/** The effects of an answer that has their bodies, too. */
export function toEffects(rows: readonly SqlRow[]): Effect[] {
  return rows.map((row) => ({ ...parsed<EffectRow>(row['effect']), ...contentOf(row) }))
}

function contentOf(row: SqlRow): Pick<Effect, 'body' | 'label'> {
  const { body } = row
  return { body: body === null ? undefined : parsed(body), ...labelIn(row) }
}

/** The effects of an answer, without their bodies. */
export function toRows(rows: readonly SqlRow[]): EffectRow[] {
  return rows.map((row) => parsed<EffectRow>(row['effect']))
}

function flagsOf(row: EffectRow, now: number): [number, number, number] {
  const leasable = LEASABLE_STATES.has(row.state)
  const due = row.runAt <= now
  const flags = [leasable && due, leasable && !due, HELD_STATES.has(row.state)]
  return flags.map(Number) as [number, number, number]
}

// a new content may be wanted sooner than the one before; what is approved has its time from now on
function retime({ sql, tenant }: Scope, row: EffectRow): void {
  sql.run(
    `UPDATE effect SET due_at = ?, planned_at = ?, sla_at = CASE sla WHEN 0 THEN ? WHEN 1 THEN ? END
     WHERE tenant = ? AND key = ? AND open = 1 AND due_at <> ?`,
    row.dueAt,
    row.plannedAt,
    slaAt(row, 'none') ?? null,
    row.dueAt,
    tenant,
    row.key,
    row.dueAt,
  )
}

function seqOf({ sql, tenant }: Scope, key: string): number {
  const row = sql.get('SELECT seq FROM effect WHERE tenant = ? AND key = ?', tenant, key)
  return Number(row?.['seq'])
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
function promote(scope: Scope, { lane, now }: { lane: string; now: number }): void {
  const { sql, tenant } = scope
  const head = sql.get(
    'SELECT effect FROM effect WHERE tenant = ? AND lane = ? AND open = 1 ORDER BY seq LIMIT 1',
    tenant,
    lane,
  )
  const row = head && parsed<EffectRow>(head['effect'])
  if (row?.state === 'planned') putEffect(scope, { row: promoted(row, now), now })
}

function promoted(row: EffectRow, now: number): EffectRow {
  if (row.state !== 'planned') return row
  return { ...row, state: nextState('planned', 'promote'), runAt: now }
}
