import type { Finding } from '@canonry/model'
import { instantOf } from '../effects/effect-notes.js'
import { type Fact, FIRST_PULL, RECONCILED } from '../journal/fact.js'
import { findingKey, type RecordedFinding } from '../recorded-finding.js'
import type { HeardPart } from './heard-part.js'
import { foreignNames } from './record-names.js'
import type { UnderWay } from './under-way.js'
import { count, type EntityDraft, type Workspace } from './workspace.js'

const MERGING = 'non-owner-differs'
const MISSED = 'missed-change'

/** A fact about one entity, before its findings are known. */
interface Heard {
  readonly fact: Fact
  readonly part: HeardPart
  readonly applying: { readonly now: number; readonly underWay?: UnderWay }
}

/**
 * Brings the findings of an entity up to date: what its source's document and the merge say now.
 *
 * What this source or an earlier merge said before and no longer says is cleared.
 */
export function recordFindings(
  workspace: Workspace,
  { heard, draft, merging }: { heard: Heard; draft: EntityDraft; merging: readonly Finding[] },
): readonly RecordedFinding[] {
  const { connection } = heard.fact
  const kept = draft.findings.filter(
    ({ lane, code, connection: by }) => lane || (code !== MERGING && by !== connection),
  )
  const said = [
    ...heard.part.findings,
    ...foreign(workspace, { heard, draft }),
    ...missed(heard, draft),
  ]
  if (draft.findings.length + said.length + merging.length === 0) return []
  const current = [
    ...said.map((finding) => recorded(finding, { heard, draft, connection })),
    ...merging.map((finding) => recorded(finding, { heard, draft, connection: draft.row.origin })),
  ]
  return [...kept, ...replaceFindings(workspace, { before: draft.findings, kept, current })]
}

function replaceFindings(
  workspace: Workspace,
  { before, kept, current }: Record<'before' | 'kept' | 'current', readonly RecordedFinding[]>,
): readonly RecordedFinding[] {
  const known = new Map(before.map((finding) => [findingKey(finding), finding]))
  const stays = new Set([...kept, ...current].map(findingKey))
  for (const key of known.keys()) {
    if (!stays.has(key)) workspace.findings.push({ kind: 'clear', key })
  }
  return current.map((finding) => {
    const key = findingKey(finding)
    const earlier = known.get(key)
    const standing = earlier ? { ...finding, at: earlier.at } : finding
    if (earlier?.message !== finding.message) {
      workspace.findings.push({ kind: 'record', key, finding: standing })
    }
    if (!earlier) tell(workspace, finding)
    return standing
  })
}

function tell(
  workspace: Workspace,
  { code, message, at, entity, id, connection }: RecordedFinding,
) {
  count(workspace, 'findings.recorded')
  if (!entity || !id) return
  workspace.timeline.push({ kind: 'finding', code, message, at, entity, id, connection })
}

/** Whether a pull brought news that a webhook should have told; `isKnown`: its source was heard before. */
export function wasMissed(
  { fact, applying: { underWay } }: Pick<Heard, 'fact' | 'applying'>,
  isKnown: boolean,
): boolean {
  const { topic } = fact
  const isFound = topic === RECONCILED || (topic === FIRST_PULL && isKnown)
  return isFound && underWay?.isTold(fact) !== true
}

/**
 * Takes back that a change of a source was missed: it tells of what was found without its word.
 *
 * Who was behind finds by a pull what an event has told that still waits to be read.
 */
export function clearMissed(
  workspace: Workspace,
  { fact: { connection }, draft }: { fact: Fact; draft: EntityDraft },
): void {
  const isMissed = (finding: RecordedFinding) =>
    finding.code === MISSED && finding.connection === connection
  const missed = draft.findings.filter(isMissed)
  if (missed.length === 0) return
  for (const finding of missed) {
    workspace.findings.push({ kind: 'clear', key: findingKey(finding) })
  }
  const findings = draft.findings.filter((finding) => !isMissed(finding))
  workspace.entities.set(draft.row.id, { ...draft, findings })
}

function missed(heard: Heard, { sources }: EntityDraft): Finding[] {
  const { fact, part } = heard
  const isKnown = sources.some(
    ({ connection, key }) => connection === fact.connection && key === part.key,
  )
  if (!wasMissed(heard, isKnown)) return []
  return [{ code: MISSED, path: '', message: 'its source had changed and did not say so' }]
}

function foreign(
  workspace: Workspace,
  { heard, draft }: { heard: Heard; draft: EntityDraft },
): Finding[] {
  const { part } = heard
  return foreignNames(workspace, { part, id: draft.row.id }).map((name) => ({
    code: 'ref-of-another-entity',
    path: '/refs',
    message: `${name} already names another ${part.entity}, and stays with it`,
  }))
}

function recorded(
  finding: Finding,
  { heard, draft, connection }: { heard: Heard; draft: EntityDraft; connection: string },
): RecordedFinding {
  const { entity, id, source } = draft.row
  return { ...finding, connection, entity, id, ref: source, at: instantOf(heard.applying.now) }
}
