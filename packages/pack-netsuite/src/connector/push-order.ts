import { refKey } from '@canonry/model'
import type { Failure, Intent, PushOutcome } from '@canonry/pack'
import { err, ok, type Result } from 'neverthrow'
import { externalIdOf } from '../external-id.js'
import type { JsonObject } from '../wire/json-object.js'
import { salesOrderDifference } from '../write/sales-order-difference.js'
import { salesOrderClosing, salesOrderUpdate } from '../write/sales-order-update.js'
import { confirmed, failedOutcome, failedWrite } from './outcome.js'
import { type PreparedOrder, prepareOrder } from './prepare-order.js'
import { putRecord, type RecordDocument, readRecord } from './records.js'
import { recordRef, type Service } from './service.js'

const LISTS = ['item', 'taxDetails']

/**
 * Brings an order to NetSuite: one write where it is new, else read, compare, and write what differs.
 *
 * Lists are always written as a whole, so that a write over a document that nobody expected cannot
 * double a line.
 */
export async function pushOrder(service: Service, intent: Intent): Promise<PushOutcome> {
  const prepared = await prepareOrder(service, intent)
  if (prepared.isErr()) return failedOutcome(prepared.error)
  const before = await knownOrder(service, intent)
  if (before.isErr()) return failedOutcome(before.error)
  if (prepared.value.empty) return closeOrder(service, intent, before.value)
  const order = { ...prepared.value, key: intent.key }
  return before.value ? updateOrder(service, order, before.value) : createOrder(service, order)
}

/** Closes every line of the order; one that NetSuite does not have needs nothing. */
export async function cancelOrder(service: Service, intent: Intent): Promise<PushOutcome> {
  const before = await readRecord(service.client, addressOf(intent))
  if (before.isErr()) return failedOutcome(before.error)
  if (!before.value) return { kind: 'no-op', ref: externalRef(service, intent) }
  return closeOrder(service, intent, before.value)
}

/** The order as NetSuite has it, read only where there is reason to think that it has. */
async function knownOrder(
  service: Service,
  intent: Intent,
): Promise<Result<RecordDocument | undefined, Failure>> {
  const linked = Object.hasOwn(intent.links, refKey(intent.source))
  const suspected = service.attempts.take(intent.key) !== undefined
  if (!linked && !suspected) return ok(undefined)
  return readRecord(service.client, addressOf(intent))
}

type KeyedOrder = PreparedOrder & { readonly key: string }

async function createOrder(service: Service, order: KeyedOrder): Promise<PushOutcome> {
  const written = await write(service, order, order.body)
  if (written.isErr()) return failed(service, written.error, { key: order.key, before: undefined })
  return confirmed(recordRef(service, 'salesOrder', written.value), order.findings)
}

async function updateOrder(
  service: Service,
  order: KeyedOrder,
  before: RecordDocument,
): Promise<PushOutcome> {
  const ref = recordRef(service, 'salesOrder', String(before.body['id']))
  if (salesOrderDifference(order.body, before.body).length === 0) return { kind: 'no-op', ref }
  const body = salesOrderUpdate(order.body, before.body)
  const written = await write(service, order, body)
  if (written.isErr()) return failed(service, written.error, { key: order.key, before })
  return confirmed(ref, order.findings)
}

async function closeOrder(
  service: Service,
  intent: Intent,
  before: RecordDocument | undefined,
): Promise<PushOutcome> {
  if (!before) return failedOutcome(nothingToBook())
  const ref = recordRef(service, 'salesOrder', String(before.body['id']))
  const body = salesOrderClosing(before.body)
  if (!body) return { kind: 'no-op', ref }
  const externalId = externalIdOf(intent.source)
  const written = await putRecord(service.client, {
    type: 'salesOrder',
    externalId,
    body,
    replace: [],
  })
  if (written.isErr()) return failed(service, written.error, { key: intent.key, before })
  return confirmed(ref)
}

/** Writes the document and gives the record's internal id, reading it where the answer lacks it. */
async function write(
  service: Service,
  { externalId }: Pick<PreparedOrder, 'externalId'>,
  body: JsonObject,
): Promise<Result<string, Failure>> {
  const { client } = service
  const written = await putRecord(client, { type: 'salesOrder', externalId, body, replace: LISTS })
  if (written.isErr()) return err(written.error)
  if (written.value !== undefined) return ok(written.value)
  const read = await readRecord(client, { type: 'salesOrder', id: `eid:${externalId}` })
  return read.match(
    (document) => (document ? ok(String(document.body['id'])) : err(unreadableWrite())),
    () => err(unreadableWrite()),
  )
}

function failed(
  { attempts, items }: Service,
  failure: Failure,
  { key, before }: { key: string; before: RecordDocument | undefined },
): PushOutcome {
  if (failure.kind === 'dependency.missing') items.forget()
  return failedWrite(failure, { attempts, key, before })
}

function addressOf({ source }: Intent): { type: 'salesOrder'; id: string } {
  return { type: 'salesOrder', id: `eid:${externalIdOf(source)}` }
}

/** The ref of a document that is known by its external id alone. */
export function externalRef({ account }: Service, { source }: Intent): NetsuiteRef {
  return { system: 'netsuite', account, kind: 'salesOrderExternalId', id: externalIdOf(source) }
}

type NetsuiteRef = ReturnType<typeof recordRef>

function nothingToBook(): Failure {
  const message =
    'nothing of the order is left to book, and NetSuite keeps no sales order without lines: cancel it instead'
  return { kind: 'business.rejected', message }
}

function unreadableWrite(): Failure {
  const message = 'NetSuite took the order but does not say under which id: it is read back'
  return { kind: 'transient.unknown', message }
}
