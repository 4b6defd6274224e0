import { refKey } from '@canonry/model'
import { readDocument, sourceKey } from '@canonry/pack'
import type { Fact } from '../journal/fact.js'
import { IN_TIME } from '../store/rows.js'
import { applyState, toSource } from './apply-part.js'
import type { Applying } from './applying.js'
import { toHeard } from './heard-part.js'
import { failed, type Reading } from './read-fact.js'
import { count, type EntityDraft, findEntity, nameKey, type Workspace } from './workspace.js'

/** A change that a source tells, and how to set it aside where it cannot be added. */
export interface Adding {
  readonly fact: Fact
  readonly applying: Applying
  readonly addition: Extract<Reading, { readonly kind: 'addition' }>
}

/** What became of an addition that was not made. */
export type NotAdded = Extract<Reading, { readonly kind: 'unreadable' }>

/**
 * Adds a change to what its source said before, and takes the sum for what it says now.
 *
 * The sum is kept where a source's residue is. All changes of one thing lie in one shard: one that
 * stands before the last that was added was added too, unless it was set aside and a person resumes it.
 */
export function applyAddition(workspace: Workspace, adding: Adding): NotAdded | undefined {
  const { fact, applying } = adding
  const { resource, ref, change } = adding.addition
  const { entity } = resource.parts[0]
  const known = findEntity(workspace, [nameKey(entity, refKey(ref))])
  const current = sourceOf(known, { fact, key: sourceKey(entity, ref) })
  if (current?.erased) return ERASED
  if (current && current.seq >= fact.seq && !applying.isResumed) {
    count(workspace, 'facts.stale')
    return undefined
  }
  const before: unknown = current ? JSON.parse(current.residue) : undefined
  const state = resource.adds?.(before, change)
  const sum = JSON.stringify(state)
  return readDocument(resource, sum, { account: ref.account }).match(({ parts: [first] }) => {
    if (!first) return EMPTY
    const part = toHeard(first)
    const news = { fact, resource, part, root: part, applying }
    const said = toSource(news, { id: known?.row.id ?? applying.uuid(), current: undefined })
    const source = { ...said, residue: sum, seq: Math.max(fact.seq, current?.seq ?? 0) }
    count(workspace, 'facts.applied')
    applyState(workspace, { news, source, known })
    readInTime(workspace, { adding, state })
    return undefined
  }, failed)
}

/** Has the sum read when the time itself changes it; one read per sum, at the time that is nearest. */
function readInTime(
  workspace: Workspace,
  { adding, state }: { readonly adding: Adding; readonly state: unknown },
): void {
  const { fact, applying, addition } = adding
  const { resource, ref } = addition
  const runAt = resource.changesAt?.(state)
  if (runAt === undefined) return
  const { connection } = fact
  const id = `${IN_TIME}${connection}|${refKey(ref)}`
  const why = 'its time has come'
  const read = { id, connection, ref, why, attempts: 0, runAt: Math.max(runAt, applying.now) }
  workspace.reads.set(id, read)
}

function sourceOf(known: EntityDraft | undefined, { fact, key }: { fact: Fact; key: string }) {
  return known?.sources.find((row) => row.connection === fact.connection && row.key === key)
}

const ERASED: NotAdded = {
  kind: 'unreadable',
  reason: 'erased-sum',
  message: 'what it is to be added to was erased',
  errors: [],
}
const EMPTY: NotAdded = {
  kind: 'unreadable',
  reason: 'empty-sum',
  message: 'the sum holds no entity',
  errors: [],
}
