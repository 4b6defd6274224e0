import { createHash } from 'node:crypto'
import type { Connection, Env, FileFormat, FileRecord } from '@canonry/pack'
import type { ExceptionDraft } from '../exception.js'
import { MANIFEST, type NewFact } from '../journal/fact.js'
import type { Journal } from '../journal/group-commit.js'
import { shardOf } from '../journal/shard.js'
import { connectionOf } from '../receive/ingest.js'
import { sha256 } from '../sha256.js'
import { answered } from '../store/answered.js'
import type { TenantStore } from '../store/store.js'
import type { Appended } from '../store/writes.js'
import { type FileFault, type RecordFacts, recordFacts } from './record-facts.js'

/** A file whose records are documents of one resource. */
export interface IngestFile {
  /** What people call it; no part of what makes it the same file. */
  readonly name: string
  readonly resource: string
  /** Read once, from the beginning: a file's stream, a response's body, a decompressor. */
  readonly stream: AsyncIterable<Uint8Array>
  readonly format: FileFormat
  /** JSON Pointer of the id of the root document in a record: `/id`, `/order-id`. */
  readonly key: string
  /** Default: the version that the connection speaks. */
  readonly apiVersion?: string
  /** A label of the Encoding Standard; default `utf-8`. */
  readonly encoding?: string
}

/** What became of a file. */
export interface FileReport {
  /** SHA-256 of all its bytes, hexadecimal. */
  readonly hash: string
  /** Bytes. */
  readonly size: number
  readonly records: number
  readonly accepted: number
  readonly duplicates: number
  /** Records that could not be taken; an exception names the first of them by their lines. */
  readonly faults: number
  /** Whether a file with these bytes had been taken before. */
  readonly isKnown: boolean
}

/** What taking files depends on. */
export interface Filing {
  readonly env: Env
  readonly store: TenantStore
  readonly journal: Journal
  readonly connections: ReadonlyMap<string, Connection>
  /** Told when there is something new to work on. */
  heard(): void
}

const AT_ONCE = { records: 256, bytes: 1024 * 1024 }
const FAULTS_TOLD = 50

interface Progress {
  size: number
  records: number
  accepted: number
  duplicates: number
  faults: number
  readonly told: FileFault[]
}

/** Takes a file's records into the journal while it streams; see `Sync.ingestFile`. */
export async function ingestFile(
  filing: Filing,
  { connection: id, file }: { connection: string; file: IngestFile },
): Promise<FileReport> {
  const connection = connectionOf(filing.connections, id)
  if (!Object.hasOwn(connection.resources, file.resource)) {
    const known = Object.keys(connection.resources).join(', ')
    throw new Error(`${id} has no resource "${file.resource}": it has ${known}`)
  }
  const { resource, key, name, apiVersion = connection.apiVersion } = file
  const facts = recordFacts({ connection, resource, key, name, apiVersion })
  const progress = { size: 0, records: 0, accepted: 0, duplicates: 0, faults: 0, told: [] }
  const hash = createHash('sha256')
  for await (const records of batchesOf(file, { hash, progress })) {
    await take(filing, { records, facts, progress })
  }
  return close(filing, { connection, file, progress, hash: hash.digest('hex') })
}

async function* batchesOf(
  { name, stream, format, encoding = 'utf-8' }: IngestFile,
  { hash, progress }: { hash: { update(chunk: Uint8Array): unknown }; progress: Progress },
): AsyncGenerator<readonly FileRecord[]> {
  const textOf = decoderOf(name, encoding)
  const reader = format.open()
  let batch: FileRecord[] = []
  let bytes = 0
  for await (const chunk of stream) {
    hash.update(chunk)
    progress.size += chunk.length
    for (const record of reader.push(textOf(chunk))) {
      batch.push(record)
      bytes += record.kind === 'record' ? record.text.length : 0
      if (batch.length < AT_ONCE.records && bytes < AT_ONCE.bytes) continue
      yield batch
      batch = []
      bytes = 0
    }
  }
  yield [...batch, ...reader.push(textOf()), ...reader.end()]
}

// the decoder's own words name neither the file nor what to do
function decoderOf(name: string, encoding: string): (chunk?: Uint8Array) => string {
  const decoder = new TextDecoder(encoding, { fatal: true })
  return (chunk) => {
    try {
      return decoder.decode(chunk, { stream: chunk !== undefined })
    } catch (cause) {
      const advice = 'say which `encoding` it has, or mend it, and take it again'
      throw new Error(`${name} has bytes that are no ${encoding}: ${advice}`, { cause })
    }
  }
}

async function take(
  { env, journal, heard }: Filing,
  {
    records,
    facts,
    progress,
  }: { records: readonly FileRecord[]; facts: RecordFacts; progress: Progress },
): Promise<void> {
  const taken: NewFact[] = []
  for (const record of records) {
    const made = facts.factOf(record, env.now())
    if ('hash' in made) taken.push(made)
    else if (progress.told.length < FAULTS_TOLD) progress.told.push(made)
  }
  const appended = await journaled(journal, taken)
  const duplicates = appended.filter(({ kind }) => kind === 'duplicate').length
  progress.records += records.length
  progress.faults += records.length - taken.length
  progress.duplicates += duplicates
  progress.accepted += taken.length - duplicates
  heard()
}

async function journaled(
  journal: Journal,
  facts: readonly NewFact[],
): Promise<readonly Appended[]> {
  if (facts.length === 0) return []
  const answer = await journal.append({ facts, counts: {} })
  if (answer.isOk()) return answer.value
  const { kind, message, cause } = answer.error
  const advice = 'take the file again, what was taken is known'
  throw new Error(`the store is ${kind}: ${message}; ${advice}`, { cause })
}

async function close(
  { env, store, journal }: Filing,
  {
    connection,
    file,
    progress,
    hash,
  }: { connection: Connection; file: IngestFile; progress: Progress; hash: string },
): Promise<FileReport> {
  const { told, ...counted } = progress
  const { name, resource } = file
  const report = { hash, ...counted }
  const [kept] = await journaled(journal, [manifestOf(report, { connection, file, env })])
  // the next file of the name, without faults, solves it
  const fingerprint = `file:${connection.id}:${name}`
  const now = env.now()
  const exceptions =
    told.length === 0
      ? ([{ kind: 'resolve', fingerprint }] as const)
      : ([{ kind: 'open', id: env.uuid(), draft: draftOf(fingerprint, connection.id) }] as const)
  await answered(store.maintain({ kind: 'note', now, counts: {}, exceptions }))
  return { ...report, isKnown: kept?.kind === 'duplicate' }

  function draftOf(fingerprint: string, id: string): ExceptionDraft {
    return {
      fingerprint,
      reason: 'unreadable-records',
      owner: 'integration',
      connection: id,
      message: `${name}: ${counted.faults} of ${counted.records} records cannot be taken`,
      suggestedFix: ALONE,
      errors: told.map(({ line, message }) => ({
        rule: resource,
        wire: `line ${line}`,
        entity: '',
        message,
      })),
    }
  }
}

// a record is named by all that stands before it in its file
const ALONE =
  'Correct these records and take them as a file of their own under this name: in the whole file, what stands behind them would be taken once more.'

// its body tells of the bytes alone: whatever became of the records, it is the same file
function manifestOf(
  { hash, size, records, faults }: Omit<FileReport, 'isKnown'>,
  { connection, file, env }: { connection: Connection; file: IngestFile; env: Env },
): NewFact {
  const text = JSON.stringify({ hash, size })
  const body = new TextEncoder().encode(text)
  const { name, resource } = file
  return {
    connection: connection.id,
    origin: 'ingest',
    topic: MANIFEST,
    shard: shardOf(connection.id, hash),
    apiVersion: connection.apiVersion,
    routingKey: hash,
    eventId: `${MANIFEST}:${hash}`,
    hash: sha256(text, 'hex'),
    size: body.length,
    receivedAt: env.now(),
    headers: { file: name, resource, records: `${records}`, faults: `${faults}` },
    body,
  }
}
