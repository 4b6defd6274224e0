import {
  admitted,
  CLASSES,
  type ConnectionLoad,
  drawn,
  type EffectClass,
  type Lease,
  nextState,
  shareTurns,
} from '@canonry/sync'
import { type StoredEffect, storedEffect, WHOLE_EFFECT } from './effect-rows.js'
import { gateOf, putGate } from './gates.js'
import type { KnownQueue } from './queue-ids.js'
import type { Scope } from './scope.js'
import { STANDING } from './standing.js'
import { hold } from './transitions.js'

const TIMERS_AT_ONCE = 500

/** Takes due effects; see the store port. */
export function lease(scope: Scope, request: Lease): readonly StoredEffect[] {
  return request.connections.flatMap((load) => leaseOf(scope, { load, request }))
}

function leaseOf(
  scope: Scope,
  { load, request }: { load: ConnectionLoad; request: Lease },
): readonly StoredEffect[] {
  const { now, epoch } = request
  const { connection } = load
  const queues = scope.queues.all(connection)
  if (queues.length === 0) return []
  const gate = gateOf(scope, connection)
  const held = queues.reduce((sum, queue) => sum + heldIn(scope, queue), 0)
  const count = Math.min(request.limit, admitted(gate, { load, held, now }))
  if (count === 0) return []
  for (const queue of queues) makeDue(scope, { queue, now })
  const due = queues.flatMap((queue) => dueIn(scope, { queue, count }))
  const taken = shareOf(due, { turn: gate.turn, count })
  if (taken.length === 0) return []
  putGate(scope, { connection, gate: drawn(gate, { load, taken: taken.length, now }) })
  return taken.map(({ seq, effect }) => {
    const state = nextState(effect.state, 'lease')
    const fence = hold(scope, { seq, state, now, epoch })
    return { ...effect, state, fence, updatedAt: now }
  })
}

// an index range of what is due by now, so that what is due later costs nothing
function makeDue({ sql }: Scope, { queue, now }: { queue: KnownQueue; now: number }): void {
  sql.run(
    `UPDATE effect_state SET standing = ${STANDING.runnable} WHERE seq IN (
       SELECT seq FROM effect_state INDEXED BY effect_timed
       WHERE queue = ? AND standing = ${STANDING.timed} AND run_at <= ?
       ORDER BY run_at LIMIT ${TIMERS_AT_ONCE})`,
    queue.id,
    now,
  )
}

function heldIn({ sql }: Scope, { id }: KnownQueue): number {
  const row = sql.get(
    `SELECT count(*) AS held FROM effect_state INDEXED BY effect_turn
     WHERE queue = ? AND standing = ${STANDING.held}`,
    id,
  )
  return Number(row?.['held'])
}

interface Due extends Pick<KnownQueue, 'class'> {
  readonly seq: number
  readonly effect: StoredEffect
}

function dueIn({ sql }: Scope, { queue, count }: { queue: KnownQueue; count: number }): Due[] {
  const rows = sql.all(
    `SELECT s.seq, ${WHOLE_EFFECT} FROM effect_state s INDEXED BY effect_turn
     CROSS JOIN effect e ON e.seq = s.seq LEFT JOIN effect_body b ON b.seq = s.seq
     WHERE s.queue = ? AND s.standing = ${STANDING.runnable} ORDER BY s.due_at, s.seq LIMIT ?`,
    queue.id,
    count,
  )
  return rows.map((row) => ({
    seq: Number(row['seq']),
    class: queue.class,
    effect: storedEffect(row),
  }))
}

function shareOf(due: readonly Due[], { turn, count }: { turn: number; count: number }): Due[] {
  const of = (name: EffectClass) => due.filter((each) => each.class === name)
  const byClass = {
    critical: of('critical'),
    high: of('high'),
    normal: of('normal'),
    bulk: of('bulk'),
  }
  const counts = {
    critical: byClass.critical.length,
    high: byClass.high.length,
    normal: byClass.normal.length,
    bulk: byClass.bulk.length,
  }
  const shares = shareTurns(counts, { turn, count })
  return CLASSES.flatMap((name) => byClass[name].slice(0, shares[name]))
}
