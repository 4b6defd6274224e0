import { type BodyLabel, type EffectRow, effectStepEntry, laneOf, slaAt } from '@canonry/sync'
import { decidedOf, flagsOf, proposedByOf, stepOf, writeBodies } from './effect-rows.js'
import { newHeads } from './lanes.js'
import { existing } from './links.js'
import { noteDue } from './note-due.js'
import type { Scope } from './scope.js'
import { columnsOf, together } from './sql.js'

/** A new content of a known effect. */
export interface EffectUpdate {
  readonly row: EffectRow
  readonly body?: unknown
  readonly label?: BodyLabel | undefined
  /** The fence that it must have, where that was not seen to before. */
  readonly expected?: number
  /** Whether more than a step was taken: what was decided before may be another now. */
  readonly isDecided?: boolean
}

/** Effects, each at most once, with what they become. */
export interface EffectUpdates {
  readonly updates: readonly EffectUpdate[]
  readonly now: number
}

/**
 * Gives effects new contents and with them new fences, which it answers by key; those whose fence is
 * another are left alone, and are not in the answer.
 */
export async function updateEffects(
  scope: Scope,
  { updates, now }: EffectUpdates,
): Promise<ReadonlyMap<string, number>> {
  if (updates.length === 0) return new Map()
  const steps = await withExisting(scope, { updates, now })
  const stored = await storeEffects(scope, { updates: steps, now })
  const taken = steps.filter(({ row }) => stored.has(row.key))
  for (const { row } of taken) {
    scope.audit.add(() => effectStepEntry(row, stored.get(row.key)?.fence ?? 0))
  }
  const changed = taken.filter(({ body }) => body !== undefined)
  const bodies = changed.map(({ row, body, label }) => {
    return { seq: stored.get(row.key)?.seq ?? 0, body, label }
  })
  const left = taken.filter(({ row }) => freesLane(row, now))
  const lanes = greatest(left.map(({ row }) => [laneOf(row), stored.get(row.key)?.seq ?? 0]))
  const [heads] = await together([
    newHeads(scope, { lanes, now }),
    writeBodies(scope, bodies),
    retime(scope, taken.filter(isRetimed)),
  ])
  await storeEffects(scope, { updates: heads.map((row) => ({ row })), now })
  return new Map([...stored].map(([key, { fence }]) => [key, fence]))
}

function greatest(numbers: readonly (readonly [string, number])[]): ReadonlyMap<string, number> {
  const most = new Map<string, number>()
  for (const [name, number] of numbers) most.set(name, Math.max(number, most.get(name) ?? 0))
  return most
}

// an effect that starts waiting for something that exists by now is due at once
async function withExisting(
  scope: Scope,
  { updates, now }: Pick<EffectUpdates, 'updates' | 'now'>,
): Promise<readonly EffectUpdate[]> {
  const waited = updates.map(({ row }) => (row.state === 'waiting' ? row.dependency : undefined))
  const isThere = await existing(scope, waited)
  return updates.map((update, place) =>
    isThere.has(place) ? { ...update, row: { ...update.row, runAt: now } } : update,
  )
}

function isRetimed({ row, body }: EffectUpdate): boolean {
  return body !== undefined || row.state === 'planned'
}

function freesLane(row: EffectRow, now: number): boolean {
  return row.state === 'planned' || !flagsOf(row, now).open
}

/** Where an effect is stored, its new fence, and the number of its latest lease. */
export interface StoredEffect {
  readonly seq: number
  readonly fence: number
  readonly leased: number
}

/**
 * Stores effects under new fences, by key, without any consequence; `epoch` is that of the worker
 * that holds them from now on. A step of what a worker holds leaves alone what lies in indexes.
 */
export async function storeEffects(
  scope: Scope,
  { updates, now, epoch }: EffectUpdates & { readonly epoch?: number },
): Promise<ReadonlyMap<string, StoredEffect>> {
  if (updates.length === 0) return new Map()
  const { sql, tenant } = scope
  const rows = await sql.all(
    `UPDATE @effect e SET state = n.state, fence = nextval('@fence'), step = n.step,
       decided = coalesce(n.decided, e.decided),
       epoch = coalesce($2, e.epoch),
       leased = CASE WHEN $2::bigint IS NULL THEN e.leased ELSE nextval('@fence') END, runnable = n.runnable, timed = n.timed, held = n.held,
       run_at = CASE WHEN n.held AND e.held THEN e.run_at ELSE n.run_at END,
       stuck = n.stuck, waits_for = n.waits_for, proposed_by = n.proposed_by, open = n.open,
       sla_at = CASE WHEN n.open THEN e.sla_at END
     FROM unnest($3::text[], $4::bigint[], $5::text[], $6::text[], $7::bigint[], $8::boolean[],
       $9::boolean[], $10::boolean[], $11::boolean[], $12::boolean[], $13::text[], $14::text[],
       $15::text[]) AS n (key, expected, state, step, run_at, runnable, timed, held, stuck, open, waits_for,
         proposed_by, decided)
     WHERE e.tenant IS NOT DISTINCT FROM $1 AND e.key = n.key AND e.fence = coalesce(n.expected, e.fence)
     RETURNING e.seq, e.key, e.fence, e.leased`,
    tenant,
    epoch ?? null,
    ...columnsOf<EffectUpdate>(
      updates,
      ({ row }) => row.key,
      ({ expected }) => expected ?? null,
      ({ row }) => row.state,
      ({ row }) => stepOf(row),
      ({ row }) => row.runAt,
      ({ row }) => flagsOf(row, now).runnable,
      ({ row }) => flagsOf(row, now).timed,
      ({ row }) => flagsOf(row, now).held,
      ({ row }) => flagsOf(row, now).stuck,
      ({ row }) => flagsOf(row, now).open,
      ({ row }) => (row.state === 'waiting' ? (row.dependency?.ref ?? null) : null),
      ({ row }) => proposedByOf(row),
      ({ row, isDecided }) => (isDecided ? decidedOf(row) : null),
    ),
  )
  noteDue(scope, { rows: updates.map(({ row }) => row), now })
  return new Map(
    rows.map(({ key, seq, fence, leased }) => {
      return [key as string, { seq: Number(seq), fence: Number(fence), leased: Number(leased) }]
    }),
  )
}

// a new content may be wanted sooner than the one before; what is approved has its time from now on
async function retime({ sql, tenant }: Scope, updates: readonly EffectUpdate[]): Promise<void> {
  if (updates.length === 0) return
  await sql.all(
    `UPDATE @effect e SET due_at = n.due_at, planned_at = n.planned_at,
       sla_at = CASE e.sla WHEN 0 THEN n.sla_at WHEN 1 THEN n.due_at END
     FROM unnest($2::text[], $3::bigint[], $4::bigint[], $5::bigint[])
       AS n (key, due_at, planned_at, sla_at)
     WHERE e.tenant IS NOT DISTINCT FROM $1 AND e.key = n.key AND e.open AND e.due_at <> n.due_at`,
    tenant,
    ...columnsOf(
      updates,
      ({ row }) => row.key,
      ({ row }) => row.dueAt,
      ({ row }) => row.plannedAt,
      ({ row }) => slaAt(row, 'none') ?? null,
    ),
  )
}
