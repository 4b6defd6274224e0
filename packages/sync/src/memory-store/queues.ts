import { type Effect, HELD_STATES, LEASABLE_STATES, PARKED_STATES } from '../effects/effect.js'
import { groupOf } from '../group-of.js'
import type { QueueRow, QueueState } from '../store/queries.js'
import type { Tables } from './tables.js'

/** How much waits where; see the queries of a store. */
export function queuesOf(tables: Tables, { now }: { now: number }): QueueState {
  const keys = [...tables.lanes.values()].flat()
  const open = keys.flatMap((key) => tables.effects.get(key)?.effect ?? [])
  const queues = groupOf(open, (effect) => `${effect.connection}|${effect.class}`)
  return {
    effects: sorted([...queues.values()].map((effects) => queueOf(effects, now))),
    journal: journalOf(tables),
    reads: readsOf(tables),
  }
}

function queueOf(effects: readonly Effect[], now: number): QueueRow {
  const [first] = effects as readonly [Effect]
  const leasable = effects.filter(({ state }) => LEASABLE_STATES.has(state))
  const later = leasable.filter(({ runAt }) => runAt > now).map(({ runAt }) => runAt)
  return {
    connection: first.connection,
    class: first.class,
    depth: effects.length,
    ready: leasable.length - later.length,
    held: effects.filter(({ state }) => HELD_STATES.has(state)).length,
    parked: effects.filter(({ state }) => PARKED_STATES.has(state)).length,
    plannedAt: least(effects.map(({ plannedAt }) => plannedAt)),
    dueAt: least(effects.map(({ dueAt }) => dueAt)),
    ...(later.length > 0 && { runAt: least(later) }),
  }
}

function journalOf({ facts, cursors }: Tables): QueueState['journal'] {
  let waiting = 0
  let receivedAt = Number.POSITIVE_INFINITY
  for (const [shard, all] of facts) {
    const cursor = cursors.get(shard) ?? 0
    waiting += all.length - cursor
    receivedAt = Math.min(receivedAt, all[cursor]?.receivedAt ?? receivedAt)
  }
  return { facts: waiting, ...(waiting > 0 && { receivedAt }) }
}

function readsOf({ reads }: Tables): QueueState['reads'] {
  const byConnection = groupOf([...reads.values()], ({ connection }) => connection)
  return [...byConnection]
    .map(([connection, own]) => ({
      connection,
      depth: own.length,
      runAt: least(own.map(({ runAt }) => runAt)),
    }))
    .sort((a, b) => (a.connection < b.connection ? -1 : 1))
}

function sorted(rows: readonly QueueRow[]): readonly QueueRow[] {
  const name = (row: QueueRow) => `${row.connection}|${row.class}`
  return [...rows].sort((a, b) => (name(a) < name(b) ? -1 : 1))
}

// spreading a long list into Math.min would overflow the stack
function least(numbers: readonly number[]): number {
  return numbers.reduce((least, each) => Math.min(least, each), Number.POSITIVE_INFINITY)
}
