import { type Ref, refKey } from '@canonry/model'
import { type Resource, sourceKey } from '@canonry/pack'
import type { Fact } from '../journal/fact.js'
import type { SourceRow } from '../store/rows.js'
import type { Applying } from './applying.js'
import { changeEntity, noteEntity } from './change-entity.js'
import { withSource } from './with-source.js'
import { count, type EntityDraft, findEntity, nameKey, type Workspace } from './workspace.js'

/** The word of a source that a document of its exists no longer. */
export interface Deletion {
  readonly fact: Fact
  readonly resource: Resource
  readonly ref: Ref
  readonly applying: Applying
}

/** When the entity was gone from where it came from, if it is; the order of facts plays no part. */
export function deletedAtOf(sources: readonly SourceRow[], origin: string): { deletedAt?: number } {
  if (sources.every(({ deletedAt }) => deletedAt === undefined)) return {}
  const own = sources.filter(({ connection }) => connection === origin)
  const times = own.flatMap(({ deletedAt }) => deletedAt ?? [])
  if (times.length === 0 || times.length < own.length) return {}
  return { deletedAt: Math.max(...times) }
}

/**
 * Takes a deletion into the workspace: the source's state stays as last known, marked as gone.
 *
 * Of what was never heard of only that is kept, so that a late document does not bring it to life.
 */
export function applyDeletion(workspace: Workspace, deletion: Deletion): void {
  const { fact, resource, ref } = deletion
  const { entity } = resource.parts[0]
  const draft = findEntity(workspace, [nameKey(entity, refKey(ref))])
  if (!draft) {
    rememberGone(workspace, deletion)
    return
  }
  const key = sourceKey(entity, ref)
  const source = draft.sources.find((row) => row.connection === fact.connection && row.key === key)
  if (!source || source.deletedAt !== undefined) {
    count(workspace, 'facts.stale')
    return
  }
  count(workspace, 'facts.applied')
  const { shard, seq, receivedAt: deletedAt } = fact
  markGone(workspace, { deletion, draft, source: { ...source, shard, seq, deletedAt } })
}

function rememberGone(workspace: Workspace, { fact, resource, ref, applying }: Deletion): void {
  const { entity } = resource.parts[0]
  const { connection, shard, seq, receivedAt: deletedAt } = fact
  const id = applying.uuid()
  const unknown = { body: {}, erased: true as const, deletedAt }
  const source: SourceRow = {
    ...unknown,
    connection,
    resource: resource.name,
    key: sourceKey(entity, ref),
    entity,
    id,
    mapping: resource.revision,
    bodyHash: '',
    residue: '',
    shard,
    seq,
  }
  const row = { ...unknown, entity, id, revision: 0, version: 0, origin: connection, source: ref }
  const known = { sources: [source], fresh: [source], findings: [], effects: [] }
  count(workspace, 'facts.applied')
  workspace.entities.set(id, { expected: 0, row, ...known })
  workspace.ids.set(nameKey(entity, refKey(ref)), id)
  const evidence = `fact ${connection}/${shard}/${seq}`
  workspace.links.push({ entity, id, ref, evidence })
}

function markGone(
  workspace: Workspace,
  { deletion, draft, source }: { deletion: Deletion; draft: EntityDraft; source: SourceRow },
): void {
  const { fact, applying } = deletion
  const sources = withSource(draft.sources, source)
  const fresh = withSource(draft.fresh, source)
  const gone = deletedAtOf(sources, draft.row.origin)
  const isNews =
    gone.deletedAt !== undefined && draft.row.deletedAt === undefined && !draft.row.erased
  const row = { ...draft.row, ...gone, revision: draft.row.revision + (isNews ? 1 : 0) }
  const next = { ...draft, row, sources, fresh }
  const { topic, eventId } = fact
  const event = { kind: 'fact-received', topic, ...(eventId !== undefined && { eventId }) } as const
  noteEntity(workspace, { fact, applying, row, event })
  const change = { fact, applying, next, known: draft, paths: [] }
  workspace.entities.set(row.id, isNews ? changeEntity(workspace, change) : next)
}
