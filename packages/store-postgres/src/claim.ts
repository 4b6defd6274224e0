import {
  ABANDONED_AT_ONCE,
  type Effect,
  type Maintained,
  type StoreFailure,
  WORKER_SILENCE_MS,
} from '@canonry/sync'
import { err, ok, type Result } from 'neverthrow'
import { advisoryLock } from './advisory-lock.js'
import { toEffects } from './effect-rows.js'
import type { Scope } from './scope.js'

const LOCK = advisoryLock(1)

/**
 * Whether a claim still holds, as it then does to the end of the transaction: whoever takes the right
 * to work waits for everybody who works under it. A lock in memory, since a lock on the row would
 * write the row.
 */
export async function holdsClaim({ sql, tenant }: Scope, epoch: number): Promise<boolean> {
  await sql.get(LOCK.share, tenant)
  const row = await sql.get(
    'SELECT 1 AS held FROM @tenant WHERE tenant = $1 AND epoch = $2 AND worker IS NOT NULL',
    tenant,
    epoch,
  )
  return row !== undefined
}

/** Takes the right to work, unless a worker that lives has it; see the store port. */
export async function claim(
  scope: Scope,
  { worker, now }: { worker: string; now: number },
): Promise<Result<Maintained, StoreFailure>> {
  const { sql, tenant } = scope
  await sql.get(LOCK.hold, tenant)
  const holder = await sql.get('SELECT worker, beat_at FROM @tenant WHERE tenant = $1', tenant)
  const isOther = holder && holder['worker'] !== null && holder['worker'] !== worker
  if (isOther && now - Number(holder['beat_at']) < WORKER_SILENCE_MS) {
    return err({ kind: 'already-running', message: refusal(String(holder['worker'])) })
  }
  const row = await sql.get(
    `UPDATE @tenant SET epoch = epoch + CASE WHEN worker = $2 THEN 0 ELSE 1 END, worker = $2,
       beat_at = $3 WHERE tenant = $1 RETURNING epoch`,
    tenant,
    worker,
    now,
  )
  const epoch = Number(row?.['epoch'])
  return ok({ epoch, abandoned: await abandonedBefore(scope, epoch) })
}

/** Gives the right to work back. */
export async function release({ sql, tenant }: Scope): Promise<void> {
  await sql.get('UPDATE @tenant SET worker = NULL WHERE tenant = $1', tenant)
}

function refusal(worker: string): string {
  return `worker ${worker} works on this store: stop it first, or wait ${WORKER_SILENCE_MS / 1_000} s after it has died`
}

async function abandonedBefore({ sql, tenant }: Scope, epoch: number): Promise<readonly Effect[]> {
  const rows = await sql.all(
    `SELECT e.fence, e.effect, b.body, b.label FROM @effect e LEFT JOIN @effect_body b ON b.seq = e.seq
     WHERE e.tenant = $1 AND e.held AND e.epoch < $2 ORDER BY e.seq LIMIT ${ABANDONED_AT_ONCE}`,
    tenant,
    epoch,
  )
  return toEffects(rows)
}
