import type { Entities } from '@canonry/model'
import type { Change } from '../flow.js'
import { type ReadFact, setAside } from '../pipeline/apply-fact.js'
import type { Applying } from '../pipeline/applying.js'
import { decide } from '../pipeline/decide.js'
import type { Deciding } from '../pipeline/deciding.js'
import { type EntityDraft, findEntity, type Workspace } from '../pipeline/workspace.js'

/**
 * Lets the flows of today decide on entities that a fact changes nothing of, where that fact is what
 * their source said last.
 *
 * A flow is shown the whole entity as new; what was promised already is not promised again.
 */
export function decideAgain(
  attempt: Workspace,
  { each, applying }: { each: ReadFact; applying: Applying },
): void {
  const { fact, reading } = each
  if (reading.kind !== 'document') return
  for (const part of reading.parts) {
    const draft = findEntity(attempt, part.names)
    if (!draft || isDecided(attempt, draft) || !isCurrent(draft, { each, name: part.key })) continue
    try {
      const anew = { draft, connection: fact.connection, deciding: applying }
      attempt.entities.set(draft.row.id, decideAnew(attempt, anew))
    } catch (problem) {
      const message = problem instanceof Error ? problem.message : 'something was thrown'
      setAside(attempt, { fact, applying, reason: 'decision-failed', message })
      return
    }
  }
}

// a change that this very fact made was decided on when it was made
function isDecided({ entities, base }: Workspace, { row }: EntityDraft): boolean {
  const own = entities.get(row.id)
  const before = base?.entities.get(row.id)
  return own !== undefined && own.row.revision !== (before?.row.revision ?? 0)
}

function isCurrent(
  { sources, row }: EntityDraft,
  { each: { fact }, name }: { each: ReadFact; name: string },
): boolean {
  if (row.deletedAt !== undefined || row.erased) return false
  return sources.some(
    ({ connection, key, shard, seq }) =>
      connection === fact.connection && key === name && shard === fact.shard && seq === fact.seq,
  )
}

/** An entity on which flows decide again, and the connection that said last what it is. */
export interface Anew {
  readonly draft: EntityDraft
  readonly connection: string
  readonly deciding: Deciding
}

/** Lets flows decide on an entity as if it were new; nothing is recorded of it again. */
export function decideAnew(
  workspace: Workspace,
  { draft, connection, deciding }: Anew,
): EntityDraft {
  const { entity, id, source, body } = draft.row
  const change: Change = {
    ...{ entity, id, connection, source },
    after: body as unknown as Entities[typeof entity],
    paths: [''],
  }
  return decide(workspace, { change, draft, deciding: { ...deciding, isAgain: true } })
}
