import { ABANDONED_AT_ONCE, type Effect, type Maintained, type WorkerShare } from '@canonry/sync'
import { advisoryLock } from './advisory-lock.js'
import { toEffects } from './effect-rows.js'
import type { Scope } from './scope.js'
import { type Sql, together } from './sql.js'

const LOCK = advisoryLock(1)

/** What a transaction has to know of its tenant. */
export interface Admission {
  /** Whether the worker may work; who is no worker may always. */
  readonly isAdmitted: boolean
  readonly hasAudit: boolean
}

/**
 * Whether a worker may still work, as it then may to the end of the transaction: whoever takes the
 * right from it waits for that. A lock in memory, since a lock on the row would write the row.
 * Nothing for a tenant that the database does not know.
 */
export async function admission(
  sql: Sql,
  { tenant, epoch }: { tenant: string; epoch: number | undefined },
): Promise<Admission | undefined> {
  const held = epoch === undefined ? undefined : sql.get(LOCK.share, nameOf(tenant, epoch))
  const asked = sql.get(
    `SELECT t.audit, $2::bigint IS NULL OR EXISTS (
       SELECT FROM @worker w WHERE w.tenant = $1 AND w.epoch = $2) AS admitted
     FROM @tenant t WHERE t.tenant = $1`,
    tenant,
    epoch ?? null,
  )
  const [row] = await together([asked, held])
  return row && { isAdmitted: row['admitted'] === true, hasAudit: row['audit'] === true }
}

/** Gives a worker the right to work beside others; see the store port. */
export async function claim(
  scope: Scope,
  { worker, now }: { worker: string; now: number },
): Promise<Maintained> {
  const { sql, tenant } = scope
  const known = await sql.get(
    'SELECT epoch FROM @worker WHERE tenant = $1 AND worker = $2',
    tenant,
    worker,
  )
  const row =
    known ??
    (await sql.get(
      'UPDATE @tenant SET epoch = epoch + 1 WHERE tenant = $1 RETURNING epoch',
      tenant,
    ))
  const epoch = Number(row?.['epoch'])
  await sql.get(
    `INSERT INTO @worker (tenant, epoch, worker, beat_at) VALUES ($1, $2, $3, $4)
     ON CONFLICT (tenant, epoch) DO UPDATE SET beat_at = excluded.beat_at`,
    tenant,
    epoch,
    worker,
    now,
  )
  return standing(scope, { epoch, now })
}

/** Notes that a worker lives, and takes the right to work from those that are gone. */
export async function stay(
  scope: Scope,
  { epoch, now, leaving }: { epoch: number; now: number; leaving: boolean },
): Promise<Maintained> {
  const { sql, tenant } = scope
  const before = await sql.get(
    'SELECT beat_at FROM @worker WHERE tenant = $1 AND epoch = $2',
    tenant,
    epoch,
  )
  await dismiss(scope, Number(before?.['beat_at']) - scope.silenceMs)
  await sql.get(
    'UPDATE @worker SET beat_at = $3, leaving = $4 WHERE tenant = $1 AND epoch = $2',
    tenant,
    epoch,
    now,
    leaving,
  )
  return standing(scope, { epoch, now })
}

/** Gives the right to work back. */
export async function release({ sql, tenant }: Scope, epoch: number): Promise<void> {
  await sql.get('DELETE FROM @worker WHERE tenant = $1 AND epoch = $2', tenant, epoch)
}

// the name of the lock of a worker
function nameOf(tenant: string, epoch: unknown): string {
  return `${epoch} ${tenant}`
}

// one that writes at this moment is not gone, or its connection soon is: the next beat looks again
async function dismiss({ sql, tenant }: Scope, before: number): Promise<void> {
  const silent = await sql.all(
    'SELECT epoch FROM @worker WHERE tenant = $1 AND beat_at < $2 ORDER BY epoch',
    tenant,
    before,
  )
  for (const { epoch } of silent) {
    const row = await sql.get(LOCK.tryHold, nameOf(tenant, epoch))
    if (row?.['held'] !== true) continue
    await sql.get(
      'DELETE FROM @worker WHERE tenant = $1 AND epoch = $2 AND beat_at < $3',
      tenant,
      epoch as string,
      before,
    )
  }
}

async function standing(
  scope: Scope,
  { epoch, now }: { epoch: number; now: number },
): Promise<Maintained> {
  const [abandoned, share] = [await abandonedIn(scope), await shareOf(scope, { epoch, now })]
  return { epoch, abandoned, share }
}

async function abandonedIn({ sql, tenant }: Scope): Promise<readonly Effect[]> {
  const rows = await sql.all(
    `SELECT e.fence, e.step, e.decided, b.body, b.label FROM @effect e LEFT JOIN @effect_body b ON b.seq = e.seq
     WHERE e.tenant = $1 AND e.held AND NOT EXISTS (
       SELECT 1 FROM @worker w WHERE w.tenant = $1 AND w.epoch = e.epoch)
     ORDER BY e.seq LIMIT ${ABANDONED_AT_ONCE}`,
    tenant,
  )
  return toEffects(rows)
}

// those who were heard of lately and stay, in the order in which they came
async function shareOf(
  { sql, tenant, silenceMs }: Scope,
  { epoch, now }: { epoch: number; now: number },
): Promise<WorkerShare> {
  const row = await sql.get(
    `SELECT count(*) FILTER (WHERE stays AND epoch < $2) AS index,
       count(*) FILTER (WHERE stays) AS count, count(*) FILTER (WHERE NOT stays) AS leaving
     FROM (SELECT epoch, epoch = $2 OR NOT leaving AS stays FROM @worker
       WHERE tenant = $1 AND (epoch = $2 OR beat_at >= $3)) heard`,
    tenant,
    epoch,
    now - silenceMs,
  )
  const leaving = Number(row?.['leaving'])
  const share = { index: Number(row?.['index']), count: Number(row?.['count']) }
  return leaving > 0 ? { ...share, leaving } : share
}
