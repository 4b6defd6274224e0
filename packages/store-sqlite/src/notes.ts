import {
  type Counts,
  type Exception,
  type ExceptionWrite,
  instantOf,
  type Notes,
  openException,
  repeatException,
  resolveException,
} from '@canonry/sync'
import type { PrintedCommit, Told } from './printed.js'
import { parsed, type Scope } from './scope.js'

/** Adds to counters. */
export function addCounts({ sql, tenant }: Scope, counts: Counts): void {
  for (const [name, by] of Object.entries(counts)) {
    sql.run(
      `INSERT INTO counter (tenant, name, value) VALUES (?, ?, ?)
       ON CONFLICT DO UPDATE SET value = value + excluded.value`,
      tenant,
      name,
      by,
    )
  }
}

/** Opens, repeats and resolves exceptions; of one fingerprint at most one is open. */
export function writeExceptions(
  scope: Scope,
  { now, exceptions }: { now: number; exceptions: readonly ExceptionWrite[] },
): void {
  // most steps resolve what nobody ever opened
  const opens = exceptions.some(({ kind }) => kind === 'open')
  if (!opens && (exceptions.length === 0 || !hasOpen(scope))) return
  for (const write of exceptions) writeException(scope, { write, at: instantOf(now) })
}

function hasOpen({ sql, tenant }: Scope): boolean {
  const open = `SELECT 1 FROM exception WHERE tenant = ? AND state = 'open' LIMIT 1`
  return sql.get(open, tenant) !== undefined
}

function writeException(scope: Scope, { write, at }: { write: ExceptionWrite; at: string }): void {
  const fingerprint = write.kind === 'open' ? write.draft.fingerprint : write.fingerprint
  const known = openWith(scope, fingerprint)
  if (write.kind === 'resolve') {
    const { resolution } = write
    if (known) update(scope, resolveException(known, { at, resolution }))
  } else if (known) {
    update(scope, repeatException(known, { draft: write.draft, at }))
  } else {
    insert(scope, openException(write.draft, { id: write.id, at }))
  }
}

function openWith({ sql, tenant }: Scope, fingerprint: string): Exception | undefined {
  const row = sql.get(
    `SELECT exception FROM exception WHERE tenant = ? AND fingerprint = ? AND state = 'open'`,
    tenant,
    fingerprint,
  )
  return row && parsed<Exception>(row['exception'])
}

function insert({ sql, tenant }: Scope, exception: Exception): void {
  sql.run(
    'INSERT INTO exception (tenant, id, fingerprint, state, exception) VALUES (?, ?, ?, ?, ?)',
    tenant,
    exception.id,
    exception.fingerprint,
    exception.state,
    JSON.stringify(exception),
  )
}

function update({ sql, tenant }: Scope, exception: Exception): void {
  sql.run(
    `UPDATE exception SET state = ?, exception = ?
     WHERE tenant = ? AND fingerprint = ? AND state = 'open'`,
    exception.state,
    JSON.stringify(exception),
    tenant,
    exception.fingerprint,
  )
}

/** Adds to the timelines of entities: what one step tells of one entity is one row. */
export function writeTimeline({ sql, tenant }: Scope, timeline: readonly Told[]): void {
  for (const { id, entries } of timeline) {
    const statement = 'INSERT INTO timeline (tenant, id, entries) VALUES (?, ?, ?)'
    sql.run(statement, tenant, id, entries)
  }
}

/** Writes what goes along with a change. */
export function writeNotes(
  scope: Scope,
  { now, timeline, exceptions, counts }: Pick<PrintedCommit, 'now' | keyof Notes>,
): void {
  writeTimeline(scope, timeline)
  writeExceptions(scope, { now, exceptions })
  addCounts(scope, counts)
}
