import type { Finding } from '@canonry/model'
import { refKey } from '@canonry/model'
import type { Failure, Intent, PushOutcome } from '@canonry/pack'
import { err, ok, type Result } from 'neverthrow'
import { externalIdOf } from '../external-id.js'
import type { JsonObject } from '../wire/json-object.js'
import { keepBuyer } from '../write/keep-buyer.js'
import { saleDifference } from '../write/sale-difference.js'
import { saleUpdate } from '../write/sale-update.js'
import { confirmed, failedWrite } from './outcome.js'
import { putRecord, type RecordDocument, type RecordType, readRecord } from './records.js'
import { recordRef, type Service } from './service.js'

/** A sales order, cash sale or cash refund ready to be written. */
export interface PreparedSale {
  readonly record: RecordType
  readonly externalId: string
  readonly body: JsonObject
  readonly findings: readonly Finding[]
}

/** A write of an effect. */
export type KeyedSale = PreparedSale & { readonly key: string }

/**
 * The lists of a sale. They are always written as a whole, so that a write over a document that nobody
 * expected cannot double a line.
 */
export const LISTS = ['item', 'taxDetails']

/** A sale that NetSuite does not have yet, still to be written. */
export interface NewSale {
  readonly kind: 'new'
  readonly sale: KeyedSale
}

/** Brings a sale to NetSuite: one that is new is left to be written, of others what differs is. */
export async function bringSale(
  service: Service,
  sale: KeyedSale,
  before: RecordDocument | undefined,
): Promise<PushOutcome | NewSale> {
  return before ? updateSale(service, sale, before) : { kind: 'new', sale }
}

/** The record as NetSuite has it, read only where there is reason to think that it has. */
export async function knownSale(
  service: Service,
  intent: Intent,
  type: RecordType,
): Promise<Result<RecordDocument | undefined, Failure>> {
  const linked = Object.hasOwn(intent.links, refKey(intent.source))
  const suspected = service.attempts.take(intent.key) !== undefined
  if (!linked && !suspected) return ok(undefined)
  return readRecord(service.client, { type, id: `eid:${externalIdOf(intent.source)}` })
}

/** A failed write; an item that turned out to be wrong is looked up again. */
export function failedSale(
  { attempts, items }: Service,
  failure: Failure,
  { key, before }: { key: string; before: RecordDocument | undefined },
): PushOutcome {
  if (failure.dependency?.kind === 'item') items.forget()
  return failedWrite(failure, { attempts, key, before })
}

/** Writes a new sale by itself. */
export async function createSale(service: Service, sale: KeyedSale): Promise<PushOutcome> {
  const written = await write(service, sale, sale.body)
  if (written.isErr()) {
    return failedSale(service, written.error, { key: sale.key, before: undefined })
  }
  return confirmed(recordRef(service, sale.record, written.value), sale.findings)
}

async function updateSale(
  service: Service,
  sale: KeyedSale,
  before: RecordDocument,
): Promise<PushOutcome> {
  const ref = recordRef(service, sale.record, String(before.body['id']))
  const ours = keepBuyer(sale.body, { theirs: before.body, profile: service.profile })
  if (saleDifference(ours, before.body).length === 0) return { kind: 'no-op', ref }
  const written = await write(service, sale, saleUpdate(ours, before.body))
  if (written.isErr()) return failedSale(service, written.error, { key: sale.key, before })
  return confirmed(ref, sale.findings)
}

/** Writes the document and gives the record's internal id, reading it where the answer lacks it. */
async function write(
  { client }: Service,
  { record, externalId }: PreparedSale,
  body: JsonObject,
): Promise<Result<string, Failure>> {
  const written = await putRecord(client, { type: record, externalId, body, replace: LISTS })
  if (written.isErr()) return err(written.error)
  if (written.value !== undefined) return ok(written.value)
  const read = await readRecord(client, { type: record, id: `eid:${externalId}` })
  return read.match(
    (document) => (document ? ok(String(document.body['id'])) : err(unreadableWrite())),
    () => err(unreadableWrite()),
  )
}

function unreadableWrite(): Failure {
  const message = 'NetSuite took the record but does not say under which id: it is read back'
  return { kind: 'transient.unknown', message }
}
