import { type Finding, Order, type Ref } from '@canonry/model'
import type { Failure, Intent, VerifyOutcome } from '@canonry/pack'
import { ok, type Result } from 'neverthrow'
import { externalIdOf } from '../external-id.js'
import type { JsonObject } from '../wire/json-object.js'
import { adjustmentDifference } from '../write/adjustment-body.js'
import { customerDifference } from '../write/customer-update.js'
import { keepBuyer } from '../write/keep-buyer.js'
import { saleDifference } from '../write/sale-difference.js'
import { salesOrderClosing } from '../write/sale-update.js'
import { modifiedAt } from './outcome.js'
import { parseBody } from './parse-body.js'
import { prepareMove } from './prepare-move.js'
import { orderRecordOf, prepareOrder } from './prepare-order.js'
import { prepareRefund } from './prepare-refund.js'
import { prepareCustomer } from './push-customer.js'
import { moveRef } from './push-move.js'
import { type RecordDocument, type RecordType, readRecord } from './records.js'
import { externalRef, recordRef, type Service } from './service.js'

/**
 * Finds out whether a write whose answer was lost took place.
 *
 * No record, or a record as it was before: not applied. A record that says what was to be written:
 * applied. A record that says neither: somebody else wrote meanwhile, a conflict. What it was before
 * is known by its `lastModifiedDate` and only in the process that wrote; after a restart every other
 * state counts as not applied, and the write, which sets the whole state, is made again.
 */
export async function verifyIntent(service: Service, intent: Intent): Promise<VerifyOutcome> {
  const type = recordTypeOf(intent)
  const read = await readRecord(service.client, { type, id: `eid:${externalIdOf(intent.source)}` })
  if (read.isErr()) return { kind: 'failed', failure: read.error }
  const document = read.value
  if (!document) return missing(service, intent, type)
  const difference = await differenceOf(service, intent, document)
  if (difference.isErr()) return { kind: 'failed', failure: difference.error }
  const { paths, findings } = difference.value
  if (paths.length > 0) return notApplied(service, intent, { document, paths })
  const ref = await refOf(service, intent, document)
  if (ref.isErr()) return { kind: 'failed', failure: ref.error }
  service.attempts.take(intent.key)
  const version = modifiedAt(document)
  return {
    kind: 'applied',
    ref: ref.value,
    ...(version === undefined ? {} : { version }),
    ...(findings.length === 0 ? {} : { findings }),
  }
}

/** What the crosswalk is to know: the record, or the line by which a pull tells of an adjustment. */
async function refOf(
  service: Service,
  intent: Intent,
  { body }: RecordDocument,
): Promise<Result<Ref, Failure>> {
  if (intent.entity === 'stockMove') return moveRef(service, externalIdOf(intent.source))
  return ok(recordRef(service, recordTypeOf(intent), String(body['id'])))
}

/** The record type that an intent is about; a cancelled order is a sales order unless it is known otherwise. */
function recordTypeOf(intent: Intent): RecordType {
  if (intent.entity === 'refund') return 'cashRefund'
  if (intent.entity === 'stockMove') return 'inventoryAdjustment'
  if (intent.entity !== 'order') return 'customer'
  return parseBody(Order, intent.body).match(
    (order) => orderRecordOf(order, intent),
    () => 'salesOrder' as const,
  )
}

function missing(service: Service, intent: Intent, type: RecordType): VerifyOutcome {
  service.attempts.take(intent.key)
  if (intent.kind === 'upsert') return { kind: 'not-applied' }
  return { kind: 'applied', ref: externalRef(service, { type, source: intent.source }) }
}

function notApplied(
  { attempts }: Service,
  { key }: Intent,
  { document, paths }: { document: RecordDocument; paths: readonly string[] },
): VerifyOutcome {
  const attempt = attempts.take(key)
  // whoever sends it again must know that there is a record to read first
  attempts.lost(key, modifiedAt(document))
  if (!attempt || attempt.before === modifiedAt(document)) return { kind: 'not-applied' }
  const message = `the record differs from what was written (${paths.join(', ')}) and from what it was before: somebody else changed it meanwhile`
  return { kind: 'conflict', message }
}

/** Where a record says something else than what was to be written, and what writing it settled. */
interface Difference {
  readonly paths: readonly string[]
  readonly findings: readonly Finding[]
}

async function differenceOf(
  service: Service,
  intent: Intent,
  document: RecordDocument,
): Promise<Result<Difference, Failure>> {
  const { body } = document
  const standing = { theirs: body, profile: service.profile }
  if (intent.kind === 'cancel') return ok({ paths: openThings(intent, body), findings: [] })
  if (intent.entity === 'customer') {
    const prepared = prepareCustomer(service, intent)
    return prepared.map((ours) => ({ paths: customerDifference(ours, body), findings: [] }))
  }
  if (intent.entity === 'refund') {
    const prepared = await prepareRefund(service, intent, document)
    return prepared.map(({ body: ours, findings }) => ({
      paths: saleDifference(keepBuyer(ours, standing), body),
      findings,
    }))
  }
  if (intent.entity === 'stockMove') {
    const prepared = await prepareMove(service, intent)
    return prepared.map(({ body: ours }) => ({
      paths: adjustmentDifference(ours, body),
      findings: [],
    }))
  }
  const prepared = await prepareOrder(service, intent)
  return prepared.map(({ empty, body: ours, findings }) => ({
    paths: empty ? openThings(intent, body) : saleDifference(keepBuyer(ours, standing), body),
    findings,
  }))
}

function openThings({ entity }: Intent, body: JsonObject): string[] {
  if (entity === 'customer') return body['isInactive'] === true ? [] : ['isInactive']
  return salesOrderClosing(body) ? ['isClosed'] : []
}
