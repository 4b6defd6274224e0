import type { EntityName } from '@canonry/model'
import { refKey } from '@canonry/model'
import type { EffectRow } from '../effects/effect.js'
import type { NewFact } from '../journal/fact.js'
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
  /** What sources said in this batch, each the last that it said. */
  readonly fresh: readonly SourceRow[]
  readonly findings: readonly RecordedFinding[]
  readonly effects: readonly EffectDraft[]
}

/**
 * Everything that a batch of facts reads and is about to write.
 *
 * Facts are worked on one after the other, each on a {@link fork} that the batch {@link absorb}s:
 * one that fails leaves no trace.
 */
export interface Workspace {
  /** What this is a fork of; what is not found here is looked for there. */
  readonly base?: Workspace
  readonly entities: Map<string, EntityDraft>
  /** Canonical ids by entity and ref. */
  readonly ids: Map<string, string>
  readonly links: Link[]
  readonly findings: FindingWrite[]
  readonly timeline: TimelineEntry[]
  readonly exceptions: ExceptionWrite[]
  /** By id: one that is asked for twice is one. */
  readonly reads: Map<string, PendingRead>
  /** What flows recorded. */
  readonly facts: NewFact[]
  /** Names of counters, one for each time. */
  readonly counts: string[]
  /** Connections whose changes lead only to proposals. */
  readonly planning: ReadonlySet<string>
}

/** A workspace that knows what the store answered about a situation. */
export function createWorkspace(situation: {
  readonly links: readonly Link[]
  readonly states: readonly EntityState[]
  readonly planning?: readonly string[]
}): Workspace {
  const drafts = situation.states.map(({ row, sources, findings, effects }): EntityDraft => {
    const known = effects.map((effect) => ({ row: effect, fence: effect.fence, touched: false }))
    return { expected: row.version, row, sources, fresh: [], findings, effects: known }
  })
  return {
    ...noWrites(),
    entities: new Map(drafts.map((draft) => [draft.row.id, draft])),
    ids: new Map(situation.links.map((link) => [nameKey(link.entity, refKey(link.ref)), link.id])),
    planning: new Set(situation.planning),
  }
}

function noWrites(): Pick<Workspace, Lists> {
  const lists = { links: [], findings: [], timeline: [], exceptions: [], facts: [], counts: [] }
  return { ...lists, reads: new Map() }
}

type Lists = 'links' | 'findings' | 'timeline' | 'exceptions' | 'reads' | 'facts' | 'counts'

/** A workspace that sees what another knows, and whose changes the other does not see. */
export function fork(base: Workspace): Workspace {
  const { planning } = base
  return { ...noWrites(), base, entities: new Map(), ids: new Map(), planning }
}

/** Takes over the changes of a fork. */
export function absorb(workspace: Workspace, changes: Workspace): void {
  for (const [id, draft] of changes.entities) workspace.entities.set(id, draft)
  for (const [name, id] of changes.ids) workspace.ids.set(name, id)
  for (const each of changes.links) workspace.links.push(each)
  // one by one: an order may have more findings than a call has room for
  for (const each of changes.findings) workspace.findings.push(each)
  for (const each of changes.timeline) workspace.timeline.push(each)
  for (const each of changes.exceptions) workspace.exceptions.push(each)
  for (const [id, read] of changes.reads) workspace.reads.set(id, read)
  for (const each of changes.facts) workspace.facts.push(each)
  for (const each of changes.counts) workspace.counts.push(each)
}

/** Adds one to a counter. */
export function count({ counts }: Workspace, name: string): void {
  counts.push(name)
}

/** The entity that has one of these names, the first name that is known counts. */
export function findEntity(
  workspace: Workspace,
  names: readonly string[],
): EntityDraft | undefined {
  for (const name of names) {
    const id = idOf(workspace, name)
    if (id !== undefined) return draftOf(workspace, id)
  }
  return undefined
}

/** The canonical id that a name of one kind of entity stands for. */
export function idOf({ ids, base }: Workspace, name: string): string | undefined {
  return ids.get(name) ?? (base && idOf(base, name))
}

/** Whether this read was asked for already. */
export function isRequested({ reads, base }: Workspace, id: string): boolean {
  return reads.has(id) || (base !== undefined && isRequested(base, id))
}

function draftOf({ entities, base }: Workspace, id: string): EntityDraft | undefined {
  return entities.get(id) ?? (base && draftOf(base, id))
}

/** One name of one kind of entity; the ref is as `refKey` prints it. */
export function nameKey(entity: EntityName, ref: string): string {
  return `${entity}:${ref}`
}
