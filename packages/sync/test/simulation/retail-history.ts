import { type Ref, refKey, subtractDecimals, sumDecimals } from '@canonry/model'
import type { SimulatedSystem, Step, WorldPorts } from '@canonry/sync/testing'
import {
  customerBody,
  momentOf,
  moveBody,
  orderBody,
  positionBody,
  refundBody,
  shopRef,
} from './retail-bodies.js'
import {
  nameIn,
  type Said,
  type Spoken,
  type SpokenDocument,
  say,
  show,
  spokenName,
} from './spoken-system.js'

/** What one side has said about a thing, for good. */
export interface LatestWord {
  readonly entity: Spoken
  readonly source: Ref
  readonly version?: string
  readonly note?: string
  readonly isGone: boolean
  /** The customer or the order that it names. */
  readonly about?: Ref
  /** Money or pieces at stake, as decimal text. */
  readonly value: string
}

/** What happens in a shop and its ERP, and what has been said so far. */
export interface RetailHistory {
  readonly said: ReadonlyMap<string, LatestWord>
  /** Everything that a customer can be known by, oldest first. */
  readonly personal: readonly PersonalWord[]
  /** What customers paid, less what went back to them. */
  money(isExcused?: (word: LatestWord) => boolean): string
  /** Pieces sold, and pieces on hand by the name of the position. */
  stock(): Readonly<Record<string, string>>
  /** What a record of a file tells, from now on. */
  tell(word: FileWord, file: string): SpokenDocument
  order(id: string, version: number, more?: OrderDetails): Step
  refund(id: string, order: string): Step
  sale(id: string, quantity: number): Step
  stocktake(id: string, version: number, onHand: number): Step
  /** Steps as chance wants them. */
  drawn(habits?: ShopHabits): readonly Step[]
}

/** Words by which a customer can be known. */
export interface PersonalWord {
  /** Stands in nothing else that was said. */
  readonly text: string
  /** The order, if it says it, and the customer. */
  readonly about: readonly Ref[]
  /** The delivery or the file that brings it. */
  readonly broughtBy: string
}

/** One record of a file. */
export type FileWord =
  | {
      readonly kind: 'order'
      readonly id: string
      readonly version: number
      readonly more?: OrderDetails
    }
  | { readonly kind: 'sale'; readonly id: string; readonly quantity: number }

/** What a shop makes of chance. */
export interface ShopHabits {
  /** It never forgets a new version. */
  readonly countsAlways?: boolean
  /** An order that has a customer keeps it. */
  readonly keepsCustomers?: boolean
  /** All that it says of an order names a customer, and no two of its words are alike. */
  readonly isPersonal?: boolean
}

export interface OrderDetails {
  readonly customer?: { readonly id: string; readonly name: string }
  readonly isCancelled?: boolean
  readonly total?: string
  readonly note?: string
  /** How it is said; `silent`: shown to readers, without a webhook. */
  readonly said?: Said | 'silent'
  /** What the version is called, where it is not the moment of its number. */
  readonly version?: string
}

export function retailHistory(
  ports: WorldPorts,
  { shop, erp }: { shop: SimulatedSystem; erp: SimulatedSystem },
): RetailHistory {
  const said = new Map<string, LatestWord>()
  const personal: PersonalWord[] = []
  let events = 0
  const event = (): Said => ({ eventId: `event-${++events}` })
  const keep = (word: LatestWord) => said.set(refKey(word.source), word)

  const tellOrder = (id: string, version: number, more: OrderDetails, broughtBy?: string) => {
    const { document, words } = orderDocument(id, version, more)
    words.forEach(keep)
    show(shop, 'order', document)
    const { name = spokenName('order', document) } = typeof more.said === 'object' ? more.said : {}
    personal.push(...personalWords(id, { ...more, broughtBy: broughtBy ?? name }))
    return document
  }
  const tellSale = (id: string, quantity: number) => {
    const source = shopRef('stockMove', id)
    keep({ entity: 'stockMove', source, isGone: false, value: `${quantity}` })
    const document = { id, body: moveBody(id, quantity) }
    show(shop, 'stockMove', document)
    return document
  }
  const tell = (word: FileWord, file: string): SpokenDocument =>
    word.kind === 'order'
      ? tellOrder(word.id, word.version, word.more ?? {}, file)
      : tellSale(word.id, word.quantity)

  const order = (id: string, version: number, more: OrderDetails = {}): Step => ({
    name: `order ${id} is ${doneBy(version, more)}`,
    act: () => {
      const document = tellOrder(id, version, more)
      if (more.said === 'silent') return
      say(ports, { from: shop, entity: 'order', document, said: more.said ?? event() })
    },
  })
  const refund = (id: string, about: string): Step => ({
    name: `order ${about} is refunded`,
    act: () => {
      const body = refundBody(id, about, '3')
      const source = shopRef('refund', id)
      keep({ entity: 'refund', source, isGone: false, about: shopRef('order', about), value: '3' })
      say(ports, { from: shop, entity: 'refund', document: { id, body }, said: event() })
    },
  })
  const sale = (id: string, quantity: number): Step => ({
    name: `${quantity} pieces are sold at the till (${id})`,
    act: () => {
      const document = tellSale(id, quantity)
      say(ports, { from: shop, entity: 'stockMove', document, said: event() })
    },
  })
  const stocktake = (id: string, version: number, onHand: number): Step => ({
    name: `the ERP counts ${onHand} of ${id}`,
    act: () => {
      const source = nameIn(erp, 'stockPosition', id)
      const moment = momentOf(version)
      const body = positionBody(source, version, onHand)
      keep({ entity: 'stockPosition', source, version: moment, isGone: false, value: `${onHand}` })
      const document = { id, version: moment, body }
      say(ports, { from: erp, entity: 'stockPosition', document, said: event() })
    },
  })
  const words = (entity: Spoken) => [...said.values()].filter((word) => word.entity === entity)
  return {
    said,
    personal,
    tell,
    order,
    refund,
    sale,
    stocktake,
    money: (isExcused = () => false) => {
      const paid = words('order').filter((word) => !word.isGone && !isExcused(word))
      const back = words('refund').filter((word) => !isExcused(word))
      const sum = (all: readonly LatestWord[]) => sumDecimals(all.map(({ value }) => value))
      return subtractDecimals(sum(paid), sum(back))
    },
    stock: () => ({
      sold: sumDecimals(words('stockMove').map(({ value }) => value)),
      ...Object.fromEntries(
        words('stockPosition').map(({ source, value }) => [refKey(source), value]),
      ),
    }),
    drawn: (habits = {}) => drawnSteps(ports.random, { order, refund, sale, stocktake, ...habits }),
  }
}

function doneBy(version: number, { isCancelled }: OrderDetails): string {
  if (isCancelled) return 'cancelled'
  return version === 1 ? 'placed' : `edited to version ${version}`
}

function orderDocument(id: string, version: number, more: OrderDetails) {
  const { customer, isCancelled = false, total = `${10 + version}.99`, note } = more
  const moment = momentOf(version)
  const named = customer && shopRef('customer', customer.id)
  const body = orderBody(id, version, {
    total,
    ...(note !== undefined && { note }),
    ...(named && { customer: named }),
    ...(isCancelled && { cancelledAt: moment }),
  })
  const along = customer && customerBody(customer.id, version, customer.name)
  const document = { id, version: more.version ?? moment, body, ...(along && { customer: along }) }
  const word: LatestWord = {
    entity: 'order',
    source: shopRef('order', id),
    version: moment,
    ...(named && { about: named }),
    ...(note !== undefined && { note }),
    isGone: isCancelled,
    value: total,
  }
  const buyer: LatestWord[] = named
    ? [{ entity: 'customer', source: named, isGone: false, value: '0' }]
    : []
  return { document, words: [word, ...buyer] }
}

function personalWords(
  id: string,
  { customer, note, broughtBy }: OrderDetails & { broughtBy: string },
): PersonalWord[] {
  if (!customer) return []
  const buyer = shopRef('customer', customer.id)
  const own = note === undefined ? [] : [{ text: note, about: [shopRef('order', id), buyer] }]
  return [...own, { text: customer.name, about: [buyer] }].map((word) => ({ ...word, broughtBy }))
}

type Makers = Pick<RetailHistory, 'order' | 'refund' | 'sale' | 'stocktake'> & ShopHabits

// at most this many steps, so that many seeds say more than one long one
const STEPS = 8

function drawnSteps(random: () => number, makers: Makers): readonly Step[] {
  const drawing: Drawing = {
    makers,
    versions: new Map(),
    gone: new Set(),
    refunded: new Set(),
    named: new Set(),
    words: [],
  }
  const count = 3 + Math.floor(random() * (STEPS - 2))
  return Array.from({ length: count }, (_, index) => {
    const id = `${1 + Math.floor(random() * 3)}`
    const [kind, detail] = [random(), random()]
    if (kind < 0.15) return makers.sale(`sale-${index}`, 1 + Math.floor(detail * 3))
    if (kind < 0.3) {
      const onHand = Math.floor(detail * 100)
      return makers.stocktake('v', nextVersion(drawing, 'stock'), onHand)
    }
    if (kind < 0.4 && isRefundable(drawing, id)) {
      drawing.refunded.add(id)
      return makers.refund(`refund-${index}`, id)
    }
    if (kind < 0.5 && !makers.countsAlways && isRefundable(drawing, id)) {
      return sameVersionAgain(drawing, { id, index })
    }
    return drawnOrder(drawing, { id, detail })
  })
}

interface Drawing {
  readonly makers: Makers
  readonly versions: Map<string, number>
  readonly gone: Set<string>
  readonly refunded: Set<string>
  /** Orders that have a customer. */
  readonly named: Set<string>
  /** Orders in the order in which something personal was said of them. */
  readonly words: string[]
}

function nextVersion({ versions }: Drawing, name: string): number {
  const version = (versions.get(name) ?? 0) + 1
  versions.set(name, version)
  return version
}

function isRefundable({ versions, gone }: Drawing, id: string): boolean {
  return versions.has(id) && !gone.has(id)
}

// a shop that edits an order and forgets to count: only reading tells which of the two is newer
function sameVersionAgain(drawing: Drawing, { id, index }: { id: string; index: number }): Step {
  const version = drawing.versions.get(id) ?? 1
  const name = `order ${id} again (${index})`
  const note = `edited ${index}`
  const said = { name, eventId: name }
  const buyer = customerOf(drawing, { id, version })
  return drawing.makers.order(id, version, { note, ...buyer, said })
}

function drawnOrder(drawing: Drawing, { id, detail }: { id: string; detail: number }): Step {
  const { makers, gone, refunded, named } = drawing
  const version = nextVersion(drawing, id)
  // nobody cancels what was refunded, and nobody takes a cancellation back
  const isCancelled = gone.has(id) || (version > 1 && detail < 0.25 && !refunded.has(id))
  if (isCancelled) gone.add(id)
  if (detail > 0.5 || makers.isPersonal) named.add(id)
  const buyer = customerOf(drawing, { id, version })
  if (!makers.keepsCustomers) named.delete(id)
  return makers.order(id, version, { isCancelled, ...buyer })
}

function customerOf(
  { named, makers, words }: Drawing,
  { id, version }: { id: string; version: number },
): Pick<OrderDetails, 'customer' | 'note'> {
  if (!named.has(id)) return {}
  if (!makers.isPersonal) return { customer: { id: `customer ${id}`, name: `Li ${version}` } }
  return personalDetails(id, words.push(id))
}

/** What an order says of a customer, in words that stand nowhere else. */
export function personalDetails(
  customer: string,
  count: number | string,
): Required<Pick<OrderDetails, 'customer' | 'note'>> {
  return {
    customer: { id: `customer ${customer}`, name: `Li <${count}>` },
    note: `for me <${count}>`,
  }
}
