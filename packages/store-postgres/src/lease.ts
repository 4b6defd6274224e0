import {
  CLASSES,
  type ConnectionGate,
  drawn,
  type Effect,
  type EffectClass,
  type Lease,
  nextState,
  rowOf,
  shareTurns,
} from '@canonry/sync'
import { LATER, type Look, queueOf } from './due-floors.js'
import { toEffects } from './effect-rows.js'
import { putGates } from './gates.js'
import { type OpenGate, openGates } from './open-gates.js'
import type { SqlRow } from './pool-like.js'
import type { Scope } from './scope.js'
import { columnsOf, together } from './sql.js'
import { type StoredEffect, storeEffects } from './update-effects.js'

const TIMERS_AT_ONCE = 500

/** Takes due effects; see the store port. */
export async function lease(scope: Scope, request: Lease): Promise<readonly Effect[]> {
  const { now, epoch } = request
  const look = scope.floors.due.look(now)
  const [, open] = await together([makeDue(scope, { now, look }), openGates(scope, request)])
  if (open.length === 0) return []
  const due = await dueEffects(scope, open)
  const gates = new Map<string, ConnectionGate>()
  const taken = open.flatMap(({ load, gate, count }) => {
    const own = due.filter(({ connection }) => connection === load.connection)
    const shared = shareOut(own, { gate, count })
    if (shared.length > 0) {
      gates.set(load.connection, drawn(gate, { load, taken: shared.length, now }))
    }
    return shared
  })
  const leased = taken.map((known) => {
    return { ...known, state: nextState(known.state, 'lease'), updatedAt: now }
  })
  const updates = leased.map((effect) => ({ row: rowOf(effect) }))
  const [, stored] = await together([
    putGates(scope, gates),
    storeEffects(scope, { updates, now, epoch }),
  ])
  raiseFloors(scope, { due, taken, open, stored, look })
  return leased.map((effect) => ({
    ...effect,
    fence: stored.get(effect.key)?.fence ?? effect.fence,
  }))
}

/** What a lease found, and what of it was taken. */
interface Leasing {
  readonly due: readonly Effect[]
  readonly taken: readonly Effect[]
  readonly open: readonly OpenGate[]
  readonly stored: ReadonlyMap<string, StoredEffect>
  readonly look: Look
}

function raiseFloors(
  { afterwards, floors }: Scope,
  { due, taken, open, stored, look }: Leasing,
): void {
  afterwards.push(() => {
    for (const [queue, { dueAt }] of beginnings(due, new Set(taken))) look.raise(queue, dueAt)
    for (const { load, least } of open) {
      const own = taken.filter(({ connection }) => connection === load.connection)
      const numbers = own.flatMap(({ key }) => stored.get(key)?.leased ?? [])
      const from = least ?? Math.min(...numbers)
      if (Number.isFinite(from)) floors.held.raise(load.connection, from)
    }
  })
}

// of each queue, the first that was left; where none was left, the last that was taken
function beginnings(
  due: readonly Effect[],
  taken: ReadonlySet<Effect>,
): ReadonlyMap<string, Effect> {
  const first = new Map<string, Effect>()
  for (const effect of due) {
    const known = first.get(queueOf(effect))
    if (!known || taken.has(known)) first.set(queueOf(effect), effect)
  }
  return first
}

// an index range of what is due by now, so that what is due later costs nothing
async function makeDue(
  { sql, tenant, floors, afterwards }: Scope,
  { now, look }: { now: number; look: Look },
): Promise<void> {
  const rows = await sql.all(
    `WITH due AS (SELECT seq FROM @effect
       WHERE tenant = $1 AND timed AND run_at >= $3 AND run_at <= $2
       ORDER BY run_at LIMIT ${TIMERS_AT_ONCE} FOR NO KEY UPDATE SKIP LOCKED)
     UPDATE @effect e SET runnable = true, timed = false FROM due WHERE e.seq = due.seq
     RETURNING e.connection, e.class, e.due_at`,
    tenant,
    now,
    floors.due.at(LATER),
  )
  for (const row of rows) floors.due.lower(queueIn(row), Number(row['due_at']))
  if (rows.length < TIMERS_AT_ONCE) afterwards.push(() => look.raise(LATER, now))
}

function queueIn(row: SqlRow): string {
  const queue = { connection: row['connection'], class: row['class'] }
  return queueOf(queue as Pick<Effect, 'connection' | 'class'>)
}

// one range of an index for each connection and class, so that none is looked at behind another
async function dueEffects(scope: Scope, open: readonly OpenGate[]): Promise<readonly Effect[]> {
  const { sql, tenant } = scope
  const asked = open.flatMap(({ load: { connection }, count }) =>
    CLASSES.map((name) => ({ connection, class: name, count })),
  )
  const rows = await sql.all(
    `SELECT d.fence, d.step, d.decided, b.body, b.label
     FROM unnest($2::text[], $3::text[], $4::bigint[], $5::bigint[]) WITH ORDINALITY
       AS n (connection, class, count, floor, place)
     CROSS JOIN LATERAL (
       SELECT e.seq, e.due_at, e.fence, e.step, e.decided FROM @effect e
       WHERE e.tenant = $1 AND e.connection = n.connection AND e.class = n.class
         AND e.due_at >= n.floor AND e.runnable
       ORDER BY e.due_at, e.seq LIMIT n.count FOR NO KEY UPDATE SKIP LOCKED) d
     LEFT JOIN @effect_body b ON b.seq = d.seq
     ORDER BY n.place, d.due_at, d.seq`,
    tenant,
    ...columnsOf(
      asked,
      ({ connection }) => connection,
      (queue) => queue.class,
      ({ count }) => count,
      (queue) => scope.floors.due.at(queueOf(queue)),
    ),
  )
  return toEffects(rows)
}

function shareOut(
  due: readonly Effect[],
  { gate, count }: Pick<OpenGate, 'gate' | 'count'>,
): readonly Effect[] {
  const ofClass = (name: EffectClass) => due.filter((effect) => effect.class === name)
  const counts = {
    critical: ofClass('critical').length,
    high: ofClass('high').length,
    normal: ofClass('normal').length,
    bulk: ofClass('bulk').length,
  }
  const shares = shareTurns(counts, { turn: gate.turn, count })
  return CLASSES.flatMap((name) => ofClass(name).slice(0, shares[name]))
}
