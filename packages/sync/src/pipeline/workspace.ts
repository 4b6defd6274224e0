import type { EntityName, Ref } from '@canonry/model'
import { refKey } from '@canonry/model'
import type { EffectRow } from '../effects/effect.js'
import type { RecordedFinding } from '../recorded-finding.js'
import type { EntityRow, EntityState, Link, PendingRead, SourceRow } from '../store/rows.js'
import type { ExceptionWrite, FindingWrite } from '../store/writes.js'
import type { TimelineEntry } from '../timeline-entry.js'

/** An effect while a batch is worked on; `fence` is absent until the store knows it. */
export interface EffectDraft {
  readonly row: EffectRow
  readonly body?: unknown
  readonly fence?: number
  readonly touched: boolean
}

/** An entity while a batch is worked on; `expected` is the version that the store holds. */
export interface EntityDraft {
  readonly expected: number
  readonly row: EntityRow
  readonly sources: readonly SourceRow[]
  /** The sources that said something new in this batch, oldest first. */
  readonly fresh: readonly SourceRow[]
  readonly findings: readonly RecordedFinding[]
  readonly effects: readonly EffectDraft[]
}

/**
 * Everything that a batch of facts reads and is about to write.
 *
 * Facts are worked on one after the other, each on a {@link fork}: one that fails leaves no trace.
 */
export interface Workspace {
  readonly entities: Map<string, EntityDraft>
  /** Canonical ids by entity and ref. */
  readonly ids: Map<string, string>
  readonly links: Link[]
  readonly findings: FindingWrite[]
  readonly timeline: TimelineEntry[]
  readonly exceptions: ExceptionWrite[]
  readonly reads: PendingRead[]
  readonly counts: Map<string, number>
}

/** A workspace that knows what the store answered about a situation. */
export function createWorkspace(situation: {
  readonly links: readonly Link[]
  readonly states: readonly EntityState[]
}): Workspace {
  const drafts = situation.states.map(({ row, sources, findings, effects }): EntityDraft => {
    const known = effects.map((effect) => ({ row: effect, fence: effect.fence, touched: false }))
    return { expected: row.version, row, sources, fresh: [], findings, effects: known }
  })
  return {
    entities: new Map(drafts.map((draft) => [draft.row.id, draft])),
    ids: new Map(situation.links.map((link) => [nameKey(link.entity, link.ref), link.id])),
    links: [],
    findings: [],
    timeline: [],
    exceptions: [],
    reads: [],
    counts: new Map(),
  }
}

/** A copy whose changes the original does not see. */
export function fork(workspace: Workspace): Workspace {
  return {
    entities: new Map(workspace.entities),
    ids: new Map(workspace.ids),
    links: [...workspace.links],
    findings: [...workspace.findings],
    timeline: [...workspace.timeline],
    exceptions: [...workspace.exceptions],
    reads: [...workspace.reads],
    counts: new Map(workspace.counts),
  }
}

/** Adds one to a counter. */
export function count({ counts }: Workspace, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1)
}

/** The entity that has one of these names, the first name that is known counts. */
export function findEntity(
  { ids, entities }: Workspace,
  { entity, refs }: { entity: EntityName; refs: readonly Ref[] },
): EntityDraft | undefined {
  for (const ref of refs) {
    const id = ids.get(nameKey(entity, ref))
    if (id !== undefined) return entities.get(id)
  }
  return undefined
}

/** One name of one kind of entity. */
export function nameKey(entity: EntityName, ref: Ref): string {
  return `${entity}:${refKey(ref)}`
}
