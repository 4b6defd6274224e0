import type { Connection, Env } from '@canonry/pack'
import { inSlices } from '../in-slices.js'
import type { NewFact } from '../journal/fact.js'
import type { Journal } from '../journal/group-commit.js'
import { isLongKey, tooLong } from '../journal/long-name.js'
import { shardOf } from '../journal/shard.js'
import { sha256 } from '../sha256.js'
import type { Appended } from '../store/writes.js'
import { KEPT_BYTES, NESTING_LEVELS } from './limits.js'
import { nestsDeeper } from './nesting.js'

/** A document that the caller has at hand: from a queue, a file, a migration. */
export interface IngestDocument {
  /** The resource as the connection's pack names it: `order@rest`. */
  readonly resource: string
  /** The id of the root document, at most 1 KiB: documents of one key are applied in the order given. */
  readonly key: string
  /** JSON, as received. At most 5 MiB and 64 levels. */
  readonly body: string | Uint8Array
  /** Default: the version that the connection speaks. */
  readonly apiVersion?: string
  /** Names the delivery for ever; without one, equal content under one key is one delivery. */
  readonly eventId?: string
}

/** Why a document was not taken; nothing of it is kept. */
export type Refusal =
  | 'no-document'
  | 'unknown-resource'
  | 'nameless'
  | 'long-name'
  | 'oversize'
  | 'too-deep'
  | 'not-utf-8'

/** What became of one document; `conflicting` is taken, and is a finding. */
export type Ingested =
  | { readonly kind: 'accepted' | 'duplicate' | 'conflicting' }
  | { readonly kind: 'refused'; readonly reason: Refusal; readonly message: string }

/** What ingesting depends on. */
export interface Ingesting {
  readonly env: Env
  readonly journal: Journal
  readonly connections: ReadonlyMap<string, Connection>
  /** Told when there is something new to work on. */
  heard(): void
}

/** Journals documents of a connection; see `Sync.ingest`. */
export async function ingest(
  ingesting: Ingesting,
  { connection: id, documents }: { connection: string; documents: readonly IngestDocument[] },
): Promise<readonly Ingested[]> {
  const connection = connectionOf(ingesting.connections, id)
  checkList(documents)
  const receivedAt = ingesting.env.now()
  const judged: (NewFact | Refused)[] = []
  const work = (document: IngestDocument) =>
    judged.push(toFact(document, { connection, receivedAt }))
  await inSlices(documents, { env: ingesting.env, work })
  const facts = judged.filter((each): each is NewFact => !('reason' in each))
  const appended = await journaled(ingesting, facts)
  let next = 0
  return judged.map((each) => ('reason' in each ? each : toIngested(appended[next++])))
}

/** Throws for what is no list of documents: one document alone is none. */
export function checkList(documents: readonly IngestDocument[]): void {
  if (!Array.isArray(documents)) throw new Error('documents are given as a list: give [document]')
}

/** The connection of this id; one that is not configured is a mistake of the program. */
export function connectionOf(connections: ReadonlyMap<string, Connection>, id: string): Connection {
  const connection = connections.get(id)
  if (connection) return connection
  throw new Error(`"${id}" is no connection: there are ${[...connections.keys()].join(', ')}`)
}

async function journaled(
  { journal, heard }: Ingesting,
  facts: readonly NewFact[],
): Promise<readonly Appended[]> {
  if (facts.length === 0) return []
  const answer = await journal.append({ facts, counts: {} })
  if (answer.isErr()) {
    const { kind, message, cause } = answer.error
    throw new Error(`nothing was taken, the store is ${kind}: ${message}`, { cause })
  }
  heard()
  return answer.value
}

/** A document that was not taken, and why. */
export type Refused = Extract<Ingested, { readonly kind: 'refused' }>

const UTF8 = new TextEncoder()

/** What a document must have, whatever the types of the caller's language say. */
export const DOCUMENT_SHAPE = 'its resource and key are texts, its body is text or bytes'

/** The refusal of what is no document. */
export const NO_DOCUMENT: Refused = {
  kind: 'refused',
  reason: 'no-document',
  message: `it is no document: ${DOCUMENT_SHAPE}`,
}

/** Whether a value has all that a document has, as texts and bytes. */
export function isDocument(document: Partial<IngestDocument> | null | undefined): boolean {
  const { resource, key, body, apiVersion = '', eventId = '' } = document ?? {}
  const texts = [resource, key, apiVersion, eventId]
  const isBody = typeof body === 'string' || body instanceof Uint8Array
  return isBody && texts.every((text) => typeof text === 'string')
}

function toFact(
  document: IngestDocument,
  { connection, receivedAt }: { connection: Connection; receivedAt: number },
): NewFact | Refused {
  if (!isDocument(document)) return NO_DOCUMENT
  const { resource, key, body, apiVersion, eventId } = document
  const bytes = typeof body === 'string' ? UTF8.encode(body) : body
  const refused = refusalOf({ resource, key, bytes }, connection)
  if (refused) return refused
  return {
    connection: connection.id,
    origin: 'ingest',
    shard: shardOf(connection.id, key),
    topic: 'ingest',
    resource,
    apiVersion: apiVersion ?? connection.apiVersion,
    routingKey: key,
    ...(eventId !== undefined && { eventId }),
    hash: sha256(bytes, 'hex'),
    size: bytes.length,
    receivedAt,
    headers: {},
    body: bytes,
  }
}

/** Why a document cannot be taken, if it cannot. */
export function refusalOf(
  { resource, key, bytes }: { resource: string; key: string; bytes: Uint8Array },
  { id, resources }: Connection,
): Refused | undefined {
  const refuse = (reason: Refusal, message: string): Refused => ({
    kind: 'refused',
    reason,
    message,
  })
  if (!Object.hasOwn(resources, resource)) {
    const known = Object.keys(resources).join(', ')
    return refuse('unknown-resource', `${id} has no resource "${resource}": it has ${known}`)
  }
  if (key === '') return refuse('nameless', 'the key is empty: give the id of the root document')
  if (isLongKey(key)) return refuse('long-name', tooLong('the key'))
  if (bytes.length > KEPT_BYTES) {
    const message = `${bytes.length} bytes, at most ${KEPT_BYTES} are taken: split the document`
    return refuse('oversize', message)
  }
  if (!nestsDeeper(bytes, NESTING_LEVELS)) return undefined
  return refuse('too-deep', `it nests deeper than ${NESTING_LEVELS} levels: flatten it`)
}

function toIngested(appended: Appended | undefined): Ingested {
  if (!appended) throw new Error('the store answered fewer facts than it was given')
  return { kind: appended.kind }
}
