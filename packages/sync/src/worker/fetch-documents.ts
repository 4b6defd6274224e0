import { refKey } from '@canonry/model'
import type { Failure, WireDocument } from '@canonry/pack'
import { err, type Result } from 'neverthrow'
import { backoffMs } from '../effects/backoff.js'
import { type Dispatching, type OpenConnection, persist } from '../effects/calling/dispatching.js'
import { inTime } from '../effects/calling/in-time.js'
import { classifySafely, knownDocuments } from '../effects/calling/known-answer.js'
import type { ExceptionDraft } from '../exception.js'
import { documentFact } from '../journal/document-fact.js'
import { pausedIn } from '../people/pause.js'
import type { PendingRead } from '../store/rows.js'
import { isOwnConnection } from '../store/worker-share.js'

const LOOKED_AT = 100
const AT_ONCE = 4
const TELL_AFTER = 3

/**
 * Starts the reads that are due, a few of each connection at once; they go on in the background, so
 * that a slow system delays no other. What they bring is journaled as further facts.
 *
 * A read that fails waits with growing patience, and is an exception from the third time on.
 * Answers how many reads were started.
 */
export async function fetchDocuments(dispatching: Dispatching): Promise<number> {
  const { reading, track } = dispatching
  const started = takeTurns(await dueReads(dispatching), reading)
  for (const read of started) {
    reading.add(read.id)
    track(fetchOne(dispatching, read).finally(() => reading.delete(read.id)))
  }
  return started.length
}

// most of the time nothing is due, whatever is paused
async function dueReads(dispatching: Dispatching): Promise<readonly PendingRead[]> {
  const { env, store, open, share } = dispatching
  const others = [...open.keys()].filter((connection) => !isOwnConnection(connection, share()))
  const question = { kind: 'reads', now: env.now(), limit: LOOKED_AT } as const
  const ask = (except: readonly string[]) =>
    persist(dispatching, () => store.query<'reads'>({ ...question, except }))
  const due = (await ask(others)) ?? []
  if (due.length === 0) return due
  const gates = await persist(dispatching, () => store.query<'gates'>({ kind: 'gates' }))
  const paused = pausedIn(gates ?? {}, question.now).map(({ connection }) => connection)
  return paused.length === 0 ? due : ((await ask([...others, ...paused])) ?? [])
}

function takeTurns(due: readonly PendingRead[], reading: ReadonlySet<string>): PendingRead[] {
  const underway = new Map<string, number>()
  const count = (connection: string) => underway.get(connection) ?? 0
  for (const { id, connection } of due) {
    if (reading.has(id)) underway.set(connection, count(connection) + 1)
  }
  return due.filter(({ id, connection }) => {
    if (reading.has(id) || count(connection) >= AT_ONCE) return false
    underway.set(connection, count(connection) + 1)
    return true
  })
}

async function fetchOne(dispatching: Dispatching, read: PendingRead): Promise<void> {
  const from = dispatching.open.get(read.connection)
  const documents = from ? await readSafely(dispatching, { from, read }) : err(GONE)
  if (documents.isOk()) await journalDocuments(dispatching, { read, documents: documents.value })
  else await postpone(dispatching, { read, failure: documents.error })
  dispatching.beat(['facts', 'reads'])
}

const GONE: Failure = { kind: 'handler.bug', message: 'the connection is not configured any more' }

async function readSafely(
  { env }: Dispatching,
  { from: { connector }, read: { ref } }: { from: OpenConnection; read: PendingRead },
): Promise<Result<readonly WireDocument[], Failure>> {
  try {
    const answer = await inTime(env, () => connector.read([ref]))
    return knownDocuments(answer, (documents) => documents)
  } catch (problem) {
    return err(classifySafely(connector, problem))
  }
}

async function journalDocuments(
  dispatching: Dispatching,
  { read, documents }: { read: PendingRead; documents: readonly WireDocument[] },
): Promise<void> {
  const { env, store, epoch } = dispatching
  const now = env.now()
  const about = {
    connection: read.connection,
    origin: 'read',
    topic: 'read',
    receivedAt: now,
  } as const
  const facts = documents.map((document) => documentFact(document, about))
  const resolve = { kind: 'resolve', fingerprint: fingerprintOf(read) } as const
  const ended = { id: read.id, epoch, exceptions: [resolve] }
  const counts = { 'reads.done': 1 }
  await persist(dispatching, () => store.append({ now, facts, counts, read: ended }))
}

async function postpone(
  dispatching: Dispatching,
  { read, failure }: { read: PendingRead; failure: Failure },
): Promise<void> {
  const { env, store, epoch } = dispatching
  const now = env.now()
  const attempts = read.attempts + 1
  const runAt = Math.max(now + backoffMs(attempts, env.random()), failure.retryAt ?? 0)
  const draft = exceptionOf(read, failure)
  const exceptions =
    attempts < TELL_AFTER ? [] : ([{ kind: 'open', id: env.uuid(), draft }] as const)
  const later = {
    kind: 'postpone',
    now,
    epoch,
    read: { ...read, attempts, runAt },
    exceptions,
  } as const
  await persist(dispatching, () => store.maintain(later))
}

function exceptionOf(read: PendingRead, { message }: Failure): ExceptionDraft {
  return {
    fingerprint: fingerprintOf(read),
    reason: 'read-failed',
    owner: 'integration',
    connection: read.connection,
    ref: read.ref,
    message: `${refKey(read.ref)} cannot be read: ${message}`,
    suggestedFix: 'Make the document readable for the connection; it is read again by itself.',
    subject: { kind: 'read', id: read.id },
  }
}

function fingerprintOf({ connection, ref }: PendingRead): string {
  return `read:${connection}:${refKey(ref)}`
}
