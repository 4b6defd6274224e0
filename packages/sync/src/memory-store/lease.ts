import { CLASSES, shareTurns } from '../effects/class-share.js'
import { admitted, type ConnectionLoad, drawn, OPEN_GATE } from '../effects/connection-gate.js'
import { type Effect, type EffectClass, HELD_STATES, LEASABLE_STATES } from '../effects/effect.js'
import { nextState } from '../effects/transition.js'
import type { Lease } from '../store/store.js'
import { put } from './effects.js'
import type { Tables } from './tables.js'

/** Takes due effects; see the store port. */
export function lease(tables: Tables, request: Lease): readonly Effect[] {
  const heads = headsOf(tables)
  return request.connections.flatMap((load) => {
    const own = heads.filter(({ connection }) => connection === load.connection)
    return leaseOf(tables, { load, own, request })
  })
}

function leaseOf(
  tables: Tables,
  {
    load,
    own,
    request,
  }: {
    load: ConnectionLoad
    own: readonly Effect[]
    request: Lease
  },
): readonly Effect[] {
  const { now, epoch } = request
  const gate = tables.gates.get(load.connection) ?? OPEN_GATE
  const held = own.filter(({ state }) => HELD_STATES.has(state)).length
  const count = Math.min(request.limit, admitted(gate, { load, held, now }))
  const due = dueByClass(own, now)
  const shares = shareTurns(countsOf(due), { turn: gate.turn, count })
  const taken = CLASSES.flatMap((name) => due[name].slice(0, shares[name]))
  if (taken.length === 0) return []
  tables.gates.set(load.connection, drawn(gate, { load, taken: taken.length, now }))
  return taken.map((effect) => {
    const row = { ...effect, state: nextState(effect.state, 'lease'), updatedAt: now }
    return { ...row, fence: put(tables, { effect: row, epoch }) }
  })
}

function headsOf({ lanes, effects }: Tables): readonly Effect[] {
  return [...lanes.values()].flatMap(([head]) => {
    const stored = head === undefined ? undefined : effects.get(head)
    return stored ? [stored.effect] : []
  })
}

function dueByClass(own: readonly Effect[], now: number): Record<EffectClass, Effect[]> {
  const due: Record<EffectClass, Effect[]> = { critical: [], high: [], normal: [], bulk: [] }
  for (const effect of own) {
    if (LEASABLE_STATES.has(effect.state) && effect.runAt <= now) due[effect.class].push(effect)
  }
  for (const name of CLASSES) due[name].sort((a, b) => a.dueAt - b.dueAt)
  return due
}

function countsOf(due: Record<EffectClass, readonly Effect[]>): Record<EffectClass, number> {
  return {
    critical: due.critical.length,
    high: due.high.length,
    normal: due.normal.length,
    bulk: due.bulk.length,
  }
}
