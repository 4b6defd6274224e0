import { Customer } from '@canonry/model'
import type { Failure, Intent, PushOutcome } from '@canonry/pack'
import { err, ok, type Result } from 'neverthrow'
import { bookCustomer } from '../book/book-customer.js'
import { externalIdOf } from '../external-id.js'
import type { JsonObject } from '../wire/json-object.js'
import { customerBody, newCustomerBody } from '../write/customer-body.js'
import { customerDifference, customerUpdate } from '../write/customer-update.js'
import { confirmed, failedOutcome, failedWrite } from './outcome.js'
import { parseBody } from './parse-body.js'
import { putRecord, type RecordDocument, readRecord } from './records.js'
import { externalRef, recordRef, type Service } from './service.js'

/** The document that a customer is written as. */
export function prepareCustomer(service: Service, intent: Intent): Result<JsonObject, Failure> {
  const externalId = externalIdOf(intent.source)
  return parseBody(Customer, intent.body).andThen((customer) =>
    customerBody(bookCustomer(customer, { ...service, externalId }), service),
  )
}

/**
 * Brings a customer to NetSuite: read, compare, write what differs.
 *
 * It is always read first, because staff add addresses and currencies to customers, and a write that
 * does not know them would double or drop them.
 */
export async function pushCustomer(service: Service, intent: Intent): Promise<PushOutcome> {
  const prepared = prepareCustomer(service, intent)
  if (prepared.isErr()) return failedOutcome(prepared.error)
  const before = await readCustomer(service, intent)
  if (before.isErr()) return failedOutcome(before.error)
  const known = before.value
  if (!known)
    return writeCustomer(service, intent, {
      body: newCustomerBody(prepared.value, service.profile),
    })
  if (customerDifference(prepared.value, known.body).length === 0) {
    return { kind: 'no-op', ref: recordRef(service, 'customer', String(known.body['id'])) }
  }
  const body = customerUpdate(prepared.value, known.body)
  return writeCustomer(service, intent, { body, before: known })
}

/** Makes the customer inactive, which is how NetSuite takes one out of use. */
export async function cancelCustomer(service: Service, intent: Intent): Promise<PushOutcome> {
  const before = await readCustomer(service, intent)
  if (before.isErr()) return failedOutcome(before.error)
  const known = before.value
  if (!known) {
    return { kind: 'no-op', ref: externalRef(service, { type: 'customer', source: intent.source }) }
  }
  if (known.body['isInactive'] === true) {
    return { kind: 'no-op', ref: recordRef(service, 'customer', String(known.body['id'])) }
  }
  return writeCustomer(service, intent, { body: { isInactive: true }, before: known })
}

/** The customer as NetSuite has it. */
export function readCustomer(
  { client }: Service,
  { source }: Intent,
): Promise<Result<RecordDocument | undefined, Failure>> {
  return readRecord(client, { type: 'customer', id: `eid:${externalIdOf(source)}` })
}

async function writeCustomer(
  service: Service,
  intent: Intent,
  { body, before }: { body: JsonObject; before?: RecordDocument },
): Promise<PushOutcome> {
  const { client, attempts } = service
  const externalId = externalIdOf(intent.source)
  const written = await putRecord(client, { type: 'customer', externalId, body, replace: [] })
  if (written.isErr()) return failedWrite(written.error, { attempts, key: intent.key, before })
  const id = written.value ?? before?.body['id']
  const known = id === undefined ? await idOf(service, intent) : ok(String(id))
  return known.match(
    (internalId): PushOutcome => confirmed(recordRef(service, 'customer', internalId)),
    (failure): PushOutcome => failedWrite(failure, { attempts, key: intent.key, before }),
  )
}

async function idOf(service: Service, intent: Intent): Promise<Result<string, Failure>> {
  const read = await readCustomer(service, intent)
  const document = read.unwrapOr(undefined)
  if (document) return ok(String(document.body['id']))
  const message = 'NetSuite took the customer but does not say under which id: it is read back'
  return err({ kind: 'transient.unknown', message })
}
