import { err, ok, type Result } from 'neverthrow'
import { admitted, drawn, learned, OPEN_GATE } from '../effects/connection-gate.js'
import { HELD_STATES } from '../effects/effect.js'
import type { Maintain, Maintained } from '../store/store.js'
import type { StoreFailure } from '../store/store-failure.js'
import {
  ABANDONED_AT_ONCE,
  DEDUPE_MS,
  DROPPED_AT_ONCE,
  WORKER_SILENCE_MS,
} from '../store/store-limits.js'
import { addCounts, writeExceptions } from './notes.js'
import { tellSla } from './sla.js'
import type { Tables } from './tables.js'

/** Does upkeep; see the store port. The epoch has been checked. */
export function maintain(tables: Tables, request: Maintain): Result<Maintained, StoreFailure> {
  if (request.kind === 'claim') return claim(tables, request)
  if (request.kind === 'beat') return ok(beat(tables, request))
  if (request.kind === 'release') tables.claim = undefined
  if (request.kind === 'note') addCounts(tables, request.counts)
  if (request.kind === 'postpone') postpone(tables, request)
  if (request.kind === 'call')
    return ok({ epoch: tables.epoch, abandoned: [], admitted: call(tables, request) })
  if (request.kind === 'learn') learn(tables, request)
  if ('exceptions' in request) writeExceptions(tables, request)
  return ok({ epoch: tables.epoch, abandoned: [] })
}

function claim(
  tables: Tables,
  { worker, now }: Maintain & { kind: 'claim' },
): Result<Maintained, StoreFailure> {
  const holder = tables.claim
  if (holder && holder.worker !== worker && now - holder.beatAt < WORKER_SILENCE_MS) {
    const message = 'another worker works on this store: stop it, or wait 20 s after it is gone'
    return err({ kind: 'already-running', message })
  }
  if (holder?.worker !== worker) tables.epoch++
  tables.claim = { worker, beatAt: now }
  const { epoch } = tables
  const abandoned = [...tables.effects.values()]
    .filter((stored) => HELD_STATES.has(stored.effect.state) && stored.epoch < epoch)
    .slice(0, ABANDONED_AT_ONCE)
    .map(({ effect }) => effect)
  return ok({ epoch, abandoned })
}

function beat(tables: Tables, { now }: { now: number }): Maintained {
  if (tables.claim) tables.claim = { ...tables.claim, beatAt: now }
  let dropped = 0
  for (const [key, { at }] of tables.dedupe) {
    // oldest first: the first that is still remembered ends the search
    if (at > now - DEDUPE_MS || dropped === DROPPED_AT_ONCE) break
    tables.dedupe.delete(key)
    dropped++
  }
  return { epoch: tables.epoch, abandoned: [], sla: tellSla(tables, now) }
}

function call(tables: Tables, { load, now }: Maintain & { kind: 'call' }): boolean {
  const gate = tables.gates.get(load.connection) ?? OPEN_GATE
  if (admitted(gate, { load, held: 0, now }) === 0) return false
  tables.gates.set(load.connection, drawn(gate, { load, taken: 1, now }))
  return true
}

function learn({ gates }: Tables, { connection, event, now }: Maintain & { kind: 'learn' }): void {
  gates.set(connection, learned(gates.get(connection) ?? OPEN_GATE, { event, now }))
}

function postpone({ reads }: Tables, { read }: Maintain & { kind: 'postpone' }): void {
  if (reads.has(read.id)) reads.set(read.id, read)
}
