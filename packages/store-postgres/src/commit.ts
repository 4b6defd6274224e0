import {
  type Commit,
  changed,
  type Effect,
  outrun,
  PARKED_STATES,
  readBefore,
  revisedIn,
  revisingOf,
  type StoreFailure,
  subjectsOf,
} from '@canonry/sync'
import { err, ok, type Result } from 'neverthrow'
import { insertActs } from './acts.js'
import { appendRecorded } from './append.js'
import { strangerIn } from './connections.js'
import { lockEffects } from './effect-rows.js'
import { putEntities, putSources } from './entities.js'
import { addSubjects, eraseBodies } from './erase.js'
import { haveExpired } from './expire.js'
import { putFindings } from './findings.js'
import { learn } from './gates.js'
import { insertEffects } from './insert-effects.js'
import { lockEntities } from './lanes.js'
import { holdNames, holdWaiting, insertLinks } from './links.js'
import { addCounts, writeNotes } from './notes.js'
import { putReads } from './reads.js'
import type { Scope } from './scope.js'
import { columnsOf, together } from './sql.js'
import { type EffectUpdate, updateEffects } from './update-effects.js'
import { wake } from './wake.js'

/** Commits a step of the journal plane; see the store port. */
export async function commit(scope: Scope, request: Commit): Promise<Result<void, StoreFailure>> {
  const changed = await whatChanged(scope, request)
  if (changed) return err(changed)
  const { now } = request
  const [, , , { fresh, taken }] = await together([
    putEntities(scope, request.entities),
    putSources(scope, request.sources),
    putEffects(scope, request),
    insertLinks(scope, request.links),
  ])
  if (taken) {
    const message = `a ref of ${taken.id} names another entity: read it and decide again`
    return err({ kind: 'conflict', message })
  }
  await together([
    wake(scope, { links: fresh, now }),
    putFindings(scope, request.findings),
    putReads(scope, request.reads),
    heard(scope, request),
    insertActs(scope, request.acts ?? []),
    writeNotes(scope, request),
  ])
  await learn(scope, { events: request.gates ?? [], now })
  // whoever journals waits for the numbers of a shard: they are held as shortly as can be
  await appendRecorded(scope, request.facts ?? [])
  addCounts(scope, request.counts)
  return ok()
}

async function heard(scope: Scope, request: Commit): Promise<void> {
  await addSubjects(scope, subjectsOf(request))
  if (request.erase) await eraseBodies(scope, request.erase)
}

async function holdNaming(scope: Scope, { effects, links }: Commit): Promise<void> {
  const waits = effects.some((write) => write.kind === 'update' && write.row.state === 'waiting')
  if (waits) await holdNames(scope)
  else if (links.length > 0) await holdWaiting(scope)
}

// everything that was decided on is held from here to the end of the transaction, in one order
async function whatChanged(scope: Scope, request: Commit): Promise<StoreFailure | undefined> {
  const { entities, effects, cursors } = request
  const ids = [...entities.map(({ row }) => row.id), ...effects.map(idOf)]
  const [, cursor, versions, isPast, hasExpired] = await together([
    holdNaming(scope, request),
    movedCursor(scope, cursors),
    lockEntities(scope, ids),
    haveMovedOn(scope, effects),
    haveExpired(scope, readBefore(request)),
  ])
  if (cursor !== undefined) return outrun(cursor)
  const entity = entities.find(({ row, expected }) => (versions.get(row.id) ?? 0) !== expected)
  if (entity) return changed(`the entity ${entity.row.id} has changed`)
  if (isPast) return changed('an effect has moved on')
  if (hasExpired) return changed('a fact has expired')
  // last, since it writes the rows of connections where nothing else is in the way
  const stranger = await strangerIn(scope, request)
  return stranger === undefined ? undefined : changed(stranger)
}

type EffectWrite = Commit['effects'][number]

function idOf(write: EffectWrite): string {
  return write.kind === 'insert' ? write.effect.id : write.row.id
}

async function movedCursor(
  { sql, tenant }: Scope,
  cursors: Commit['cursors'],
): Promise<number | undefined> {
  if (cursors.length === 0) return undefined
  const rows = await sql.all(
    `INSERT INTO @cursor AS c (tenant, shard, seq)
     SELECT $1, n.shard, n.until FROM unnest($2::int[], $3::bigint[], $4::bigint[])
       AS n (shard, since, until) WHERE n.since = coalesce(
         (SELECT k.seq FROM @cursor k WHERE k.tenant = $1 AND k.shard = n.shard), 0)
     ORDER BY n.shard
     ON CONFLICT (tenant, shard) DO UPDATE SET seq = excluded.seq
       WHERE c.seq = ($3::bigint[])[array_position($2::int[], excluded.shard)]
     RETURNING shard`,
    tenant,
    ...columnsOf(
      cursors,
      ({ shard }) => shard,
      ({ from }) => from,
      ({ to }) => to,
    ),
  )
  const moved = new Set(rows.map(({ shard }) => Number(shard)))
  return cursors.find(({ shard }) => !moved.has(shard))?.shard
}

// nobody has the key of a new one, and a known one has the fence that it was decided on; what a new one
// revises is not parked
async function haveMovedOn(scope: Scope, writes: Commit['effects']): Promise<boolean> {
  const expected = writes.map((write) =>
    write.kind === 'insert'
      ? { key: write.effect.key, fence: undefined }
      : { key: write.row.key, fence: write.fence },
  )
  const revised = revisedIn(writes.map(revisingOf))
  const found = await lockEffects(scope, [...expected.map(({ key }) => key), ...revised])
  const isOther = expected.some(({ key, fence }) => found.get(key)?.fence !== fence)
  return isOther || revised.some((key) => PARKED_STATES.has(found.get(key)?.state ?? 'planned'))
}

async function putEffects(scope: Scope, { effects, now }: Commit): Promise<void> {
  const known = effects.flatMap((write): EffectUpdate[] =>
    write.kind === 'update'
      ? [{ row: write.row, body: write.body, label: write.label, isDecided: true }]
      : [],
  )
  const added = effects.flatMap((write): Effect[] =>
    write.kind === 'insert' ? [write.effect] : [],
  )
  // what a lane loses may be what it gets: known ones first
  await updateEffects(scope, { updates: known, now })
  await insertEffects(scope, { effects: added, now })
}
