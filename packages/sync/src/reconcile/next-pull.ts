import type { ConnectionRow, Pull } from '../store/connection-row.js'
import type { PullRules } from './pull-rules.js'

/** A connection that was never pulled: it is heard from `now` on, and asked for what is missed. */
export function firstRow(
  connection: string,
  { now, purpose }: { readonly now: number; readonly purpose: Pull['purpose'] },
): ConnectionRow {
  const fresh = { ...freshPull({ purpose, now }), asOf: now }
  const pull: Pull =
    purpose === 'snapshot' ? freshPull({ purpose, now }) : { ...fresh, phase: 'done', endedAt: now }
  return { connection, version: 0, pull, scannedAt: now }
}

/** The pull that goes on or begins now; `undefined` while it is not time. */
export function duePull(
  { pull, scannedAt }: ConnectionRow,
  { rules, now }: { readonly rules: PullRules | undefined; readonly now: number },
): Pull | undefined {
  if (pull.phase !== 'done') return pull.runAt <= now ? pull : undefined
  if (!rules) return undefined
  const { everyMs, overlapMs, scanMs } = rules
  const purpose = 'reconcile'
  if (scanMs !== undefined && scannedAt + scanMs <= now) return freshPull({ purpose, now })
  if (everyMs === undefined || (pull.endedAt ?? 0) + everyMs > now) return undefined
  return { ...freshPull({ purpose, now }), since: (pull.asOf ?? pull.startedAt) - overlapMs }
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
