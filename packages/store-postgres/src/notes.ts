import {
  type Counts,
  type Exception,
  type ExceptionWrite,
  instantOf,
  type Notes,
  openException,
  repeatException,
  resolveException,
  type TimelineEntry,
} from '@canonry/sync'
import { parsed, type Scope } from './scope.js'
import { columnsOf, together } from './sql.js'

const SLOTS = 8

/** Adds to counters, as the last that a transaction does. */
export function addCounts(scope: Scope, counts: Counts): void {
  scope.sql.leave(writeCounts(scope, counts))
}

async function writeCounts({ sql, tenant }: Scope, counts: Counts): Promise<void> {
  const names = Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1))
  if (names.length === 0) return
  await sql.all(
    `INSERT INTO @counter AS c (tenant, name, slot, value)
     SELECT $1, n.name, pg_backend_pid() % ${SLOTS}, n.by
     FROM unnest($2::text[], $3::bigint[]) WITH ORDINALITY AS n (name, by, place) ORDER BY n.place
     ON CONFLICT (tenant, name, slot) DO UPDATE SET value = c.value + excluded.value`,
    tenant,
    ...columnsOf(
      names,
      ([name]) => name,
      ([, by]) => by,
    ),
  )
}

/** Opens, repeats and resolves exceptions; of one fingerprint at most one is open. */
export async function writeExceptions(
  scope: Scope,
  { now, exceptions }: { now: number; exceptions: readonly ExceptionWrite[] },
): Promise<void> {
  if (exceptions.length === 0) return
  const open = new Map(await openWith(scope, exceptions.map(fingerprintOf)))
  const at = instantOf(now)
  for (const write of exceptions) {
    const fingerprint = fingerprintOf(write)
    const next = await writeException(scope, { write, known: open.get(fingerprint), at })
    if (next) open.set(fingerprint, next)
    else open.delete(fingerprint)
  }
}

/** Writes an exception and answers it, if it is open. */
async function writeException(
  scope: Scope,
  { write, known, at }: { write: ExceptionWrite; known: Exception | undefined; at: string },
): Promise<Exception | undefined> {
  if (write.kind === 'resolve') {
    const { resolution } = write
    if (known) await update(scope, resolveException(known, { at, resolution }))
    return undefined
  }
  const next = known
    ? repeatException(known, { draft: write.draft, at })
    : openException(write.draft, { id: write.id, at })
  await (known ? update(scope, next) : insert(scope, next))
  return next
}

function fingerprintOf(write: ExceptionWrite): string {
  return write.kind === 'open' ? write.draft.fingerprint : write.fingerprint
}

// most steps resolve what nobody ever opened
async function openWith(
  { sql, tenant }: Scope,
  fingerprints: readonly string[],
): Promise<readonly [string, Exception][]> {
  const rows = await sql.all(
    `SELECT e.exception FROM unnest($2::text[]) AS n (fingerprint) CROSS JOIN LATERAL (
       SELECT e.exception FROM @exception e WHERE e.tenant IS NOT DISTINCT FROM $1
         AND e.fingerprint = n.fingerprint AND e.state = 'open' LIMIT 1 FOR UPDATE) e`,
    tenant,
    // held in one order
    [...new Set(fingerprints)].sort(),
  )
  return rows
    .map((row) => parsed<Exception>(row['exception']))
    .map((exception) => [exception.fingerprint, exception])
}

async function insert({ sql, tenant }: Scope, exception: Exception): Promise<void> {
  const { id, fingerprint, state, connection, reason, owner, entity, cause } = exception
  await sql.all(
    `INSERT INTO @exception (tenant, id, fingerprint, state, connection, reason, owner, entity,
       cause, fact, exception) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    tenant,
    id,
    fingerprint,
    state,
    connection,
    reason,
    owner,
    entity ?? null,
    cause ?? null,
    factOf(exception),
    JSON.stringify(exception),
  )
}

async function update({ sql, tenant }: Scope, exception: Exception): Promise<void> {
  const { id, state, connection, reason, owner, entity, cause } = exception
  await sql.all(
    `UPDATE @exception SET state = $3, connection = $4, reason = $5, owner = $6, entity = $7,
       cause = $8, fact = $9, exception = $10 WHERE tenant IS NOT DISTINCT FROM $1 AND id = $2`,
    tenant,
    id,
    state,
    connection,
    reason,
    owner,
    entity ?? null,
    cause ?? null,
    factOf(exception),
    JSON.stringify(exception),
  )
}

// the fact that it is about, which must stay readable
function factOf({ subject }: Exception): string | null {
  return subject?.kind === 'fact' ? `${subject.shard}/${subject.seq}` : null
}

/** Adds to the timelines of entities: what one step tells of one entity is one row. */
export async function writeTimeline(
  { sql, tenant }: Scope,
  timeline: Notes['timeline'],
): Promise<void> {
  if (timeline.length === 0) return
  const told = new Map<string, TimelineEntry[]>()
  for (const entry of timeline) {
    const known = told.get(entry.id)
    if (known) known.push(entry)
    else told.set(entry.id, [entry])
  }
  await sql.all(
    `INSERT INTO @timeline (tenant, id, entries)
     SELECT $1, n.id, n.entries
     FROM unnest($2::text[], $3::text[]) WITH ORDINALITY AS n (id, entries, place) ORDER BY n.place`,
    tenant,
    ...columnsOf(
      [...told],
      ([id]) => id,
      ([, entries]) => JSON.stringify(entries),
    ),
  )
}

/** Tells what goes along with a change; only counters are left. */
export async function writeNotes(
  scope: Scope,
  { now, timeline, exceptions }: Omit<Notes, 'counts'> & { readonly now: number },
): Promise<void> {
  await together([writeTimeline(scope, timeline), writeExceptions(scope, { now, exceptions })])
}
