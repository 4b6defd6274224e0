import { type Ref, Refund, type RefundLine, refKey } from '@canonry/model'
import type { Failure, Intent } from '@canonry/pack'
import { err, ok, type Result } from 'neverthrow'
import { bookRefund, isReturned } from '../book/book-refund.js'
import { withLoadedCards } from '../book/gift-card-tender.js'
import { linkedItem } from '../book/linked-item.js'
import { externalIdOf } from '../external-id.js'
import type { Store } from '../profile.js'
import { elementsOf, type JsonObject, referenceIdOf } from '../wire/json-object.js'
import { lineKeyOf } from '../wire/line-key.js'
import { refundBody } from '../write/refund-body.js'
import type { PreparedSale } from './bring-sale.js'
import { onlyItem, sayNoItem } from './item-catalogue.js'
import { parseBody } from './parse-body.js'
import { type RecordDocument, readRecord } from './records.js'
import { recordRef, type Service } from './service.js'
import { dayOf, storeOf } from './store.js'

/** The cash sale that a refund gives money back of, as NetSuite has it. */
interface KnownSale {
  readonly ref: Ref
  readonly customer: string | undefined
  readonly location: string | undefined
  /** Internal ids of items by the ids of the ticket's lines. */
  readonly items: ReadonlyMap<string, string>
}

interface Preparing {
  readonly service: Service
  readonly intent: Intent
  readonly sale: KnownSale | undefined
}

/**
 * Makes the document of a till's refund: sale, store and items looked up, booked to the cent, encoded.
 *
 * A refund that `standing` says was made from no sale stays without one, though its sale has come
 * since: which record it is made from is said when it is made.
 */
export async function prepareRefund(
  service: Service,
  intent: Intent,
  standing?: RecordDocument,
): Promise<Result<PreparedSale, Failure>> {
  const parsed = parseBody(Refund, intent.body)
  if (parsed.isErr()) return err(parsed.error)
  const refund = parsed.value
  const refusal = refusalOf(refund, intent)
  if (refusal) return err(refusal)
  const isAlone =
    standing !== undefined && referenceIdOf(standing.body['createdFrom']) === undefined
  const sale = isAlone ? ok(undefined) : await saleOf(refund, { service, intent })
  if (sale.isErr()) return err(sale.error)
  const preparing = { service, intent, sale: sale.value }
  const store = refundStore(refund, preparing)
  if (store.isErr()) return err(store.error)
  const items = await itemsOf(refund, preparing)
  if (items.isErr()) return err(items.error)
  return writeRefund(refund, { ...preparing, store: store.value, items: items.value })
}

function writeRefund(
  refund: Refund,
  given: Preparing & { readonly store: Store; readonly items: ReadonlyMap<string, string> },
): Result<PreparedSale, Failure> {
  const { service, intent, sale, store, items } = given
  const { account, profile } = service
  const externalId = externalIdOf(intent.source)
  const customer = sale?.customer ?? profile.till.customer ?? profile.guestCustomer
  const booking = {
    account,
    profile,
    externalId,
    location: { system: 'netsuite', account, kind: 'location', id: store.location },
    day: dayOf(refund.at, store) ?? refund.at.slice(0, 10),
    items,
    ...(sale ? { sale: sale.ref } : {}),
  }
  return bookRefund(refund, booking)
    .andThen((booked) => withLoadedCards(booked, { source: refund, booking }))
    .andThen((booked) =>
      refundBody(booked.refund, {
        ...service,
        customer: recordRef(service, 'customer', customer),
        store,
      }).map((body) => ({
        record: 'cashRefund' as const,
        externalId,
        body,
        findings: booked.findings,
      })),
    )
}

function refusalOf(refund: Refund, { links }: Intent): Failure | undefined {
  const { state, order, lines, charges, adjustments } = refund
  const key = refKey(order)
  if (lines.length + charges.length + adjustments.length === 0) {
    const message = 'nothing is given back for anything, and NetSuite keeps no refund without lines'
    return { kind: 'business.rejected', message }
  }
  if (state !== 'succeeded') {
    const message = `the money did not go back yet (${state}), and only what went back is booked: the refund is booked when the till says so`
    return { kind: 'business.rejected', message }
  }
  const link = Object.hasOwn(links, key) ? links[key] : undefined
  if (link?.kind !== 'salesOrder') return undefined
  const message = `the refund is of an order that is a sales order in NetSuite (${link.id}), whose money goes back by a credit memo: finance books it`
  return { kind: 'business.rejected', owner: 'finance', message }
}

/**
 * The sale of the ticket, where NetSuite has it and the refund is of its lines, or of money alone. A ticket that sells and
 * takes back goods of an unknown sale names itself, and its own sale has nothing to do with them.
 */
async function saleOf(
  refund: Refund,
  { service, intent }: Pick<Preparing, 'service' | 'intent'>,
): Promise<Result<KnownSale | undefined, Failure>> {
  const key = refKey(refund.order)
  const link = Object.hasOwn(intent.links, key) ? intent.links[key] : undefined
  const id = link?.kind === 'cashSale' ? link.id : `eid:${externalIdOf(refund.order)}`
  const read = await readRecord(service.client, { type: 'cashSale', id })
  return read.map((document) => {
    if (!document) return undefined
    const { body } = document
    const items = itemsById(body)
    const isOfSale =
      !refund.lines.some(isReturned) || refund.lines.some(({ line }) => items.has(line.id))
    if (!isOfSale) return undefined
    const ref = recordRef(service, 'cashSale', String(body['id']))
    const [customer, location] = [referenceIdOf(body['entity']), referenceIdOf(body['location'])]
    return { ref, customer, location, items }
  })
}

function itemsById(sale: JsonObject): ReadonlyMap<string, string> {
  return new Map(
    elementsOf(sale['item']).flatMap((line) => {
      const key = lineKeyOf(line)
      const item = referenceIdOf(line['item'])
      return key?.kind === 'goods' && item !== undefined ? [[key.id, item] as const] : []
    }),
  )
}

/** The store that gives the money back, else the one that sold. */
function refundStore(refund: Refund, { service, intent, sale }: Preparing): Result<Store, Failure> {
  if (refund.location) return storeOf(refund.location, { service, intent })
  const location = sale?.location
  if (location === undefined) return err(noStore(refund))
  const stores = Object.values(service.profile.locations)
  return ok(stores.find((store) => store.location === location) ?? { location })
}

async function itemsOf(
  refund: Refund,
  { service, intent, sale }: Preparing,
): Promise<Result<ReadonlyMap<string, string>, Failure>> {
  const known = { account: service.account, links: intent.links }
  const lines = refund.lines.filter(isReturned)
  const unknown = lines.filter(({ line }) => !sale?.items.has(line.id))
  const found = await service.items.find(unknown.flatMap(({ sku }) => (sku ? [sku] : [])))
  return found.andThen((bySku) => {
    const items = new Map<string, string>()
    for (const line of lines) {
      const item =
        sale?.items.get(line.line.id) ??
        (line.sku ? onlyItem(bySku, line.sku) : undefined) ??
        linkedItem(line.variant, known) ??
        (line.sku ? undefined : service.profile.otherItem)
      if (item === undefined) return err(noItem(line, { items: bySku, service }))
      items.set(line.line.id, item)
    }
    return ok(items)
  })
}

function noItem(
  { line, sku }: RefundLine,
  {
    items,
    service: { account },
  }: { readonly items: ReadonlyMap<string, readonly string[]>; readonly service: Service },
): Failure {
  const id = sku ?? `line ${line.id}`
  const dependency: Ref = { system: 'netsuite', account, kind: 'item', id }
  const message = sku
    ? sayNoItem(items, { sku, or: 'correct the SKU at the till', go: 'refund' })
    : `line ${line.id} of the refund has no SKU, and NetSuite does not have its sale, so no item can be found for it: give its variant a SKU at the till, or name an item for such lines in the profile (otherItem)`
  return { kind: 'dependency.missing', message, dependency }
}

function noStore({ order }: Refund): Failure {
  const message = `the refund does not say which store gave the money back, and NetSuite does not have its sale (${refKey(order)}): it goes on as soon as the sale is booked`
  return { kind: 'dependency.missing', message, dependency: order }
}
