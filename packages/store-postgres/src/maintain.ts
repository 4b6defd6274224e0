import {
  admitted,
  drawn,
  type Maintain,
  type Maintained,
  OPEN_GATE,
  type StoreFailure,
} from '@canonry/sync'
import { ok, type Result } from 'neverthrow'
import { claim, release, stay } from './claim.js'
import { forgetExpired } from './dedupe.js'
import { letExpire } from './expire.js'
import { learn, lockGates, putGates } from './gates.js'
import { addCounts, writeExceptions } from './notes.js'
import { postponeRead } from './reads.js'
import type { Scope } from './scope.js'
import { tellSla } from './sla.js'

/** Does upkeep; see the store port. The epoch has been checked. */
export async function maintain(
  scope: Scope,
  request: Maintain,
): Promise<Result<Maintained, StoreFailure>> {
  if (request.kind === 'claim') return ok(await claim(scope, request))
  if (request.kind === 'beat') return ok(await beat(scope, request))
  if (request.kind === 'release') await release(scope, request.epoch)
  if (request.kind === 'postpone') await postponeRead(scope, request.read)
  if (request.kind === 'call') {
    return ok({ epoch: request.epoch, abandoned: [], admitted: await call(scope, request) })
  }
  if ('exceptions' in request) await writeExceptions(scope, request)
  if (request.kind === 'learn') {
    const { connection, event, now } = request
    await learn(scope, { events: [{ connection, event }], now })
  }
  if (request.kind === 'note') addCounts(scope, request.counts)
  return ok({ epoch: 'epoch' in request ? request.epoch : 0, abandoned: [] })
}

async function beat(
  scope: Scope,
  { now, epoch, expire, leaving }: Maintain & { readonly kind: 'beat' },
): Promise<Maintained> {
  await forgetExpired(scope, now)
  if (expire) await letExpire(scope, expire)
  const standing = await stay(scope, { epoch, now, leaving: leaving === true })
  return { ...standing, sla: await tellSla(scope, now) }
}

async function call(
  scope: Scope,
  { load, now }: Maintain & { readonly kind: 'call' },
): Promise<boolean> {
  const { connection } = load
  const gates = await lockGates(scope, [connection])
  const gate = gates.get(connection) ?? OPEN_GATE
  if (admitted(gate, { load, held: 0, now }) === 0) return false
  await putGates(scope, gates.set(connection, drawn(gate, { load, taken: 1, now })))
  return true
}
