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

/** What decides whether it is time to pull. */
interface Time {
  readonly rules: PullRules | undefined
  readonly now: number
  /** When the worker began. */
  readonly startedAt: number
  /** For how long what was heard has been waiting to be worked on, in milliseconds. */
  readonly behindMs: number
}

// who is behind by more than this part of the time between two pulls lets them wait
const BEHIND = 0.25
// for so many times of it in all
const PATIENCE = 4

/**
 * The pull that goes on or begins now; `undefined` while it is not time.
 *
 * What is heard and waits is not known yet, so a pull would take it for missed and have it worked on
 * twice: where much waits, pulls begin later.
 */
export function duePull(
  { pull, scannedAt }: ConnectionRow,
  { rules, ...time }: Time,
): Pull | undefined {
  const { now } = time
  if (pull.phase !== 'done') return pull.runAt <= now ? pull : undefined
  if (!rules) return undefined
  const { everyMs, overlapMs, scanMs, webhooks } = rules
  const phase = webhooks === undefined ? 'pages' : 'subscriptions'
  // a pull that is done has read a page, unless it only stands for when a connection became live
  const isFirst = pull.pages === 0 ? { isFirst: true as const } : {}
  const fresh = { ...freshPull({ purpose: 'reconcile', now }), phase, ...isFirst } as const
  if (scanMs !== undefined && scannedAt + scanMs <= now) return fresh
  if (everyMs === undefined || now < nextAt(everyMs, { ...time, endedAt: pull.endedAt ?? 0 }))
    return undefined
  return { ...fresh, since: (pull.asOf ?? pull.startedAt) - overlapMs }
}

// who begins after a pause has had no time yet to work on what was heard meanwhile
function nextAt(
  everyMs: number,
  { startedAt, endedAt, behindMs }: Omit<Time, 'rules' | 'now'> & { readonly endedAt: number },
): number {
  const isBehind = behindMs > BEHIND * everyMs
  return isBehind ? Math.max(startedAt, endedAt) + PATIENCE * everyMs : endedAt + everyMs
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
