import {
  admitted,
  CLASSES,
  type ConnectionGate,
  type ConnectionLoad,
  drawn,
  type Effect,
  type EffectClass,
  type Lease,
  nextState,
  OPEN_GATE,
  rowOf,
  shareTurns,
} from '@canonry/sync'
import { toEffects } from './effect-rows.js'
import { lockGates, putGates } from './gates.js'
import type { Scope } from './scope.js'
import { columnsOf, together } from './sql.js'
import { storeEffects } from './update-effects.js'

const TIMERS_AT_ONCE = 500

/**
 * Whether a lease may find something, or has to say that the claim is lost: a worker that has nothing
 * to do asks this often, and it locks and writes nothing.
 */
export async function hasDue(
  { sql, tenant }: Scope,
  { now, epoch, connections }: Lease,
): Promise<boolean> {
  const row = await sql.get(
    `SELECT NOT EXISTS (SELECT FROM @worker w WHERE w.tenant = $1 AND w.epoch = $2)
       OR EXISTS (SELECT FROM @effect e WHERE e.tenant = $1 AND e.timed AND e.run_at <= $3)
       OR EXISTS (SELECT FROM unnest($4::text[]) AS n (connection)
         CROSS JOIN unnest($5::text[]) AS c (class)
         CROSS JOIN LATERAL (SELECT FROM @effect e WHERE e.tenant = $1
           AND e.connection = n.connection AND e.class = c.class AND e.runnable LIMIT 1) e) AS due`,
    tenant,
    epoch,
    now,
    connections.map(({ connection }) => connection),
    CLASSES,
  )
  return row?.['due'] === true
}

/** Takes due effects; see the store port. */
export async function lease(scope: Scope, request: Lease): Promise<readonly Effect[]> {
  const { now, epoch } = request
  const [, open] = await together([makeDue(scope, now), openGates(scope, request)])
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
  return leased.map((effect) => ({
    ...effect,
    fence: stored.get(effect.key)?.fence ?? effect.fence,
  }))
}

// an index range of what is due by now, so that what is due later costs nothing
async function makeDue({ sql, tenant }: Scope, now: number): Promise<void> {
  await sql.all(
    `WITH due AS (SELECT seq FROM @effect WHERE tenant = $1 AND timed AND run_at <= $2
       ORDER BY run_at LIMIT ${TIMERS_AT_ONCE} FOR NO KEY UPDATE SKIP LOCKED)
     UPDATE @effect e SET runnable = true, timed = false FROM due WHERE e.seq = due.seq`,
    tenant,
    now,
  )
}

/** A connection that may be called, and for how many effects. */
interface OpenGate {
  readonly load: ConnectionLoad
  readonly gate: ConnectionGate
  readonly count: number
}

async function openGates(
  scope: Scope,
  { connections, limit, now }: Lease,
): Promise<readonly OpenGate[]> {
  const names = connections.map(({ connection }) => connection)
  const [gates, held] = await together([lockGates(scope, names), heldBy(scope, names)])
  return connections
    .map((load): OpenGate => {
      const gate = gates.get(load.connection) ?? OPEN_GATE
      const mayTake = admitted(gate, { load, held: held.get(load.connection) ?? 0, now })
      return { load, gate, count: Math.min(limit, mayTake) }
    })
    .filter(({ count }) => count > 0)
}

async function heldBy(
  { sql, tenant }: Scope,
  connections: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const rows = await sql.all(
    `SELECT connection, count(*) AS held FROM @effect
     WHERE tenant = $1 AND connection = ANY($2::text[]) AND held GROUP BY connection`,
    tenant,
    connections,
  )
  return new Map(rows.map(({ connection, held }) => [connection as string, Number(held)]))
}

// one range of an index for each connection and class, so that none is looked at behind another
async function dueEffects(scope: Scope, open: readonly OpenGate[]): Promise<readonly Effect[]> {
  const { sql, tenant } = scope
  const asked = open.flatMap(({ load: { connection }, count }) =>
    CLASSES.map((name) => ({ connection, name, count })),
  )
  const rows = await sql.all(
    `SELECT d.fence, d.step, d.decided, b.body, b.label
     FROM unnest($2::text[], $3::text[], $4::bigint[]) WITH ORDINALITY
       AS n (connection, class, count, place)
     CROSS JOIN LATERAL (
       SELECT e.seq, e.due_at, e.fence, e.step, e.decided FROM @effect e
       WHERE e.tenant = $1 AND e.connection = n.connection AND e.class = n.class AND e.runnable
       ORDER BY e.due_at, e.seq LIMIT n.count FOR NO KEY UPDATE SKIP LOCKED) d
     LEFT JOIN @effect_body b ON b.seq = d.seq
     ORDER BY n.place, d.due_at, d.seq`,
    tenant,
    ...columnsOf(
      asked,
      ({ connection }) => connection,
      ({ name }) => name,
      ({ count }) => count,
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
