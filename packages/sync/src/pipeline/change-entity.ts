import type { Entities } from '@canonry/model'
import { instantOf } from '../effects/effect-notes.js'
import type { Change } from '../flow.js'
import type { Fact } from '../journal/fact.js'
import type { EntityRow } from '../store/rows.js'
import type { TimelineEvent } from '../timeline-entry.js'
import type { Applying } from './applying.js'
import { decide } from './decide.js'
import { count, type EntityDraft, type Workspace } from './workspace.js'

/** What a fact made of an entity. */
export interface EntityChange {
  readonly fact: Fact
  readonly applying: Applying
  readonly next: EntityDraft
  /** The entity before; absent when it is new. */
  readonly known: EntityDraft | undefined
  readonly paths: readonly string[]
}

/** Tells of a change, and lets the flows decide on it. */
export function changeEntity(
  workspace: Workspace,
  { fact, applying, next, known, paths }: EntityChange,
): EntityDraft {
  const { row } = next
  const { entity, id, source, revision, body } = row
  for (const event of eventsOf({ row, known: known?.row, paths })) {
    noteEntity(workspace, { fact, applying, row, event: { ...event, revision } })
  }
  count(workspace, 'entities.changed')
  const change: Change = {
    entity,
    id,
    connection: fact.connection,
    source,
    ...(known &&
      !known.row.erased && { before: known.row.body as unknown as Entities[typeof entity] }),
    after: body as unknown as Entities[typeof entity],
    paths,
    ...(row.deletedAt !== undefined && { deleted: true as const }),
    ...(known?.row.deletedAt !== undefined && { wasDeleted: true as const }),
  }
  return decide(workspace, { change, draft: next, deciding: applying })
}

type ChangeEvent =
  | { readonly kind: 'entity-created' | 'entity-changed'; readonly paths: readonly string[] }
  | { readonly kind: 'entity-deleted' | 'entity-restored' }

function eventsOf({
  row,
  known,
  paths,
}: {
  row: EntityRow
  known: EntityRow | undefined
  paths: readonly string[]
}): ChangeEvent[] {
  if (!known) return [{ kind: 'entity-created', paths }]
  const changed: ChangeEvent[] = paths.length > 0 ? [{ kind: 'entity-changed', paths }] : []
  const [was, is] = [known.deletedAt !== undefined, row.deletedAt !== undefined]
  if (was === is) return changed
  return [{ kind: is ? 'entity-deleted' : 'entity-restored' }, ...changed]
}

/** Writes one line into the timeline of an entity. */
export function noteEntity(
  { timeline }: Workspace,
  {
    fact,
    applying,
    row,
    event,
  }: {
    fact: Fact
    applying: Applying
    row: Pick<EntityRow, 'entity' | 'id'>
    event: TimelineEvent
  },
): void {
  const at = instantOf(event.kind === 'fact-received' ? fact.receivedAt : applying.now)
  const { entity, id } = row
  timeline.push({ ...event, at, entity, id, connection: fact.connection })
}
