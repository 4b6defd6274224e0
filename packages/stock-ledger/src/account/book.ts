import {
  addDecimals,
  compareInstants,
  type Decimal,
  type Instant,
  type StockCondition,
  sumDecimals,
} from '@canonry/model'
import type { Entry } from '../posting.js'
import { type Asserted, saying, withdrawn } from './asserted.js'
import { atMost, type Sent, withSent } from './road.js'
import { countOn, EMPTY_SHELF, isUntouched, moveOn, type Shelf } from './shelf.js'

/** Goods that are kept for somebody until a moment. */
export interface Hold {
  readonly quantity: Decimal
  readonly expiresAt: Instant
}

/**
 * All that a position is made of.
 *
 * Claims, goods on their way and what channels took are signed sums by name, so that the order in
 * which they are heard of plays no part. Channels are named `system|account`.
 */
export interface Book {
  readonly shelves: Readonly<Record<StockCondition, Shelf>>
  readonly claims: Readonly<Record<string, Decimal>>
  readonly holds: Readonly<Record<string, Hold>>
  readonly incoming: Readonly<Record<string, Decimal>>
  /** Of what is on its way, what was sent when, by shipment; absent where nobody said when it is expected. */
  readonly sent?: Readonly<Record<string, readonly Sent[]>>
  readonly taken: Readonly<Record<string, Decimal>>
  readonly asserted: Readonly<Record<string, Asserted>>
}

/** The book of a position that nothing was heard of. */
export const EMPTY_BOOK: Book = {
  shelves: { sellable: EMPTY_SHELF, quarantine: EMPTY_SHELF, damaged: EMPTY_SHELF },
  ...{ claims: {}, holds: {}, incoming: {}, taken: {}, asserted: {} },
}

/** Whether a book says nothing of any quantity. */
export function isBlank({ shelves, ...sums }: Book): boolean {
  const isEmpty = Object.values(sums).every((sum) => Object.keys(sum).length === 0)
  return isEmpty && Object.values(shelves).every(isUntouched)
}

const CONDITIONS = ['sellable', 'quarantine', 'damaged'] as const

/** The book after an entry that happened at a moment; its quantities are in the book's unit. */
export function enter(book: Book, entry: Entry, at: Instant): Book {
  switch (entry.kind) {
    case 'move':
      return CONDITIONS.reduce((moved, condition) => {
        const by = entry.by[condition]
        return by === undefined
          ? moved
          : onShelf(moved, condition, (shelf) => moveOn(shelf, [at, by]))
      }, book)
    case 'count': {
      const { condition, quantity } = entry
      return onShelf(book, condition, (shelf) => countOn(shelf, { at, quantity }))
    }
    case 'claim':
      return { ...book, claims: add(book.claims, entry.key, entry.by) }
    case 'taken':
      return { ...book, taken: add(book.taken, channelKey(entry), entry.by) }
    case 'hold': {
      const { key, quantity, expiresAt } = entry
      return { ...book, holds: set(book.holds, key, { quantity, expiresAt }) }
    }
    case 'release':
      return { ...book, holds: set(book.holds, entry.key, undefined) }
    case 'incoming':
      return onTheRoad(book, entry, at)
    case 'asserted':
      return { ...book, asserted: assert(book.asserted, entry, at) }
    case 'withdrawn':
      return { ...book, asserted: withdraw(book.asserted, entry) }
    default:
      return entry satisfies never
  }
}

/** The book without holds that have expired by a moment. */
export function expireHolds(book: Book, at: Instant): Book {
  const kept = Object.entries(book.holds).filter(
    ([, { expiresAt }]) => compareInstants(expiresAt, at) > 0,
  )
  if (kept.length === Object.keys(book.holds).length) return book
  return { ...book, holds: Object.fromEntries(kept) }
}

/** How much is promised: by claims, as far as they are more than nothing, and by holds. */
export function reservedIn({ claims, holds }: Book): Decimal {
  const promised = Object.values(claims).filter((by) => !by.startsWith('-'))
  return sumDecimals([...promised, ...Object.values(holds).map(({ quantity }) => quantity)])
}

/** The name of a channel in a book. */
export function channelKey({
  system,
  account,
}: Readonly<Record<'system' | 'account', string>>): string {
  return `${system}|${account}`
}

function onShelf(book: Book, condition: StockCondition, change: (shelf: Shelf) => Shelf): Book {
  return { ...book, shelves: { ...book.shelves, [condition]: change(book.shelves[condition]) } }
}

function onTheRoad(
  { sent = {}, ...book }: Book,
  { shipment, by, from, expectedAt }: Entry & { kind: 'incoming' },
  at: Instant,
): Book {
  const incoming = add(book.incoming, shipment, by)
  const isSent = expectedAt !== undefined && !by.startsWith('-')
  const known = own(sent, shipment) ?? []
  const road = isSent ? withSent(known, { at, by, expectedAt, ...(from && { from }) }) : known
  const left = atMost(road, own(incoming, shipment) ?? '0')
  const roads = set(sent, shipment, left.length > 0 ? left : undefined)
  return { ...book, incoming, ...(Object.keys(roads).length > 0 && { sent: roads }) }
}

function assert(
  asserted: Book['asserted'],
  { counts, condition, quantity, variant, ...channel }: Entry & { kind: 'asserted' },
  at: Instant,
): Book['asserted'] {
  const key = channelKey(channel)
  const word = {
    ...{ counts, quantity, at },
    ...(condition && { condition }),
    ...(variant && { variant }),
  }
  return set(asserted, key, saying(own(asserted, key), word))
}

function withdraw(
  asserted: Book['asserted'],
  { variant, ...channel }: Entry & { kind: 'withdrawn' },
): Book['asserted'] {
  const key = channelKey(channel)
  const before = own(asserted, key)
  return before ? set(asserted, key, withdrawn(before, variant)) : asserted
}

// what comes to nothing is not remembered: it would be there forever
function add(
  sums: Readonly<Record<string, Decimal>>,
  key: string,
  by: Decimal,
): Readonly<Record<string, Decimal>> {
  const sum = addDecimals(own(sums, key) ?? '0', by)
  return set(sums, key, sum === '0' ? undefined : sum)
}

function own<Value>(record: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined
}

function set<Value>(
  record: Readonly<Record<string, Value>>,
  key: string,
  value: Value | undefined,
): Readonly<Record<string, Value>> {
  const others = Object.entries(record).filter(([name]) => name !== key)
  return Object.fromEntries(value === undefined ? others : [...others, [key, value]])
}
