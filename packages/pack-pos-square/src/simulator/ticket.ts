import type { Random } from '@canonry/pack/simulator'
import type { Article } from './catalogue.js'
import type { TillLocation } from './merchant.js'
import { cardOf, TENDER_TYPES, type Tender } from './tender.js'
import type { Wire } from './wire.js'

/** A line of a ticket, in minor units. */
export interface TicketLine {
  readonly uid: string
  readonly article: Article
  /** Decimal text: pieces, or kilograms. */
  readonly quantity: string
  readonly gross: number
  readonly discount: number
  readonly tax: number
  readonly total: number
}

/** What a till rang up. */
export interface Ticket {
  readonly id: string
  readonly location: TillLocation
  readonly soldAt: number
  readonly lines: readonly TicketLine[]
  readonly tip: number
  readonly total: number
  readonly tender: Tender
}

/** What a ticket is made with. */
export interface TicketMaker {
  readonly articles: readonly Article[]
  readonly random: Random
}

const TEN_PERCENT = 'TENPERCENT'
const TAX = 'LOCALTAX'

/** Rings up one to three articles, now and then with ten percent off or a tip. */
export function makeTicket(known: KnownTicket, { articles, random }: TicketMaker): Ticket {
  const share = random.chance(0.2) ? 0.1 : 0
  const count = random.between(1, 3)
  const first = random.between(0, articles.length - 1)
  const goods = Array.from({ length: count }, (_, index) => {
    const article = articles[(first + index) % articles.length] as Article
    const thousandths = article.weighed
      ? random.between(120, 1800)
      : random.between(1, 3) * THOUSAND
    return { article, thousandths }
  })
  const isCash = random.chance(0.3)
  const tip = !isCash && random.chance(0.1) ? random.between(50, 300) : 0
  return ticketOf(known, { goods, share, tip, tender: isCash ? 'cash' : 'card' })
}

const THOUSAND = 1000

/** What a ticket is known by before anything is rung up. */
export type KnownTicket = Pick<Ticket, 'id' | 'location' | 'soldAt'>

/** So much of an article. */
export interface Goods {
  readonly article: Article
  /** Of a piece, or grams. */
  readonly thousandths: number
}

/** What is rung up on a ticket. */
export interface Basket {
  readonly goods: readonly Goods[]
  /** The share that is taken off. */
  readonly share: number
  readonly tip: number
  readonly tender: Tender
}

/** The ticket of chosen goods. */
export function ticketOf(known: KnownTicket, { goods, share, tip, tender }: Basket): Ticket {
  const lines = goods.map((each, index) =>
    lineOf(each, { uid: `line${index + 1}`, share, location: known.location }),
  )
  const total = lines.reduce((sum, line) => sum + line.total, tip)
  return { ...known, lines, tip, total, tender }
}

interface LineOn {
  readonly uid: string
  readonly share: number
  readonly location: TillLocation
}

function lineOf({ article, thousandths }: Goods, { uid, share, location }: LineOn): TicketLine {
  const gross = Math.round((article.price * thousandths) / THOUSAND)
  const discount = Math.round(gross * share)
  const { percent, included } = location.tax
  const rate = Number(percent) / 100
  const net = gross - discount
  const tax = included ? Math.round((net * rate) / (1 + rate)) : Math.round(net * rate)
  return {
    uid,
    article,
    quantity: String(thousandths / THOUSAND),
    gross,
    discount,
    tax,
    total: included ? net : net + tax,
  }
}

/** So much of a line; the cents of what is left out are rounded. */
export function partOfLine(line: TicketLine, quantity: string): TicketLine {
  const share = Number(quantity) / Number(line.quantity)
  if (share === 1) return line
  const [gross, discount] = [Math.round(line.gross * share), Math.round(line.discount * share)]
  const [tax, total] = [Math.round(line.tax * share), Math.round(line.total * share)]
  return { ...line, quantity, gross, discount, tax, total }
}

/** The ticket as an order of Square. The application on tills gives its orders no version. */
export function printTicket(
  ticket: Ticket,
  { at, payment }: { readonly at: string; readonly payment: string },
): Wire & OrderNames {
  const { id, location, soldAt, lines, tip, total, tender } = ticket
  const money = (amount: number) => ({ amount, currency: location.currency })
  const sum = (name: 'tax' | 'discount') => lines.reduce((all, line) => all + line[name], 0)
  const discount = sum('discount')
  return {
    id,
    location_id: location.id,
    source: { name: 'Square Point of Sale' },
    state: 'COMPLETED',
    created_at: new Date(soldAt).toISOString(),
    updated_at: at,
    closed_at: at,
    line_items: lines.map((line) => printLine(line, location)),
    taxes: [printTax(location, { uid: TAX, amount: sum('tax') })],
    ...(discount > 0 && {
      discounts: [
        {
          uid: TEN_PERCENT,
          name: 'Ten percent',
          type: 'FIXED_PERCENTAGE',
          percentage: '10',
          scope: 'ORDER',
          applied_money: money(discount),
        },
      ],
    }),
    total_money: money(total),
    total_tax_money: money(sum('tax')),
    total_discount_money: money(discount),
    total_tip_money: money(tip),
    total_service_charge_money: money(0),
    net_amount_due_money: money(0),
    tenders: [
      {
        id: payment,
        location_id: location.id,
        type: TENDER_TYPES[tender],
        amount_money: money(total),
        ...cardOf(tender),
        payment_id: payment,
      },
    ],
  }
}

/** What an order is known by. */
export interface OrderNames {
  readonly id: string
  readonly location_id: string
}

function printLine(line: TicketLine, { currency }: TillLocation): Wire {
  const { uid, article, quantity, gross, discount, tax, total } = line
  const money = (amount: number) => ({ amount, currency })
  return {
    uid,
    name: article.name,
    quantity,
    ...unitOf(article),
    catalog_object_id: article.variation,
    item_type: 'ITEM',
    base_price_money: money(article.price),
    gross_sales_money: money(gross),
    applied_taxes: [{ uid: `${uid}-tax`, tax_uid: TAX, applied_money: money(tax) }],
    ...(discount > 0 && {
      applied_discounts: [
        { uid: `${uid}-off`, discount_uid: TEN_PERCENT, applied_money: money(discount) },
      ],
    }),
    total_tax_money: money(tax),
    total_discount_money: money(discount),
    total_money: money(total),
  }
}

/** What an article is counted in, where that is not pieces. */
export function unitOf({ weighed }: Article): { readonly quantity_unit?: Wire } {
  return weighed ? { quantity_unit: WEIGHT } : {}
}

const WEIGHT = {
  measurement_unit: { weight_unit: 'METRIC_KILOGRAM', type: 'TYPE_WEIGHT' },
  precision: 3,
}

/** The tax of a location, as orders and returns list it. */
export function printTax(
  { tax, currency }: TillLocation,
  { uid, amount }: { readonly uid: string; readonly amount: number },
): Wire {
  return {
    uid,
    name: tax.name,
    type: tax.included ? 'INCLUSIVE' : 'ADDITIVE',
    percentage: tax.percent,
    scope: 'LINE_ITEM',
    applied_money: { amount, currency },
  }
}
