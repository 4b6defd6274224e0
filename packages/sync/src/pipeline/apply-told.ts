import { refKey } from '@canonry/model'
import { sourceKey } from '@canonry/pack'
import type { Fact } from '../journal/fact.js'
import type { SourceRow } from '../store/rows.js'
import { heard, NOT_NEWER, requestRead } from './apply-part.js'
import type { Applying } from './applying.js'
import { noteEntity } from './change-entity.js'
import type { Told } from './read-fact.js'
import { clearMissed } from './record-findings.js'
import { isKnownVersion } from './version-gate.js'
import { count, type EntityDraft, findEntity, nameKey, type Workspace } from './workspace.js'

/**
 * Takes the word of a source that a document of its changed: the document is read, unless the version
 * that the word tells of is known or under way, since a pull has brought it or a later word had it read.
 */
export function applyTold(workspace: Workspace, telling: Telling): void {
  const { fact, applying, resource, ref, version, why } = telling
  const { entity } = resource.parts[0]
  const draft = findEntity(workspace, [nameKey(entity, refKey(ref))])
  const key = sourceKey(entity, ref)
  const current = draft?.sources.find(
    (row) => row.connection === fact.connection && row.key === key,
  )
  if (!isNews(telling, current)) {
    count(workspace, 'facts.stale')
    if (draft) skip(workspace, { telling, draft, isKnown: current?.version === version })
  } else requestRead(workspace, { news: { fact, applying }, ref, why })
}

type Telling = { readonly fact: Fact; readonly applying: Applying } & Told

function isNews(telling: Telling, current: SourceRow | undefined): boolean {
  const { fact, applying, version } = telling
  if (version === undefined) return true
  if (current && isKnownVersion(telling, current)) return false
  // nobody but the source says whether what was gone is there again
  if (current?.erased || current?.deletedAt !== undefined) return true
  return applying.underWay?.tell(fact, version) !== true
}

function skip(
  workspace: Workspace,
  {
    telling: { fact, applying, version },
    draft,
    isKnown,
  }: { readonly telling: Telling; readonly draft: EntityDraft; readonly isKnown: boolean },
): void {
  const about = { fact, ...(version !== undefined && { version }) }
  const event = { ...heard('fact-skipped', about), why: NOT_NEWER }
  noteEntity(workspace, { fact, applying, row: draft.row, event })
  if (isKnown) clearMissed(workspace, { fact, draft })
}
