import {
  admitted,
  drawn,
  learned,
  type Maintain,
  type Maintained,
  type StoreFailure,
} from '@canonry/sync'
import { ok, type Result } from 'neverthrow'
import { claim, release } from './claim.js'
import { putRead } from './commit.js'
import { forgetExpired } from './dedupe.js'
import { letExpire } from './expire.js'
import { gateOf, putGate } from './gates.js'
import { addCounts, writeExceptions } from './notes.js'
import type { Scope } from './scope.js'
import { tellSla } from './sla.js'

/** Does upkeep; see the store port. The epoch has been checked. */
export function maintain(scope: Scope, request: Maintain): Result<Maintained, StoreFailure> {
  if (request.kind === 'claim') return claim(scope, request)
  if (request.kind === 'beat') return ok(beat(scope, request))
  if (request.kind === 'release') release(scope)
  if (request.kind === 'note') addCounts(scope, request.counts)
  if (request.kind === 'postpone') postpone(scope, request)
  if (request.kind === 'call') {
    return ok({ epoch: request.epoch, abandoned: [], admitted: call(scope, request) })
  }
  if (request.kind === 'learn') learn(scope, request)
  if ('exceptions' in request) writeExceptions(scope, request)
  return ok({ epoch: 'epoch' in request ? request.epoch : 0, abandoned: [] })
}

function beat(scope: Scope, { now, epoch, expire }: Maintain & { kind: 'beat' }): Maintained {
  const { sql, tenant } = scope
  sql.run('UPDATE tenant SET beat_at = ? WHERE tenant = ?', now, tenant)
  forgetExpired(scope, now)
  if (expire) letExpire(scope, expire)
  return { epoch, abandoned: [], sla: tellSla(scope, now) }
}

function call(scope: Scope, { load, now }: Maintain & { kind: 'call' }): boolean {
  const { connection } = load
  const gate = gateOf(scope, connection)
  if (admitted(gate, { load, held: 0, now }) === 0) return false
  putGate(scope, { connection, gate: drawn(gate, { load, taken: 1, now }) })
  return true
}

function learn(scope: Scope, { connection, event, now }: Maintain & { kind: 'learn' }): void {
  putGate(scope, { connection, gate: learned(gateOf(scope, connection), { event, now }) })
}

function postpone(scope: Scope, { read }: Maintain & { kind: 'postpone' }): void {
  const { sql, tenant } = scope
  const known = sql.get('SELECT 1 FROM pending_read WHERE tenant = ? AND id = ?', tenant, read.id)
  if (known) putRead(scope, read)
}
