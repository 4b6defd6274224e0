import { ok, type Result } from 'neverthrow'
import { admitted, drawn, learned, OPEN_GATE } from '../effects/connection-gate.js'
import type { Maintain, Maintained } from '../store/store.js'
import type { StoreFailure } from '../store/store-failure.js'
import { DEDUPE_MS, DROPPED_AT_ONCE } from '../store/store-limits.js'
import { letExpire } from './expire.js'
import { addCounts, writeExceptions } from './notes.js'
import { tellSla } from './sla.js'
import type { Tables } from './tables.js'
import { claim, stay } from './workers.js'

/** Does upkeep; see the store port. The epoch has been checked. */
export function maintain(tables: Tables, request: Maintain): Result<Maintained, StoreFailure> {
  if (request.kind === 'claim') return claim(tables, request)
  if (request.kind === 'beat') return ok(beat(tables, request))
  if (request.kind === 'release') tables.workers.delete(request.epoch)
  if (request.kind === 'note') addCounts(tables, request.counts)
  if (request.kind === 'postpone') postpone(tables, request)
  if (request.kind === 'call')
    return ok({ epoch: request.epoch, abandoned: [], admitted: call(tables, request) })
  if (request.kind === 'learn') learn(tables, request)
  if ('exceptions' in request) writeExceptions(tables, request)
  return ok({ epoch: 'epoch' in request ? request.epoch : 0, abandoned: [] })
}

function beat(
  tables: Tables,
  { now, epoch, expire = {}, leaving }: Maintain & { kind: 'beat' },
): Maintained {
  let dropped = 0
  for (const [key, { at }] of tables.dedupe) {
    // oldest first: the first that is still remembered ends the search
    if (at > now - DEDUPE_MS || dropped === DROPPED_AT_ONCE) break
    tables.dedupe.delete(key)
    dropped++
  }
  letExpire(tables, expire)
  return { ...stay(tables, { now, epoch, ...(leaving && { leaving }) }), sla: tellSla(tables, now) }
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
