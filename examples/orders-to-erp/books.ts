import { compareDecimals, printMoney } from '@canonry/model'
import { externalIdOf } from '@canonry/pack-netsuite'
import type { SimulatedSalesOrder } from '@canonry/pack-netsuite/simulator'
import type { ShopBooking } from '@canonry/pack-shopify/simulator'
import { shopOrderRef } from './document-refs.js'
import { groupBy } from './group-by.js'

/** An order as its shop's own books have it. */
export interface ExpectedOrder extends ShopBooking {
  /** The account of the shop. */
  readonly account: string
}

/** Every way in which the books can disagree, with the orders concerned. */
export interface BooksReport {
  readonly orders: number
  readonly booked: number
  readonly cancelled: number
  readonly lost: readonly string[]
  readonly double: readonly string[]
  readonly wrongTotal: readonly string[]
  readonly openThoughCancelled: readonly string[]
  readonly unexpected: readonly string[]
  /** What the ERP holds, reduced to what must be the same however rough the way was. */
  readonly endState: readonly string[]
}

/** Compares the shops' own books with the ERP's own books, cent by cent. */
export function compareBooks(
  expected: readonly ExpectedOrder[],
  documents: readonly SimulatedSalesOrder[],
): BooksReport {
  const byName = groupBy(documents, ({ externalId = '' }) => externalId)
  const named = expected.map((order) => ({ order, name: nameOf(order) }))
  const known = new Set(named.map(({ name }) => name))
  const found = named.map(({ order, name }) => ({ order, documents: byName.get(name) ?? [] }))
  const live = found.filter(({ order }) => !order.cancelled)
  const dead = found.filter(({ order }) => order.cancelled)
  return {
    orders: expected.length,
    booked: live.filter((entry) => entry.documents.length === 1).length,
    cancelled: dead.length,
    lost: live.filter((entry) => entry.documents.length === 0).map(titleOf),
    double: found.filter((entry) => entry.documents.length > 1).map(titleOf),
    wrongTotal: live.flatMap((entry) => entry.documents.flatMap(wrongTotal(entry.order))),
    openThoughCancelled: dead
      .filter((entry) => entry.documents.some(({ closed }) => !closed))
      .map(titleOf),
    unexpected: documents
      .filter(({ externalId = '' }) => !known.has(externalId))
      .map(({ externalId, id }) => externalId ?? id),
    endState: live.flatMap((entry) => entry.documents.map(stateOf)).sort(),
  }
}

/** Whether nothing is lost, double, wrong or unexpected. */
export function booksAgree(report: BooksReport): boolean {
  return (
    report.lost.length +
      report.double.length +
      report.wrongTotal.length +
      report.openThoughCancelled.length +
      report.unexpected.length ===
    0
  )
}

function nameOf({ account, id }: ExpectedOrder): string {
  return externalIdOf(shopOrderRef(account, id))
}

function titleOf({ order }: { readonly order: ExpectedOrder }): string {
  return `${order.account} ${order.number}`
}

function wrongTotal({ account, number, total }: ExpectedOrder) {
  return (document: SimulatedSalesOrder): string[] => {
    const same = compareDecimals(document.total, total.amount) === 0
    if (same && document.currency === total.currency) return []
    const booked = printMoney({ amount: document.total, currency: document.currency })
    return [`${account} ${number}: the shop says ${printMoney(total)}, the ERP ${booked}`]
  }
}

function stateOf({ externalId, currency, total, taxTotal, lines }: SimulatedSalesOrder): string {
  const goods = lines.map(({ item, quantity, amount }) => `${item}×${quantity ?? '-'}=${amount}`)
  return `${externalId} ${currency} ${total} tax ${taxTotal} ${goods.sort().join(' ')}`
}
