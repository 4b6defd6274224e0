import {
  admitted,
  CLASSES,
  type ConnectionLoad,
  drawn,
  type Effect,
  type EffectClass,
  type Lease,
  nextState,
  rowOf,
  shareTurns,
} from '@canonry/sync'
import { putEffect, toEffects } from './effect-rows.js'
import { gateOf, putGate } from './gates.js'
import type { Scope } from './scope.js'

const TIMERS_AT_ONCE = 500

/** Takes due effects; see the store port. */
export function lease(scope: Scope, request: Lease): readonly Effect[] {
  makeDue(scope, request.now)
  return request.connections.flatMap((load) => leaseOf(scope, { load, request }))
}

// an index range of what is due by now, so that what is due later costs nothing
function makeDue({ sql, tenant }: Scope, now: number): void {
  sql.run(
    `UPDATE effect SET runnable = 1, timed = 0 WHERE seq IN (
       SELECT seq FROM effect WHERE tenant = ? AND timed = 1 AND run_at <= ?
       ORDER BY run_at LIMIT ${TIMERS_AT_ONCE})`,
    tenant,
    now,
  )
}

function leaseOf(
  scope: Scope,
  { load, request }: { load: ConnectionLoad; request: Lease },
): readonly Effect[] {
  const { now, epoch } = request
  const { connection } = load
  const gate = gateOf(scope, connection)
  const held = heldBy(scope, connection)
  const count = Math.min(request.limit, admitted(gate, { load, held, now }))
  if (count === 0) return []
  const due = dueByClass(scope, { connection, count })
  const shares = shareTurns(countsOf(due), { turn: gate.turn, count })
  const taken = CLASSES.flatMap((name) => due[name].slice(0, shares[name]))
  if (taken.length === 0) return []
  putGate(scope, { connection, gate: drawn(gate, { load, taken: taken.length, now }) })
  return taken.map((known) => {
    const row = { ...known, state: nextState(known.state, 'lease'), updatedAt: now }
    const fence = putEffect(scope, { row: rowOf(row), now, epoch })
    return { ...row, fence }
  })
}

function heldBy({ sql, tenant }: Scope, connection: string): number {
  const row = sql.get(
    'SELECT count(*) AS held FROM effect WHERE tenant = ? AND connection = ? AND held = 1',
    tenant,
    connection,
  )
  return Number(row?.['held'])
}

function dueByClass(
  { sql, tenant }: Scope,
  { connection, count }: { connection: string; count: number },
): Record<EffectClass, Effect[]> {
  const dueOf = (name: EffectClass) =>
    toEffects(
      sql.all(
        `SELECT e.effect, b.body, b.subject FROM effect e
         LEFT JOIN effect_body b ON b.seq = e.seq
         WHERE e.tenant = ? AND e.connection = ? AND e.class = ? AND e.runnable = 1
         ORDER BY e.due_at, e.seq LIMIT ?`,
        tenant,
        connection,
        name,
        count,
      ),
    )
  return {
    critical: dueOf('critical'),
    high: dueOf('high'),
    normal: dueOf('normal'),
    bulk: dueOf('bulk'),
  }
}

function countsOf(due: Record<EffectClass, readonly Effect[]>): Record<EffectClass, number> {
  return {
    critical: due.critical.length,
    high: due.high.length,
    normal: due.normal.length,
    bulk: due.bulk.length,
  }
}
