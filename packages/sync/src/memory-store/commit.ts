import { err, ok, type Result } from 'neverthrow'
import { actEntry, entityEntry } from '../audit/audit-entry.js'
import { type GateEvent, learned, OPEN_GATE } from '../effects/connection-gate.js'
import { type EffectRow, PARKED_STATES } from '../effects/effect.js'
import { isSaid, readBefore, subjectsOf } from '../store/expiry.js'
import { revisedIn, revisingOf } from '../store/revised.js'
import type { EntityRow, SourceRow } from '../store/rows.js'
import type { Completed } from '../store/store.js'
import { changed, outrun, type StoreFailure } from '../store/store-failure.js'
import type { Commit, Completion } from '../store/writes.js'
import { appendRecorded } from './append.js'
import { addEntry } from './audit.js'
import { insertEffect, updateEffect } from './effects.js'
import { addSubjects, eraseBodies } from './erase.js'
import { putFinding } from './findings.js'
import { addLink, addMade, namedBy, placeOf } from './links.js'
import { writeNotes } from './notes.js'
import { placeKey, sourceRowKey, type Tables } from './tables.js'

/** Commits a step of the journal plane; see the store port. */
export function commit(tables: Tables, request: Commit): Result<void, StoreFailure> {
  const changed = whatChanged(tables, request)
  if (changed) return err(changed)
  writeDecisions(tables, request)
  for (const about of subjectsOf(request)) addSubjects(tables, about)
  if (request.erase) eraseBodies(tables, request.erase)
  writeActs(tables, request)
  writeNotes(tables, request)
  return ok()
}

function writeDecisions(tables: Tables, request: Commit): void {
  const { now } = request
  for (const { shard, to } of request.cursors) tables.cursors.set(shard, to)
  for (const { row } of request.entities) putEntity(tables, row)
  for (const row of request.sources) putSource(tables, row)
  for (const write of request.effects) {
    if (write.kind === 'insert') insertEffect(tables, { effect: write.effect, now })
    else updateEffect(tables, { ...write, now })
  }
  for (const link of request.links) addLink(tables, { link, now })
  for (const write of request.findings) putFinding(tables, write)
  for (const read of request.reads) tables.reads.set(read.id, read)
  appendRecorded(tables, request.facts ?? [])
}

function writeActs(tables: Tables, { now, gates = [], acts = [], connections = [] }: Commit): void {
  for (const row of connections) tables.connections.set(row.connection, row)
  for (const { connection, event } of gates) learn(tables, { connection, event, now })
  tables.acts.push(...acts)
  for (const act of acts) addEntry(tables, () => actEntry(act))
}

function putEntity(tables: Tables, row: EntityRow): void {
  tables.entities.set(row.id, row)
  addEntry(tables, () => entityEntry(row))
}

function putSource({ sources, lastWords }: Tables, row: SourceRow): void {
  const known = sources.get(row.id) ?? new Map<string, SourceRow>()
  const key = sourceRowKey(row)
  const before = known.get(key)
  sources.set(row.id, known.set(key, row))
  const add = (source: SourceRow, by: number) =>
    lastWords.set(placeKey(source), (lastWords.get(placeKey(source)) ?? 0) + by)
  if (before && isSaid(before)) add(before, -1)
  if (isSaid(row)) add(row, 1)
}

function whatChanged(tables: Tables, request: Commit): StoreFailure | undefined {
  const cursor = request.cursors.find(
    ({ shard, from }) => (tables.cursors.get(shard) ?? 0) !== from,
  )
  if (cursor) return outrun(cursor.shard)
  const other = otherChange(tables, request)
  return other === undefined ? undefined : changed(other)
}

function otherChange(tables: Tables, request: Commit): string | undefined {
  const entity = request.entities.find(
    ({ row, expected }) => (tables.entities.get(row.id)?.version ?? 0) !== expected,
  )
  if (entity) return `the entity ${entity.row.id} has changed`
  const link = request.links.find((each) => (namedBy(tables, each)?.id ?? each.id) !== each.id)
  if (link) return `a ref of ${link.id} names another entity`
  const stranger = strangerIn(tables, request)
  if (stranger) return stranger
  if (hasMovedOn(tables, request.effects)) return 'an effect has moved on'
  const gone = readBefore(request).some(
    ({ shard, seq }) => tables.facts.get(shard)?.[seq - 1]?.expired,
  )
  return gone ? 'a fact has expired' : undefined
}

function hasMovedOn({ effects }: Tables, writes: Commit['effects']): boolean {
  const isOther = writes.some((write) =>
    write.kind === 'insert'
      ? effects.has(write.effect.key)
      : effects.get(write.row.key)?.effect.fence !== write.fence,
  )
  const revised = revisedIn(writes.map(revisingOf))
  return isOther || revised.some((key) => isParked(effects.get(key)?.effect))
}

function isParked(effect: Pick<EffectRow, 'state'> | undefined): boolean {
  return effect !== undefined && PARKED_STATES.has(effect.state)
}

function strangerIn(
  { connections: known }: Tables,
  { connections = [], effects }: Commit,
): string | undefined {
  const row = connections.find(
    ({ connection, version }) => (known.get(connection)?.version ?? 0) !== version - 1,
  )
  if (row) return `the connection ${row.connection} has moved on`
  const early = effects.find(
    (write) =>
      write.kind === 'insert' &&
      write.effect.state === 'proposed' &&
      known.get(write.effect.proposedBy ?? '')?.stage !== 'plan',
  )
  return early && 'a connection does not plan any more'
}

/** Records steps of held effects; see the store port. */
export function complete(
  tables: Tables,
  { now, items }: { now: number; items: readonly Completion[] },
): readonly Completed[] {
  return items.map((item) => {
    const known = tables.effects.get(item.row.key)
    if (known?.effect.fence !== item.fence) return { kind: 'stale' }
    const place = item.link && placeOf(tables, item.link)
    if (place?.kind === 'taken') return place
    const fence = updateEffect(tables, { row: item.row, now })
    if (item.link) addMade(tables, { link: item.link, now })
    for (const write of item.findings ?? []) putFinding(tables, write)
    writeNotes(tables, { ...item, now })
    const { connection } = item.row
    if (item.gate) learn(tables, { connection, event: item.gate, now })
    return { kind: 'done', fence }
  })
}

function learn(
  { gates }: Tables,
  { connection, event, now }: { connection: string; event: GateEvent; now: number },
): void {
  gates.set(connection, learned(gates.get(connection) ?? OPEN_GATE, { event, now }))
}
