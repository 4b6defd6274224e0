import { refKey } from '@canonry/model'
import type { Failure, Intent, PushOutcome } from '@canonry/pack'
import { externalIdOf } from '../external-id.js'
import { salesOrderClosing } from '../write/sale-update.js'
import { bringSale, failedSale, knownSale, type NewSale } from './bring-sale.js'
import { confirmed, failedOutcome } from './outcome.js'
import { prepareOrder } from './prepare-order.js'
import { putRecord, type RecordDocument, readRecord } from './records.js'
import { externalRef, recordRef, type Service } from './service.js'

/** Brings an order to NetSuite, as a sales order or, where a till sold it, as a cash sale. */
export async function pushOrder(service: Service, intent: Intent): Promise<PushOutcome | NewSale> {
  const prepared = await prepareOrder(service, intent)
  if (prepared.isErr()) return failedOutcome(prepared.error)
  const { record, empty } = prepared.value
  const before = await knownSale(service, intent, record)
  if (before.isErr()) return failedOutcome(before.error)
  if (!empty) return bringSale(service, { ...prepared.value, key: intent.key }, before.value)
  if (!before.value) return failedOutcome(nothingToBook())
  return record === 'cashSale' ? failedOutcome(posted()) : closeOrder(service, intent, before.value)
}

/** Closes every line of the order; one that NetSuite does not have needs nothing. */
export async function cancelOrder(service: Service, intent: Intent): Promise<PushOutcome> {
  const key = refKey(intent.source)
  const link = Object.hasOwn(intent.links, key) ? intent.links[key] : undefined
  if (link?.kind === 'cashSale') return failedOutcome(posted())
  const id = externalIdOf(intent.source)
  const before = await readRecord(service.client, { type: 'salesOrder', id: `eid:${id}` })
  if (before.isErr()) return failedOutcome(before.error)
  if (!before.value)
    return {
      kind: 'no-op',
      ref: externalRef(service, { type: 'salesOrder', source: intent.source }),
    }
  return closeOrder(service, intent, before.value)
}

async function closeOrder(
  service: Service,
  intent: Intent,
  before: RecordDocument,
): Promise<PushOutcome> {
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
  if (written.isErr()) return failedSale(service, written.error, { key: intent.key, before })
  return confirmed(ref)
}

function nothingToBook(): Failure {
  const message =
    'nothing of the order is left to book, and NetSuite keeps no sale without lines: cancel it instead'
  return { kind: 'business.rejected', message }
}

function posted(): Failure {
  const message =
    'the sale is posted as a cash sale, which cannot be closed: finance books a refund, or voids it in NetSuite'
  return { kind: 'business.rejected', owner: 'finance', message }
}
