import type { ConnectionRow, Pull } from '../store/connection-row.js'
import type { PullRules } from './pull-rules.js'

/** A connection of which everything is pulled first. */
export function snapshotRow(connection: string, now: number): ConnectionRow {
  return { connection, version: 1, pull: freshPull({ purpose: 'snapshot', now }), scannedAt: now }
}

/** A connection that is heard from `now` on, and asked for what is missed. */
export function liveRow(
  connection: string,
  { rules, now }: { readonly rules: PullRules; readonly now: number },
): ConnectionRow {
  const fresh = { ...freshPull({ purpose: 'reconcile', now }), asOf: now }
  // what it is to tell is arranged at once
  const pull: Pull =
    rules.webhooks === undefined
      ? { ...fresh, phase: 'done', endedAt: now }
      : { ...fresh, phase: 'subscriptions', isFirst: true, since: now }
  return { connection, version: 1, pull, scannedAt: now }
}

/** The pull that goes on or begins now; `undefined` while it is not time. */
export function duePull(
  { pull, scannedAt }: ConnectionRow,
  { rules, now }: { readonly rules: PullRules | undefined; readonly now: number },
): Pull | undefined {
  if (pull.phase !== 'done') return pull.runAt <= now ? pull : undefined
  if (!rules) return undefined
  const { everyMs, overlapMs, scanMs, webhooks } = rules
  const phase = webhooks === undefined ? 'pages' : 'subscriptions'
  // a pull that is done has read a page, unless it only stands for when a connection became live
  const isFirst = pull.pages === 0 ? { isFirst: true as const } : {}
  const fresh = { ...freshPull({ purpose: 'reconcile', now }), phase, ...isFirst } as const
  if (scanMs !== undefined && scannedAt + scanMs <= now) return fresh
  if (everyMs === undefined || (pull.endedAt ?? 0) + everyMs > now) return undefined
  return { ...fresh, since: (pull.asOf ?? pull.startedAt) - overlapMs }
}

/** Whether everything was asked for, so that what is not there does not exist. */
export function isScan({ since }: Pull): boolean {
  return since === undefined
}

/** The row after a step of its pull. */
export function withPull(row: ConnectionRow, pull: Pull): ConnectionRow {
  const isScanned = pull.phase === 'done' && isScan(pull)
  const scannedAt = isScanned ? (pull.endedAt ?? row.scannedAt) : row.scannedAt
  return { ...row, version: row.version + 1, pull, scannedAt }
}

function freshPull({ purpose, now }: { purpose: Pull['purpose']; now: number }): Pull {
  const nothing = { pages: 0, documents: 0, prefixes: [], attempts: 0, restarts: 0 }
  return { purpose, phase: 'pages', startedAt: now, runAt: now, ...nothing }
}
