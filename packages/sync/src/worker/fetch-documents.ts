import { refKey } from '@canonry/model'
import type { Env, Failure, WireDocument } from '@canonry/pack'
import { err, type Result } from 'neverthrow'
import { backoffMs, wishedAt } from '../effects/backoff.js'
import { type Dispatching, type OpenConnection, persist } from '../effects/calling/dispatching.js'
import { inTime } from '../effects/calling/in-time.js'
import { classifySafely, knownDocuments } from '../effects/calling/known-answer.js'
import { POLICIES } from '../effects/settling/policy.js'
import type { ExceptionDraft } from '../exception.js'
import { groupOf } from '../group-of.js'
import { documentFact } from '../journal/document-fact.js'
import { pausedIn } from '../people/paused-connections.js'
import type { PendingRead } from '../store/rows.js'
import { isOwnConnection } from '../store/worker-share.js'
import type { ExceptionWrite } from '../store/writes.js'

const LOOKED_AT = 400
const AT_ONCE = 4
const TELL_AFTER = 3

/**
 * Starts the reads that are due, a few calls of each connection at once; they go on in the background,
 * so that a slow system delays no other. What they bring is journaled as further facts.
 *
 * A read that fails waits with growing patience, and is an exception from the third time on. Answers
 * how many reads were started.
 */
export async function fetchDocuments(dispatching: Dispatching): Promise<number> {
  const { reading, track, open } = dispatching
  const calls = callsOf(await dueReads(dispatching), { reading, open })
  for (const reads of calls) {
    reading.add(reads)
    track(fetchTogether(dispatching, reads).finally(() => reading.delete(reads)))
  }
  return calls.flat().length
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

/** The calls that may be made now: reads of one connection each, as many as it reads together. */
function callsOf(
  due: readonly PendingRead[],
  { reading, open }: Pick<Dispatching, 'reading' | 'open'>,
): readonly (readonly PendingRead[])[] {
  const underway = [...reading]
  const busy = new Set(underway.flat().map(({ id }) => id))
  const waiting = groupOf(
    due.filter(({ id }) => !busy.has(id)),
    ({ connection }) => connection,
  )
  return [...waiting].flatMap(([connection, reads]) => {
    const most = open.get(connection)?.connector.capabilities.readTogether ?? 1
    const calling = underway.filter(([first]) => first?.connection === connection).length
    return chunked(reads, most).slice(0, Math.max(0, AT_ONCE - calling))
  })
}

function chunked(reads: readonly PendingRead[], most: number): readonly (readonly PendingRead[])[] {
  const calls: PendingRead[][] = []
  let open: PendingRead[] | undefined
  for (const read of reads) {
    if (read.alone) calls.push([read])
    else if (open && open.length < most) open.push(read)
    else {
      open = [read]
      calls.push(open)
    }
  }
  return calls
}

async function fetchTogether(
  dispatching: Dispatching,
  reads: readonly PendingRead[],
): Promise<void> {
  const from = dispatching.open.get(reads[0]?.connection ?? '')
  const documents = from ? await readSafely(dispatching, { from, reads }) : err(GONE)
  if (documents.isOk()) await journalDocuments(dispatching, { reads, documents: documents.value })
  else await postpone(dispatching, { reads, failure: documents.error })
  dispatching.beat(['facts', 'reads'])
}

const GONE: Failure = { kind: 'handler.bug', message: 'the connection is not configured any more' }

async function readSafely(
  { env }: Dispatching,
  { from: { connector }, reads }: { from: OpenConnection; reads: readonly PendingRead[] },
): Promise<Result<readonly WireDocument[], Failure>> {
  try {
    const answer = await inTime(env, () => connector.read(reads.map(({ ref }) => ref)))
    return knownDocuments(answer, (documents) => documents)
  } catch (problem) {
    return err(classifySafely(connector, problem))
  }
}

async function journalDocuments(
  dispatching: Dispatching,
  { reads, documents }: { reads: readonly PendingRead[]; documents: readonly WireDocument[] },
): Promise<void> {
  const { env, store, epoch } = dispatching
  const now = env.now()
  const connection = reads[0]?.connection ?? ''
  const about = { connection, origin: 'read', topic: 'read', receivedAt: now } as const
  const facts = documents.map((document) => documentFact(document, about))
  const exceptions = reads.map((read) => ({
    kind: 'resolve' as const,
    fingerprint: fingerprintOf(read),
  }))
  const ended = { ended: reads, epoch, exceptions }
  const counts = { 'reads.done': reads.length }
  await persist(dispatching, () => store.append({ now, facts, counts, reads: ended }))
}

async function postpone(
  dispatching: Dispatching,
  { reads, failure }: { reads: readonly PendingRead[]; failure: Failure },
): Promise<void> {
  const { store, epoch, env } = dispatching
  const now = env.now()
  const about = { kind: 'postpone', now, epoch } as const
  for (const read of reads) {
    const later =
      reads.length > 1 && !isOfConnection(failure)
        ? { read: { ...read, alone: true, runAt: now } as const, exceptions: [] }
        : patient(read, { failure, env })
    await persist(dispatching, () => store.maintain({ ...about, ...later }))
  }
}

// what is down or busy is so for all of them; else one of them may fail the others
function isOfConnection({ kind }: Failure): boolean {
  const policy = POLICIES[kind]
  return policy.kind === 'throttle' || ('connection' in policy && policy.connection === 'down')
}

function patient(
  read: PendingRead,
  { failure, env }: { readonly failure: Failure; readonly env: Env },
): { readonly read: PendingRead; readonly exceptions: readonly ExceptionWrite[] } {
  const attempts = read.attempts + 1
  const now = env.now()
  const runAt = Math.max(now + backoffMs(attempts, env.random()), wishedAt(failure, now) ?? 0)
  const draft = exceptionOf(read, failure)
  const open = { kind: 'open', id: env.uuid(), draft } as const
  return { read: { ...read, attempts, runAt }, exceptions: attempts < TELL_AFTER ? [] : [open] }
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
