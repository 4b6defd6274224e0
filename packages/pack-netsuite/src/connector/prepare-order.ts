import {
  compareDecimals,
  type LocalDate,
  Order,
  type OrderLine,
  type Ref,
  refKey,
  remainingUnits,
} from '@canonry/model'
import type { Failure, Intent } from '@canonry/pack'
import { err, ok, type Result } from 'neverthrow'
import { bookOrder } from '../book/book-order.js'
import type { Booking, OrderRecord } from '../book/booked-order.js'
import { itemOfNameless, linkedItem } from '../book/linked-item.js'
import { asSold, isTicket } from '../book/ticket.js'
import { externalIdOf } from '../external-id.js'
import type { Store } from '../profile.js'
import { saleBody } from '../write/sale-body.js'
import type { PreparedSale } from './bring-sale.js'
import { onlyItem, sayNoItem } from './item-catalogue.js'
import { parseBody } from './parse-body.js'
import { recordRef, type Service } from './service.js'
import { dayOf, storeOf } from './store.js'

/** A sales order or cash sale ready to be written. */
export interface PreparedOrder extends PreparedSale {
  readonly record: OrderRecord
  /** No line of goods and no charge is left: there is nothing that NetSuite could keep. */
  readonly empty: boolean
}

/** What an order is prepared with. */
interface Preparing {
  readonly service: Service
  readonly intent: Intent
}

/** Makes the document of an order: customer and items looked up, booked to the cent, encoded. */
export async function prepareOrder(
  service: Service,
  intent: Intent,
): Promise<Result<PreparedOrder, Failure>> {
  const parsed = parseBody(Order, intent.body)
  if (parsed.isErr()) return err(parsed.error)
  const record = orderRecordOf(parsed.value, intent)
  return record === 'cashSale'
    ? prepareTicket(asSold(parsed.value), { service, intent })
    : prepareSalesOrder(parsed.value, { service, intent })
}

/**
 * Which record an order is: the one that it became before, so that none is booked twice; else a closed
 * ticket of a till is a cash sale, and everything else a sales order.
 */
export function orderRecordOf(order: Order, { links, source }: Intent): OrderRecord {
  const key = refKey(source)
  const kind = Object.hasOwn(links, key) ? links[key]?.kind : undefined
  if (kind === 'salesOrder' || kind === 'cashSale') return kind
  return isTicket(order) ? 'cashSale' : 'salesOrder'
}

async function prepareSalesOrder(
  order: Order,
  preparing: Preparing,
): Promise<Result<PreparedOrder, Failure>> {
  const customer = customerOf(order, preparing)
  if (customer.isErr()) return err(customer.error)
  return prepareSale(order, { ...preparing, record: 'salesOrder', customer: customer.value })
}

async function prepareTicket(
  ticket: Order,
  preparing: Preparing,
): Promise<Result<PreparedOrder, Failure>> {
  const { service } = preparing
  if (!ticket.location) return err(noLocation(ticket))
  const store = storeOf(ticket.location, preparing)
  if (store.isErr()) return err(store.error)
  const { till, guestCustomer } = service.profile
  const guest = recordRef(service, 'customer', till.customer ?? guestCustomer)
  // it is paid, so it need not wait until NetSuite knows who bought
  const customer = ticket.customer ? customerOf(ticket, preparing).unwrapOr(guest) : guest
  return prepareSale(ticket, { ...preparing, record: 'cashSale', customer, store: store.value })
}

interface Sale extends Preparing {
  readonly record: OrderRecord
  readonly customer: Ref
  readonly store?: Store
}

async function prepareSale(
  order: Order,
  { service, intent, record, customer, store }: Sale,
): Promise<Result<PreparedOrder, Failure>> {
  const items = await itemsOf(order, { service, intent })
  if (items.isErr()) return err(items.error)
  const externalId = externalIdOf(intent.source)
  const { account, profile } = service
  const { links } = intent
  const booking = { account, profile, customer, items: items.value, externalId, record, links }
  return bookOrder(order, { ...booking, ...placeOf(order, { service, intent, store }) }).andThen(
    (booked) =>
      saleBody(booked.order, { ...service, record, store }).map((body) => ({
        record,
        externalId,
        body,
        findings: booked.findings,
        empty: booked.order.lines.length + booked.order.charges.length === 0,
      })),
  )
}

function placeOf(
  order: Order,
  { service, intent, store }: Preparing & { readonly store: Store | undefined },
): Pick<Booking, 'day' | 'location'> {
  const day = order.businessDate ?? dayAt(store ?? knownStore(order, { service, intent }), order)
  const { account } = service
  return {
    ...(store && {
      location: { system: 'netsuite', account, kind: 'location', id: store.location },
    }),
    ...(day !== undefined && { day }),
  }
}

function dayAt(store: Store | undefined, { placedAt }: Order): LocalDate | undefined {
  return store && dayOf(placedAt, store)
}

// tills tell moments in UTC, also of what is no ticket yet, or never will be
function knownStore({ location }: Order, preparing: Preparing): Store | undefined {
  return location && storeOf(location, preparing).unwrapOr(undefined)
}

function customerOf(order: Order, { service, intent }: Preparing): Result<Ref, Failure> {
  const { customer } = order
  if (!customer) return ok(recordRef(service, 'customer', service.profile.guestCustomer))
  if (customer.system === 'netsuite' && customer.account === service.account) return ok(customer)
  const key = refKey(customer)
  const link = Object.hasOwn(intent.links, key) ? intent.links[key] : undefined
  // one who was never there, and was cancelled, is known by an external id alone
  if (link?.kind === 'customer') return ok(link)
  const message = `the customer ${key} is not in NetSuite yet: the order goes on as soon as it is`
  return err({ kind: 'dependency.missing', message, dependency: customer })
}

async function itemsOf(
  order: Order,
  { service, intent }: Preparing,
): Promise<Result<ReadonlyMap<string, string>, Failure>> {
  const known = { account: service.account, links: intent.links }
  const isLinked = ({ variant }: OrderLine) => linkedItem(variant, known) !== undefined
  const lines = order.lines.filter((line) => compareDecimals(remainingUnits(line), '0') > 0)
  const nameless = lines.find(
    (line) => !line.sku && !isLinked(line) && !itemOfNameless(line, service.profile),
  )
  if (nameless) return err(noSku(nameless, service))
  const skus = lines.flatMap(({ sku }) => (sku ? [sku] : []))
  const found = await service.items.find(skus)
  return found.andThen((items) => {
    const known = new Map(
      skus.flatMap((sku) => {
        const item = onlyItem(items, sku)
        return item === undefined ? [] : [[sku, item] as const]
      }),
    )
    const missing = lines.find((line) => line.sku && !known.has(line.sku) && !isLinked(line))
    return missing?.sku ? err(noItem(missing.sku, { items, service })) : ok(known)
  })
}

type Items = ReadonlyMap<string, readonly string[]>

function noSku({ ref }: OrderLine, { account }: Service): Failure {
  const dependency: Ref = { system: 'netsuite', account, kind: 'item', id: `line ${ref.id}` }
  const message = `line ${ref.id} has no SKU, so no item can be found for it: give its variant a SKU in the shop, and an item of that name in NetSuite, or name an item for such lines in the profile (otherItem; for gift cards giftCardItem)`
  return { kind: 'dependency.missing', message, dependency }
}

function noItem(
  sku: string,
  { items, service: { account } }: { readonly items: Items; readonly service: Service },
): Failure {
  const dependency: Ref = { system: 'netsuite', account, kind: 'item', id: sku }
  const message = sayNoItem(items, { sku, or: 'correct the SKU in the shop', go: 'order' })
  return { kind: 'dependency.missing', message, dependency }
}

function noLocation({ number }: Order): Failure {
  const message = `sale ${number} of a till does not say in which store it was, and NetSuite must know the location that its goods left`
  return { kind: 'contract.invalid', message }
}
