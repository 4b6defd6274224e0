import { refKey } from '@canonry/model'
import { sourceKey } from '@canonry/pack'
import type { Fact } from '../journal/fact.js'
import type { Applying } from './apply-part.js'
import { heard, NOT_NEWER, requestRead } from './apply-part.js'
import { noteEntity } from './change-entity.js'
import type { Told } from './read-fact.js'
import { clearMissed } from './record-findings.js'
import { isKnownVersion } from './version-gate.js'
import { count, findEntity, nameKey, type Workspace } from './workspace.js'

/**
 * Takes the word of a source that a document of its changed: the document is read, unless the version
 * that the word tells of is known, since a pull has brought it or a later word had it read.
 */
export function applyTold(
  workspace: Workspace,
  { fact, applying, ...told }: { readonly fact: Fact; readonly applying: Applying } & Told,
): void {
  const { resource, ref, version, why } = told
  const { entity } = resource.parts[0]
  const draft = findEntity(workspace, [nameKey(entity, refKey(ref))])
  const key = sourceKey(entity, ref)
  const current = draft?.sources.find(
    (row) => row.connection === fact.connection && row.key === key,
  )
  if (!draft || !current || !isKnownVersion(told, current)) {
    requestRead(workspace, { news: { fact, applying }, ref, why })
    return
  }
  count(workspace, 'facts.stale')
  const about = { fact, ...(version !== undefined && { version }) }
  const event = { ...heard('fact-skipped', about), why: NOT_NEWER }
  noteEntity(workspace, { fact, applying, row: draft.row, event })
  if (current.version === version) clearMissed(workspace, { fact, draft })
}
