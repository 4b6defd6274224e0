import { compareDecimals, type Decimal, decimalOf, subtractDecimals } from '@canonry/model'
import type { Article } from './catalogue.js'
import { reject } from './give-back.js'
import type { Merchant, TillLocation } from './merchant.js'
import type { Tender } from './tender.js'
import { partOfLine, type Ticket, type TicketLine } from './ticket.js'
import type { Tills } from './tills.js'

/** An article by its SKU or by the id of its variation. */
export type ArticleName = { readonly sku: string } | { readonly variation: string }

/** So much of an article: decimal text, pieces or kilograms, with at most three digits. */
export type NamedGoods = ArticleName & { readonly quantity: string }

/** When something is done, and when Square hears of it: epoch milliseconds. */
export interface Doing {
  /** By the clock of who does it; by default now. */
  readonly at?: number
  /** Later than `at` where there was no network; by default at once. */
  readonly sentAt?: number
}

/** A sale of chosen goods. */
export interface Sale extends Doing {
  readonly location: string
  readonly lines: readonly NamedGoods[]
  /** The share that is taken off all of it; default none. */
  readonly discount?: number
  /** Paid by card where it is not paid cash, or by a gift card of the merchant. */
  readonly cash?: boolean
  readonly giftCard?: boolean
}

/** Goods of a sale that come back, to the location that sold them. */
export interface TakingBack extends Doing {
  /** The id of the order that sold them. */
  readonly order: string
  readonly goods: NamedGoods
  /** Where the money goes; by default back in the way it was paid. */
  readonly onto?: Tender
  /** When the bank of the buyer rejects it, which is pending until then; by default it does not. */
  readonly rejectedAt?: number
}

/** What is done to goods of a location. */
export interface Handling extends Doing {
  readonly location: string
  readonly goods: NamedGoods
}

/** Goods on their way from one location to another. */
export interface Sending extends Doing {
  readonly from: string
  readonly to: string
  readonly goods: NamedGoods
  /** When they arrive; by default at once. */
  readonly arrivesAt?: number
}

/**
 * What people in the stores do. What lies ahead, or is heard of later, happens in the course of
 * `run`; whatever names an article, location or order that there is not is refused by an exception.
 */
export interface Staff {
  /** Rings up a sale; the id of its order. */
  ring(sale: Sale): string
  /** Takes goods of one line of a sale back; the id of the order that takes them back. */
  takeBack(taking: TakingBack): string
  /** Counts what is on the shelf. */
  count(handling: Handling): void
  /** Puts new goods on the shelf. */
  receive(handling: Handling): void
  /** Takes goods from the shelf of one location, and puts them on that of another. */
  transfer(sending: Sending): void
  /** What Square reckons is on the shelf; `undefined` where nothing was ever counted. */
  onShelf(location: string, article: ArticleName): Decimal | undefined
}

/** Where staff works. */
export interface Workplace {
  readonly merchant: Merchant
  readonly tills: Tills
  /** Lets something happen at a moment: at once where it is not ahead. */
  plan(at: number, act: () => void): void
}

/** Lets people work in the stores of a merchant. */
export function createStaff(place: Workplace): Staff {
  const known = { ...place, finders: findersOf(place.merchant) }
  return { ...cashiers(known), ...keepers(known) }
}

interface KnownPlace extends Workplace {
  readonly finders: Finders
}

function cashiers({
  merchant,
  tills,
  plan,
  finders,
}: KnownPlace): Pick<Staff, 'ring' | 'takeBack'> {
  const sold = new Map<string, SoldTicket>()
  return {
    ring({ location, lines, discount = 0, cash = false, giftCard = false, ...when }) {
      const { at, heardAt } = momentsOf(when, merchant)
      const goods = lines.map((line) => {
        const { article, quantity } = finders.goods(line)
        return { article, thousandths: Math.round(Number(quantity) * 1000) }
      })
      const sale = { location: finders.location(location), soldAt: at }
      const tender = giftCard ? 'gift-card' : cash ? 'cash' : 'card'
      const ticket = tills.ring(sale, { goods, share: discount, tip: 0, tender })
      const left = new Map(ticket.lines.map(({ uid, quantity }) => [uid, quantity]))
      sold.set(ticket.id, { ticket, left })
      plan(heardAt, () => tills.send(ticket, heardAt > at))
      return ticket.id
    },
    takeBack({ order, goods, onto, rejectedAt, ...when }) {
      const { at, heardAt } = momentsOf(when, merchant)
      const found = sold.get(order)
      const { quantity, ...wanted } = finders.goods(goods)
      const line = found && lineWith(found, { ...wanted, quantity })
      if (!line) throw new RangeError(`${order} sold no such goods that are not back yet`)
      found.left.set(line.uid, subtractDecimals(found.left.get(line.uid) ?? '0', quantity))
      const id = merchant.nextId('R')
      const part = { ticket: found.ticket, line: partOfLine(line, quantity) }
      const taken = { id, ...part, at, ...(onto && { onto }) }
      plan(heardAt, () => tills.takeBackLine({ ...taken, isPending: rejectedAt !== undefined }))
      if (rejectedAt !== undefined) plan(rejectedAt, () => reject(merchant, id))
      return id
    },
  }
}

function keepers({ merchant, plan, finders }: KnownPlace): Omit<Staff, 'ring' | 'takeBack'> {
  function move({ location, goods, ...when }: Handling, way: Way): void {
    const { at, heardAt } = momentsOf(when, merchant)
    const { article, quantity } = finders.goods(goods)
    const place = { variation: article.variation, location: finders.location(location).id }
    plan(heardAt, () => void merchant.change({ ...place, ...way, quantity, occurredAt: at }))
  }
  return {
    count: (handling) => move(handling, { type: 'PHYSICAL_COUNT' }),
    receive: (handling) => move(handling, { type: 'ADJUSTMENT', from: 'NONE', to: 'IN_STOCK' }),
    transfer({ from, to, goods, arrivesAt, ...when }) {
      const [sender, receiver] = [finders.location(from).id, finders.location(to).id]
      const arrival = arrivesAt === undefined ? when : { at: arrivesAt }
      move({ location: sender, goods, ...when }, LEAVES)
      move({ location: receiver, goods, ...arrival }, ARRIVES)
    },
    onShelf: (location, name) =>
      merchant.stock.quantity(finders.article(name).variation, finders.location(location).id),
  }
}

// the API lists no transfers, so they show as goods that go on their way and come from there
const LEAVES = { type: 'ADJUSTMENT', from: 'IN_STOCK', to: 'IN_TRANSIT' } as const
const ARRIVES = { type: 'ADJUSTMENT', from: 'IN_TRANSIT', to: 'IN_STOCK' } as const

function momentsOf({ at, sentAt }: Doing, { env }: Merchant): Moments {
  const done = at ?? env.now()
  return { at: done, heardAt: Math.max(done, sentAt ?? env.now()) }
}

interface Moments {
  readonly at: number
  readonly heardAt: number
}

interface SoldTicket {
  readonly ticket: Ticket
  /** What is not back yet, by the uid of the line. */
  readonly left: Map<string, Decimal>
}

interface Way {
  readonly type: 'PHYSICAL_COUNT' | 'ADJUSTMENT'
  readonly from?: string
  readonly to?: string
}

interface FoundGoods {
  readonly article: Article
  readonly quantity: Decimal
}

function lineWith(
  { ticket, left }: SoldTicket,
  { article, quantity }: FoundGoods,
): TicketLine | undefined {
  return ticket.lines.find(
    (line) => line.article === article && compareDecimals(left.get(line.uid) ?? '0', quantity) >= 0,
  )
}

interface Finders {
  location(id: string): TillLocation
  article(name: ArticleName): Article
  goods(goods: NamedGoods): FoundGoods
}

function findersOf({ articles, articleOf, locations }: Merchant): Finders {
  const bySku = new Map(articles.map((article) => [article.sku, article]))
  const byId = new Map(locations.map((location) => [location.id, location]))
  const article = (name: ArticleName) =>
    'sku' in name
      ? known(bySku.get(name.sku), name.sku)
      : known(articleOf(name.variation), name.variation)
  return {
    article,
    location: (id) => known(byId.get(id), id),
    goods(goods) {
      const quantity = decimalOf(goods.quantity)
      const isFine = /^\d{1,12}(\.\d{1,3})?$/.test(goods.quantity)
      return {
        article: article(goods),
        quantity: known(isFine ? quantity : undefined, goods.quantity),
      }
    },
  }
}

function known<T>(found: T | undefined, name: string): T {
  if (found === undefined) throw new RangeError(`the simulated merchant knows no ${name}`)
  return found
}
