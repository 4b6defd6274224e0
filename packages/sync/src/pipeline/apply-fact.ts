import type { Connection } from '@canonry/pack'
import { instantOf } from '../effects/effect-notes.js'
import type { ExceptionDraft } from '../exception.js'
import type { Fact } from '../journal/fact.js'
import { findingKey } from '../recorded-finding.js'
import type { Unreadable } from '../store/body-label.js'
import { type Adding, applyAddition } from './apply-addition.js'
import { applyPart } from './apply-part.js'
import { applyTold } from './apply-told.js'
import type { Applying } from './applying.js'
import { applyDeletion } from './deletion.js'
import { type Reading, readFact } from './read-fact.js'
import { UNREADABLE_ROW, unreadableIn } from './unreadable-row.js'
import { absorb, count, fork, type Workspace } from './workspace.js'

/** A fact and what it turned out to be. */
export interface ReadFact {
  readonly fact: Fact
  readonly reading: Reading
}

/** Reads a fact; a rule that throws makes it unreadable, whatever it threw. */
export function readSafely(fact: Fact, connection: Connection | undefined): ReadFact {
  try {
    return { fact, reading: readFact(fact, connection) }
  } catch (problem) {
    const message = `reading it failed: ${describe(problem)}`
    return { fact, reading: { kind: 'unreadable', reason: 'handler-bug', message, errors: [] } }
  }
}

/**
 * Takes one more fact into the workspace.
 *
 * A fact that cannot be read or decided on changes nothing but opens an exception; it stays in the
 * journal, and the facts behind it go on.
 */
export function applyFact(
  workspace: Workspace,
  { fact, reading }: ReadFact,
  applying: Applying,
): void {
  const unreadable = unreadableIn(workspace, reading)
  if (unreadable) {
    setAside(workspace, { fact, applying, ...leftAlone(unreadable) })
    return
  }
  const changes = fork(workspace)
  try {
    applyReading(changes, { fact, reading, applying })
    absorb(workspace, changes)
  } catch (problem) {
    setAside(workspace, { fact, applying, reason: 'decision-failed', message: describe(problem) })
  }
}

const RESTORE = 'Restore the row from a backup, or erase the entity, and resume.'

function leftAlone({ kind, message }: Unreadable) {
  const fix = kind === 'damaged' ? RESTORE : 'Update this service; what waits goes on.'
  return { reason: UNREADABLE_ROW[kind], message, fix }
}

function applyReading(
  workspace: Workspace,
  { fact, reading, applying }: ReadFact & { applying: Applying },
): void {
  if (fact.conflicting) noteConflict(workspace, { fact, applying })
  switch (reading.kind) {
    case 'unmapped':
      return void count(workspace, 'facts.unmapped')
    case 'manifest':
      return void count(workspace, 'files.taken')
    case 'added':
      return void count(workspace, 'facts.added')
    case 'erased':
      return void count(workspace, 'facts.erased')
    case 'expired':
      return void setAside(workspace, { fact, applying, ...EXPIRED })
    case 'nameless':
      return void setAside(workspace, { fact, applying, ...nameless(fact) })
    case 'withheld':
      return void applyTold(workspace, { fact, applying, ...reading })
    case 'deletion':
      return void applyDeletion(workspace, { fact, applying, ...reading })
    case 'unreadable':
      return void setAside(workspace, { fact, applying, ...reading })
    case 'addition':
      return void add(workspace, { fact, applying, addition: reading })
    case 'document':
      return void applyDocument(workspace, { fact, applying, document: reading })
    default:
      reading satisfies never
  }
}

const NOT_KEPT = {
  oversize: 'is larger than 5 MiB and was not kept',
  'too-deep': 'is nested deeper than 64 levels and was not kept',
}

function nameless({ withheld }: Fact) {
  const why = withheld ? `, since its body ${NOT_KEPT[withheld]}` : ''
  return {
    reason: 'withheld-document',
    message: `its document must be read${why}, and nothing in it says which one that is`,
    fix: 'Find the document in its source by the time of the event, and ingest it, or let a pull bring it. Where the event does name it, correct `routingKey` of the pack.',
  }
}

const EXPIRED = {
  reason: 'expired-body',
  message: 'its body has expired',
  fix: 'Have the document read from its source, or dismiss this.',
}

function applyDocument(
  workspace: Workspace,
  { fact, applying, document }: { fact: Fact; applying: Applying; document: Document },
): void {
  const { resource, version, parts } = document
  const about = { fact, applying, resource, ...(version !== undefined && { version }) }
  const verdicts = parts.map((part, _, [root = part]) =>
    applyPart(workspace, { ...about, part, root }),
  )
  if (verdicts[0] !== 'apply') return
  workspace.exceptions.push({ kind: 'resolve', fingerprint: fingerprintOf(fact, applying) })
}

function add(workspace: Workspace, adding: Adding): void {
  const { fact, applying } = adding
  const failed = applyAddition(workspace, adding)
  if (failed) setAside(workspace, { fact, applying, ...failed })
}

type Document = Extract<Reading, { readonly kind: 'document' }>

/** Opens an exception about a fact that changes nothing else; the fact stays in the journal. */
export function setAside(
  workspace: Workspace,
  {
    fact,
    applying,
    reason,
    message,
    errors = [],
    fix = 'Correct the mapping or the flow, or the document in its source; nothing is lost.',
  }: {
    fact: Fact
    applying: Applying
    reason: string
    message: string
    errors?: ExceptionDraft['errors'] & object
    fix?: string
  },
): void {
  count(workspace, 'facts.failed')
  const { file, line } = fact.headers
  const place = fact.topic === 'file' ? ` (line ${line} of ${file})` : ''
  const label = `${fact.routingKey ?? `fact ${fact.shard}/${fact.seq}`}${place}`
  const draft: ExceptionDraft = {
    fingerprint: fingerprintOf(fact, applying),
    reason,
    owner: 'integration',
    connection: fact.connection,
    message: `${fact.topic} ${label}: ${message}`,
    suggestedFix: fix,
    ...(errors.length > 0 && { errors }),
    subject: { kind: 'fact', shard: fact.shard, seq: fact.seq },
  }
  workspace.exceptions.push({ kind: 'open', id: applying.uuid(), draft })
}

// all failures of one document are one problem, and a later document that is applied solves it; one that
// names nothing is known by what it says; each change that is to be added is a problem of its own
function fingerprintOf(
  { connection, topic, resource = '', routingKey, hash, shard, seq }: Fact,
  { connections }: Pick<Applying, 'connections'>,
): string {
  const name = routingKey === undefined ? `${topic}/${hash}` : `${resource}/${routingKey}`
  const isOne = !connections.get(connection)?.resources[resource]?.adds
  return `fact:${connection}:${isOne ? name : `${shard}/${seq}`}`
}

function noteConflict(
  workspace: Workspace,
  { fact, applying }: { fact: Fact; applying: Applying },
): void {
  const finding = {
    code: 'conflicting-duplicate',
    path: '',
    message: `two deliveries with event id ${fact.eventId} have different contents`,
    connection: fact.connection,
    at: instantOf(applying.now),
  }
  const key = `${findingKey(finding)}|${fact.eventId}`
  workspace.findings.push({ kind: 'record', key, finding })
  count(workspace, 'findings.recorded')
}

function describe(problem: unknown): string {
  return problem instanceof Error ? problem.message.slice(0, 300) : 'something was thrown'
}
