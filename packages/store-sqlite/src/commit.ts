import {
  changed,
  entityEntry,
  outrun,
  type PendingRead,
  readBefore,
  revisedIn,
  type StoreFailure,
  subjectsOf,
} from '@canonry/sync'
import { err, ok, type Result } from 'neverthrow'
import { insertAct } from './acts.js'
import { appendRecorded } from './append.js'
import { strangerIn } from './connections.js'
import { areParked, fencesOf } from './effect-rows.js'
import { changeEffect, insertEffect } from './effect-writes.js'
import { addSubjects, eraseBodies } from './erase.js'
import { haveExpired } from './expire.js'
import { putFinding } from './findings.js'
import { learn } from './gates.js'
import { labelColumns } from './label.js'
import { takenLink } from './links.js'
import { writeNotes } from './notes.js'
import type { PrintedCommit, PrintedEntity, PrintedSource } from './printed.js'
import { parsed, type Scope } from './scope.js'
import { addLink } from './wake.js'

/** Commits a step of the journal plane; see the store port. */
export function commit(scope: Scope, request: PrintedCommit): Result<void, StoreFailure> {
  const changed = whatChanged(scope, request)
  if (changed) return err(changed)
  writeDecisions(scope, request)
  for (const about of subjectsOf(request)) addSubjects(scope, about)
  if (request.erase) eraseBodies(scope, request.erase)
  writeActs(scope, request)
  writeNotes(scope, request)
  return ok()
}

function writeDecisions(scope: Scope, request: PrintedCommit): void {
  const { now } = request
  for (const cursor of request.cursors) moveCursor(scope, cursor)
  for (const write of request.entities) putEntity(scope, write)
  for (const row of request.sources) putSource(scope, row)
  for (const write of request.effects) {
    if (write.fence === undefined) insertEffect(scope, { write, now })
    else changeEffect(scope, { write, now })
  }
  for (const link of request.links) addLink(scope, { link, now })
  for (const write of request.findings) putFinding(scope, write)
  for (const read of request.reads) putRead(scope, read)
  appendRecorded(scope, request.facts ?? [])
}

function writeActs(scope: Scope, { now, gates = [], acts = [] }: PrintedCommit): void {
  learn(scope, { events: gates, now })
  for (const act of acts) insertAct(scope, act)
}

function whatChanged(scope: Scope, request: PrintedCommit): StoreFailure | undefined {
  const cursor = request.cursors.find(({ shard, from }) => cursorOf(scope, shard) !== from)
  if (cursor) return outrun(cursor.shard)
  const other = otherChange(scope, request)
  return other === undefined ? undefined : changed(other)
}

function otherChange(scope: Scope, request: PrintedCommit): string | undefined {
  const versions = versionsOf(scope, request.entities)
  const entity = request.entities.find(
    ({ row, expected }) => (versions.get(row.id) ?? 0) !== expected,
  )
  if (entity) return `the entity ${entity.row.id} has changed`
  const link = takenLink(scope, request.links)
  if (link) return `a ref of ${link.id} names another entity`
  if (hasMovedOn(scope, request.effects)) return 'an effect has moved on'
  if (haveExpired(scope, readBefore(request))) return 'a fact has expired'
  // last, since it writes the rows of connections where nothing else is in the way
  return strangerIn(scope, request)
}

// nobody has the key of a new one, and a known one has the fence that it was decided on; what a new one
// revises is not parked
function hasMovedOn(scope: Scope, writes: PrintedCommit['effects']): boolean {
  const keys = writes.map(({ key }) => key)
  const fences = fencesOf(scope, keys)
  const isOther = writes.some(({ key, fence }) => fences.get(key) !== fence)
  return isOther || areParked(scope, revisedIn(writes))
}

function cursorOf({ sql, tenant }: Scope, shard: number): number {
  const row = sql.get('SELECT cursor FROM shard WHERE tenant = ? AND shard = ?', tenant, shard)
  return Number(row?.['cursor'] ?? 0)
}

function versionsOf(
  { sql, tenant }: Scope,
  entities: readonly PrintedEntity[],
): ReadonlyMap<unknown, unknown> {
  const rows = sql.all(
    `SELECT e.id, e.version FROM json_each(?) i
     CROSS JOIN entity e ON e.tenant = ? AND e.id = i.value`,
    JSON.stringify(entities.map(({ row }) => row.id)),
    tenant,
  )
  return new Map(rows.map(({ id, version }) => [id, version]))
}

function moveCursor({ sql, tenant }: Scope, { shard, to }: { shard: number; to: number }): void {
  sql.run('UPDATE shard SET cursor = ? WHERE tenant = ? AND shard = ?', to, tenant, shard)
}

function putEntity({ sql, tenant, audit }: Scope, { row }: PrintedEntity): void {
  audit.add(() => entityEntry({ ...row, body: parsed(row.body) }))
  const { id, entity, revision, version, origin, source, body, label, deletedAt = null } = row
  sql.run(
    `INSERT INTO entity (tenant, id, entity, revision, version, origin, source, deleted_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET revision = excluded.revision, version = excluded.version,
       deleted_at = excluded.deleted_at`,
    tenant,
    id,
    entity,
    revision,
    version,
    origin,
    JSON.stringify(source),
    deletedAt,
  )
  // the row of a body that was erased is not there
  if (row.erased) return
  sql.run(
    `INSERT INTO entity_body (tenant, id, body, subject, schema, key_id) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET body = excluded.body, subject = excluded.subject,
       schema = excluded.schema, key_id = excluded.key_id`,
    tenant,
    id,
    body,
    ...labelColumns(label),
  )
}

function putSource({ sql, tenant }: Scope, row: PrintedSource): void {
  const { connection, resource, key } = row
  sql.run(
    `INSERT INTO source (tenant, connection, resource, key, entity, id, version, mapping,
       body_hash, shard, seq, deleted_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET resource = excluded.resource, id = excluded.id,
       version = excluded.version, mapping = excluded.mapping, body_hash = excluded.body_hash,
       shard = excluded.shard, seq = excluded.seq, deleted_at = excluded.deleted_at`,
    tenant,
    connection,
    resource,
    key,
    row.entity,
    row.id,
    row.version ?? null,
    row.mapping,
    row.bodyHash,
    row.shard,
    row.seq,
    row.deletedAt ?? null,
  )
  if (row.erased) return
  sql.run(
    `INSERT INTO source_body (tenant, connection, key, body, residue, subject, schema, key_id)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET body = excluded.body, residue = excluded.residue,
       subject = excluded.subject, schema = excluded.schema, key_id = excluded.key_id`,
    tenant,
    connection,
    key,
    row.body,
    row.residue,
    ...labelColumns(row.label),
  )
}

/** Adds a pending read, or puts a known one off. */
export function putRead({ sql, tenant }: Scope, read: PendingRead): void {
  sql.run(
    'INSERT OR REPLACE INTO pending_read (tenant, id, run_at, read) VALUES (?, ?, ?, ?)',
    tenant,
    read.id,
    read.runAt,
    JSON.stringify(read),
  )
}
