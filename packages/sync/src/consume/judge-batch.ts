import { inSlices } from '../in-slices.js'
import {
  DOCUMENT_SHAPE,
  type IngestDocument,
  type Ingesting,
  ingest,
  isDocument,
} from '../receive/ingest.js'
import type { Delivery } from '../transport/transport.js'
import type { Consumed, ConsumeOptions } from './consume-options.js'
import type { Verdict } from './verdicts.js'

/** What consuming one message after the other depends on. */
export interface Judging {
  readonly ingesting: Ingesting
  readonly to: ConsumeOptions['to']
}

/** How often a message is tried that the caller cannot read. */
const TRIES = 10

const LATER: Verdict = { kind: 'later' }

/**
 * Journals a batch, connection by connection, each in its order; one verdict per message. What stands
 * behind a message of its key that comes again is not journaled before it.
 */
export async function judgeBatch(
  { ingesting, to }: Judging,
  deliveries: readonly Delivery[],
): Promise<readonly Verdict[]> {
  const verdicts: Verdict[] = []
  const documents = new Map<string, { at: number; document: IngestDocument }[]>()
  const behind = new Set<string>()
  const work = (delivery: Delivery) => {
    const at = verdicts.length
    const read = behind.has(delivery.key) ? LATER : readMessage(to, delivery)
    if ('kind' in read && read.kind === 'later') behind.add(delivery.key)
    verdicts.push('kind' in read ? read : LATER)
    if (!('connection' in read)) return
    const { connection, document } = read
    const list = documents.get(connection) ?? []
    list.push({ at, document: { ...document, eventId: document.eventId ?? delivery.id } })
    documents.set(connection, list)
  }
  await inSlices(deliveries, { env: ingesting.env, work })
  for (const [connection, list] of documents) {
    const answers = await journal(ingesting, { connection, list })
    for (const [index, { at }] of list.entries()) verdicts[at] = answers[index] ?? LATER
  }
  return verdicts
}

function readMessage(
  to: ConsumeOptions['to'],
  delivery: Delivery,
): Verdict | Extract<Consumed, { readonly connection: string }> {
  try {
    const read = to(delivery)
    if ('connection' in read) return isDocument(read.document) ? read : NO_DOCUMENT
    return { kind: 'refused', reason: 'foreign', message: read.foreign }
  } catch {
    // what was thrown may quote the message
    if ((delivery.deliveries ?? TRIES) < TRIES) return LATER
    const message = `\`to\` threw ${TRIES} times: correct it, and publish the message again`
    return { kind: 'refused', reason: 'unreadable', message }
  }
}

// what is none would be taken for a journal that is away, and come again for ever with all beside it
const NO_DOCUMENT = {
  kind: 'refused',
  reason: 'unreadable',
  message: `\`to\` gave no document: ${DOCUMENT_SHAPE}`,
} as const satisfies Verdict

async function journal(
  ingesting: Ingesting,
  {
    connection,
    list,
  }: { connection: string; list: readonly { readonly document: IngestDocument }[] },
): Promise<readonly Verdict[]> {
  if (!ingesting.connections.has(connection)) {
    const message = `"${connection}" is no connection: there are ${[...ingesting.connections.keys()].join(', ')}`
    return list.map(() => ({ kind: 'refused', reason: 'unknown-connection', message }))
  }
  try {
    const documents = list.map(({ document }) => document)
    const answers = await ingest(ingesting, { connection, documents })
    return answers.map((each) => (each.kind === 'refused' ? each : { kind: 'safe' }))
  } catch {
    // the journal took nothing: it is not there, and comes back
    return []
  }
}
