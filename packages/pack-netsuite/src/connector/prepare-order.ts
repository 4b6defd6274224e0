import {
  compareDecimals,
  type Finding,
  Order,
  type OrderLine,
  type Ref,
  refKey,
  remainingUnits,
} from '@canonry/model'
import type { Failure, Intent } from '@canonry/pack'
import { err, ok, type Result } from 'neverthrow'
import { bookOrder } from '../book/book-order.js'
import { externalIdOf } from '../external-id.js'
import type { JsonObject } from '../wire/json-object.js'
import { salesOrderBody } from '../write/sales-order-body.js'
import { parseBody } from './parse-body.js'
import { recordRef, type Service } from './service.js'

/** A sales order ready to be written. */
export interface PreparedOrder {
  readonly externalId: string
  readonly body: JsonObject
  readonly findings: readonly Finding[]
  /** No line of goods and no charge is left: there is nothing that NetSuite could keep. */
  readonly empty: boolean
}

/** Makes the document of an order: customer and items looked up, booked to the cent, encoded. */
export async function prepareOrder(
  service: Service,
  intent: Intent,
): Promise<Result<PreparedOrder, Failure>> {
  const parsed = parseBody(Order, intent.body)
  if (parsed.isErr()) return err(parsed.error)
  const order = parsed.value
  const customer = customerOf(order, { service, intent })
  if (customer.isErr()) return err(customer.error)
  const items = await itemsOf(order, service)
  if (items.isErr()) return err(items.error)
  const externalId = externalIdOf(intent.source)
  const { account, profile } = service
  const booking = { account, profile, customer: customer.value, items: items.value, externalId }
  return bookOrder(order, booking).andThen((booked) =>
    salesOrderBody(booked.order, service).map((body) => ({
      externalId,
      body,
      findings: booked.findings,
      empty: booked.order.lines.length + booked.order.charges.length === 0,
    })),
  )
}

function customerOf(
  order: Order,
  { service, intent }: { service: Service; intent: Intent },
): Result<Ref, Failure> {
  const { customer } = order
  if (!customer) return ok(recordRef(service, 'customer', service.profile.guestCustomer))
  if (customer.system === 'netsuite' && customer.account === service.account) return ok(customer)
  const key = refKey(customer)
  const link = Object.hasOwn(intent.links, key) ? intent.links[key] : undefined
  if (link) return ok(link)
  const message = `the customer ${key} is not in NetSuite yet: the order goes on as soon as it is`
  return err({ kind: 'dependency.missing', message, dependency: customer })
}

async function itemsOf(
  order: Order,
  service: Service,
): Promise<Result<ReadonlyMap<string, string>, Failure>> {
  const lines = order.lines.filter((line) => compareDecimals(remainingUnits(line), '0') > 0)
  const nameless = lines.find(({ sku }) => !sku)
  if (nameless && !service.profile.otherItem) return err(noSku(nameless, service))
  const skus = lines.flatMap(({ sku }) => (sku ? [sku] : []))
  const found = await service.items.find(skus)
  return found.andThen((items) => {
    const missing = skus.find((sku) => !items.has(sku))
    return missing === undefined ? ok(items) : err(noItem(missing, service))
  })
}

function noSku({ ref }: OrderLine, { account }: Service): Failure {
  const dependency: Ref = { system: 'netsuite', account, kind: 'item', id: `line ${ref.id}` }
  const message = `line ${ref.id} has no SKU, so no item can be found for it: give its variant a SKU in the shop, and an item of that name in NetSuite, or name an item for such lines in the profile (otherItem)`
  return { kind: 'dependency.missing', message, dependency }
}

function noItem(sku: string, { account }: Service): Failure {
  const dependency: Ref = { system: 'netsuite', account, kind: 'item', id: sku }
  const message = `NetSuite has no active item "${sku}": create it with exactly this item name, or correct the SKU in the shop. The order goes on by itself then`
  return { kind: 'dependency.missing', message, dependency }
}
