import { CLASSES, shareTurns } from '../effects/class-share.js'
import { admitted, type ConnectionLoad, drawn, OPEN_GATE } from '../effects/connection-gate.js'
import type { Effect, EffectClass } from '../effects/effect.js'
import { nextState } from '../effects/transition.js'
import type { Lease } from '../store/store.js'
import { put } from './effects.js'
import type { Tables } from './tables.js'

/** Takes due effects; see the store port. */
export function lease(tables: Tables, request: Lease): readonly Effect[] {
  return request.connections.flatMap((load) => leaseOf(tables, { load, request }))
}

function leaseOf(
  tables: Tables,
  { load, request }: { load: ConnectionLoad; request: Lease },
): readonly Effect[] {
  const { now, epoch } = request
  const { connection } = load
  const { schedule, gates } = tables
  const gate = gates.get(connection) ?? OPEN_GATE
  const held = schedule.held(connection)
  const count = Math.min(request.limit, admitted(gate, { load, held, now }))
  if (count === 0) return []
  const dueOf = (name: EffectClass) => schedule.take({ connection, class: name, now, count })
  const due = {
    critical: dueOf('critical'),
    high: dueOf('high'),
    normal: dueOf('normal'),
    bulk: dueOf('bulk'),
  }
  const shares = shareTurns(countsOf(due), { turn: gate.turn, count })
  for (const name of CLASSES) schedule.giveBack(due[name].slice(shares[name]))
  const taken = CLASSES.flatMap((name) => due[name].slice(0, shares[name]))
  if (taken.length === 0) return []
  gates.set(connection, drawn(gate, { load, taken: taken.length, now }))
  return taken.map((effect) => {
    const row = { ...effect, state: nextState(effect.state, 'lease'), updatedAt: now }
    return { ...row, fence: put(tables, { effect: row, epoch }) }
  })
}

function countsOf(due: Record<EffectClass, readonly Effect[]>): Record<EffectClass, number> {
  return {
    critical: due.critical.length,
    high: due.high.length,
    normal: due.normal.length,
    bulk: due.bulk.length,
  }
}
