import { hostname } from 'node:os'
import {
  ABANDONED_AT_ONCE,
  type Effect,
  type Maintained,
  type StoreFailure,
  WORKER_AHEAD_MS,
} from '@canonry/sync'
import { err, ok, type Result } from 'neverthrow'
import { toEffect, WHOLE_EFFECT } from './effect-rows.js'
import type { Scope } from './scope.js'
import { STANDING } from './standing.js'
import { THIS_RUN } from './this-run.js'

/** Who holds the right to work, as the file has it. */
export interface Holder {
  readonly worker: string
  readonly pid: number
  /** Which run of that process id. */
  readonly run: string
  readonly host: string
  readonly beatAt: number
}

/** Takes the right to work, unless a worker that lives has it; see the store port. */
export function claim(
  scope: Scope,
  { worker, now }: { worker: string; now: number },
): Result<Maintained, StoreFailure> {
  const { sql, tenant, silenceMs } = scope
  const holder = holderOf(scope)
  if (holder && holder.worker !== worker && isAlive(holder, { now, silenceMs })) {
    return err({ kind: 'already-running', message: refusalOf(holder, silenceMs) })
  }
  const row = sql.get(
    `UPDATE tenant SET epoch = epoch + (worker IS NOT ?), worker = ?, pid = ?, run = ?, host = ?, beat_at = ?
     WHERE tenant = ? RETURNING epoch`,
    worker,
    worker,
    process.pid,
    THIS_RUN,
    hostname(),
    now,
    tenant,
  )
  const epoch = Number(row?.['epoch'])
  return ok({ epoch, abandoned: abandonedBefore(scope, epoch) })
}

/** Gives the right to work back. */
export function release({ sql, tenant }: Scope): void {
  sql.run('UPDATE tenant SET worker = NULL WHERE tenant = ?', tenant)
}

function holderOf({ sql, tenant }: Scope): Holder | undefined {
  const row = sql.get(
    'SELECT worker, pid, run, host, beat_at FROM tenant WHERE tenant = ? AND worker IS NOT NULL',
    tenant,
  )
  if (!row) return undefined
  const { worker, pid, run, host, beat_at: beatAt } = row
  return { worker, pid, run, host, beatAt } as unknown as Holder
}

function isAlive(
  { pid, run, host, beatAt }: Holder,
  { now, silenceMs }: { readonly now: number; readonly silenceMs: number },
): boolean {
  const silentMs = now - beatAt
  if (silentMs >= silenceMs || silentMs <= -WORKER_AHEAD_MS) return false
  if (host !== hostname()) return true
  return pid === process.pid ? run === THIS_RUN : isRunning(pid)
}

function isRunning(pid: number): boolean {
  try {
    // signal 0 only asks whether the process is there
    return process.kill(pid, 0)
  } catch (problem) {
    return (problem as { code?: unknown }).code === 'EPERM'
  }
}

function refusalOf({ pid, host }: Holder, silenceMs: number): string {
  const who = `process ${pid} on ${host} works on this store`
  return `${who}: stop it first, or wait ${silenceMs / 1_000} s after it has died`
}

function abandonedBefore(scope: Scope, epoch: number): readonly Effect[] {
  const { sql, tenant } = scope
  const rows = sql.all(
    `SELECT ${WHOLE_EFFECT} FROM queue q
     CROSS JOIN effect_state s INDEXED BY effect_turn
       ON s.queue = q.id AND s.standing = ${STANDING.held} AND s.epoch < ?
     CROSS JOIN effect e ON e.seq = s.seq LEFT JOIN effect_body b ON b.seq = s.seq
     WHERE q.tenant = ? ORDER BY s.seq LIMIT ${ABANDONED_AT_ONCE}`,
    epoch,
    tenant,
  )
  return rows.map(toEffect)
}
