import { diffPaths, type Ref, refKey } from '@canonry/model'
import { enterResidue, type Resource } from '@canonry/pack'
import type { Fact } from '../journal/fact.js'
import type { EntityRow, SourceRow } from '../store/rows.js'
import type { TimelineEvent } from '../timeline-entry.js'
import type { Applying } from './applying.js'
import { changeEntity, noteEntity } from './change-entity.js'
import { contentHash } from './content-hash.js'
import { deletedAtOf } from './deletion.js'
import type { HeardPart } from './heard-part.js'
import { mergeEntity } from './merge-entity.js'
import { clearMissed, recordFindings, wasMissed } from './record-findings.js'
import { recordNames } from './record-names.js'
import { judgeVersion, type Verdict } from './version-gate.js'
import { withSource } from './with-source.js'
import { count, type EntityDraft, findEntity, isRequested, type Workspace } from './workspace.js'

/** One entity that a fact tells about. */
export interface News {
  readonly fact: Fact
  readonly resource: Resource
  readonly version?: string
  readonly part: HeardPart
  /** What the document is about: its first entity, by whose name it can be read again. */
  readonly root: HeardPart
  readonly applying: Applying
}

/** Takes one entity of a document into the workspace (gate, merge, difference, decisions), if it is news. */
export function applyPart(workspace: Workspace, news: News): Verdict {
  const { part, fact, applying } = news
  const known = findEntity(workspace, part.names)
  const current = known?.sources.find(
    (row) => row.connection === fact.connection && row.key === part.key,
  )
  const source = toSource(news, { id: known?.row.id ?? applying.uuid(), current })
  const asked = fact.origin !== 'webhook'
  const verdict = judgeVersion({ ...source, asked }, inOneShape(current, source))
  // an entity that comes along inside another document is not counted as a fact of its own
  const unit = part === news.root ? 'facts' : 'parts'
  if (verdict === 'apply') {
    count(workspace, `${unit}.applied`)
    if (unit === 'facts' && wasMissed(news, current !== undefined)) {
      count(workspace, 'reconcile.missed')
    }
    applyState(workspace, { news, source, known })
  } else if (verdict === 'stale') {
    count(workspace, `${unit}.stale`)
    skip(workspace, { news, source, known, current })
  } else {
    count(workspace, `${unit}.gapped`)
    const why = current?.deletedAt === undefined ? TWO_STATES : GONE
    note(workspace, { news, id: source.id, event: { kind: 'read-requested', why } })
    requestRead(workspace, { news, ref: news.root.ref, why })
  }
  return verdict
}

function skip(
  workspace: Workspace,
  { news, source, known, current }: NewState & { readonly current: SourceRow | undefined },
): void {
  const event = { ...heard('fact-skipped', news), why: NOT_NEWER }
  note(workspace, { news, id: source.id, event })
  if (!known || !current || !isWord(news.fact)) return
  const isKnown = current.version === source.version && current.bodyHash === source.bodyHash
  if (isKnown) clearMissed(workspace, { fact: news.fact, draft: known })
}

/** Why a fact was skipped that brings or tells of no news. */
export const NOT_NEWER = 'not newer than what is known'

// what is read was told of before
function isWord({ origin }: Fact): boolean {
  return origin === 'webhook' || origin === 'read'
}

// hashes tell of the same content only in the same shape
function inOneShape(current: SourceRow | undefined, source: SourceRow): SourceRow | undefined {
  if (!current?.reshaped || diffPaths(current.body, source.body).length > 0) return current
  return { ...current, bodyHash: source.bodyHash }
}

const GONE = 'it was deleted, and a document says that it is there'
const TWO_STATES = 'two documents differ, and their versions do not say which is newer'

/** Asks once for the current document of a ref; what the read brings is a fact of its own. */
export function requestRead(
  workspace: Workspace,
  { news, ref, why }: { news: Pick<News, 'fact' | 'applying'>; ref: Ref; why: string },
): void {
  const { fact, applying } = news
  const { connection } = fact
  const id = `${connection}|${refKey(ref)}`
  if (isRequested(workspace, id)) return
  workspace.reads.set(id, {
    id,
    asked: applying.uuid(),
    connection,
    ref,
    why,
    attempts: 0,
    runAt: applying.now,
  })
}

/** What a source says of an entity from now on, and the entity as it is known. */
export interface NewState {
  readonly news: News
  readonly source: SourceRow
  readonly known: EntityDraft | undefined
}

/** Takes what a source says now into the workspace: merge, difference, decisions. */
export function applyState(workspace: Workspace, { news, source, known }: NewState): void {
  const { applying } = news
  const draft = known ?? newEntity(news, source.id)
  const sources = withSource(draft.sources, source)
  const { entity, id, version, origin, source: ref, deletedAt: was } = draft.row
  const { ownership } = applying
  const told = sources.filter(({ erased }) => !erased)
  const { body, findings: merging } = mergeEntity(told, { entity, origin, ownership })
  const paths = known ? diffPaths(draft.row.body, body) : ['']
  const gone = deletedAtOf(sources, origin)
  const isChanged = paths.length > 0 || (was === undefined) !== (gone.deletedAt === undefined)
  const revision = draft.row.revision + (isChanged ? 1 : 0)
  const row: EntityRow = { entity, id, revision, version, body, origin, source: ref, ...gone }
  const fresh = withSource(draft.fresh, source)
  note(workspace, { news, id: row.id, event: heard('fact-received', news) })
  recordNames(workspace, { news, id: row.id })
  const findings = recordFindings(workspace, { heard: news, draft, merging })
  const next = { ...draft, row, sources, fresh, findings }
  workspace.entities.set(
    row.id,
    isChanged ? changeEntity(workspace, { fact: news.fact, applying, next, known, paths }) : next,
  )
}

function newEntity({ part, fact }: News, id: string): EntityDraft {
  const { entity, ref: source } = part
  const empty = { revision: 0, version: 0, body: {} }
  const row: EntityRow = { entity, id, ...empty, origin: fact.connection, source }
  return { expected: 0, row, sources: [], fresh: [], findings: [], effects: [] }
}

/** What a source says by a document, beside what it said before. */
export function toSource(
  { fact, resource, version, part }: News,
  { id, current }: { readonly id: string; readonly current: SourceRow | undefined },
): SourceRow {
  const dialect = { resource: resource.name, apiVersion: fact.apiVersion }
  const body = part.body as unknown as Readonly<Record<string, unknown>>
  return {
    connection: fact.connection,
    resource: resource.name,
    key: part.key,
    entity: part.entity,
    id,
    ...(version !== undefined && { version }),
    mapping: resource.revision,
    body,
    bodyHash: contentHash(body),
    residue: enterResidue(current?.residue ?? '', dialect, part.residue),
    shard: fact.shard,
    seq: fact.seq,
  }
}

/** What the timeline says of a fact that was heard. */
export function heard(
  kind: 'fact-received' | 'fact-skipped',
  { fact, version }: Pick<News, 'fact' | 'version'>,
): TimelineEvent & { kind: typeof kind } {
  const { topic, eventId } = fact
  return {
    kind,
    topic,
    ...(eventId !== undefined && { eventId }),
    ...(version !== undefined && { version }),
  }
}

function note(
  workspace: Workspace,
  { news, id, event }: { news: News; id: string; event: TimelineEvent },
): void {
  const { fact, part, applying } = news
  noteEntity(workspace, { fact, applying, row: { entity: part.entity, id }, event })
}
