import {
  compareInstants,
  convertQuantity,
  type Decimal,
  type Instant,
  instantMs,
  printQuantity,
  type Ref,
  subtractDecimals,
  sumDecimals,
  type Unit,
} from '@canonry/model'
import { positionId } from '../position-id.js'
import { type Entry, Posting } from '../posting.js'
import { type Asserted, twinsOf } from './asserted.js'
import {
  type Book,
  channelKey,
  EMPTY_BOOK,
  enter,
  expireHolds,
  isBlank,
  reservedIn,
} from './book.js'
import { compareAsserted, expectedOf, nextLooks } from './comparison.js'
import { quantityOn } from './shelf.js'

/** What a system said of a position, or what a channel took. */
interface OfChannel {
  readonly system: string
  readonly account: string
  readonly quantity: Decimal
}

/**
 * The sum of all postings of a position, as a document: the numbers that follow from its book, and
 * the book, which further postings are added to.
 */
export interface Account {
  readonly id: string
  readonly item: string
  readonly place: string
  readonly unit: Unit
  /** The latest moment that a posting was about. */
  readonly at: Instant
  readonly sellable: Decimal
  readonly quarantine: Decimal
  readonly damaged: Decimal
  readonly on_hand: Decimal
  readonly reserved: Decimal
  readonly available: Decimal
  /** When what can be sold was counted last. */
  readonly counted_at?: Instant
  readonly incoming: readonly {
    readonly shipment: string
    readonly quantity: Decimal
    /** What was sent first of it: from where, when, and until when it is expected. */
    readonly from?: string
    readonly sent_at?: Instant
    readonly expected_at?: Instant
  }[]
  readonly asserted: readonly (OfChannel &
    Pick<Asserted, 'counts' | 'condition' | 'at'> & {
      readonly variant?: Ref
      /** What else the system calls by the same SKU. */
      readonly others?: readonly Ref[]
      /** What lay there at `at`. */
      readonly expected?: Decimal
      /** By how much more it is known to have said, and since when that is known. */
      readonly difference?: Decimal
      readonly since?: Instant
    })[]
  readonly taken: readonly OfChannel[]
  readonly book: Book
}

/**
 * The account after a posting; throws where that is none, or counts in a unit that has no exact number
 * of the position's.
 */
export function addPosting(before: Account | undefined, change: unknown): Account {
  const { item, place, unit: given, at: moment, entries: all } = readPosting(change)
  const entries = all.filter((entry) => !isNeedless(entry, before))
  // a cart may be let go where nothing ever lay: that says nothing of how goods are counted there
  const unit = before && !isBlank(before.book) ? before.unit : given
  const at = before && compareInstants(before.at, moment) > 0 ? before.at : moment
  const book = entries
    .map((entry) => inUnit(entry, { from: given, to: unit }))
    .reduce((sum, entry) => enter(sum, entry, moment), before?.book ?? EMPTY_BOOK)
  const said = new Set(
    entries.flatMap((entry) => (entry.kind === 'asserted' ? [channelKey(entry)] : [])),
  )
  const news = { said, ...(entries.length === 0 && { clock: at }) }
  const kept = tellsTheTime(entries) ? expireHolds(book, moment) : book
  return accountOf({ item, place, unit, at, book: compareAsserted(kept, news) })
}

function readPosting(change: unknown): Posting {
  const read = Posting.safeParse(change)
  if (read.success) return read.data
  const wrong = read.error.issues.map(({ path, message }) =>
    path.length === 0 ? message : `${path.join('.')}: ${message}`,
  )
  throw new Error(`this is no posting: ${wrong.join('; ')}`)
}

// who opens books says its number again and again, and does so once
function isNeedless(entry: Entry, before: Account | undefined): boolean {
  const isOpening = entry.kind === 'count' && entry.unlessCounted === true
  return isOpening && before?.book.shelves.sellable.counted !== undefined
}

// a till whose clock is ahead ends nothing: holds end by the clock of those who hold
function tellsTheTime(entries: readonly Entry[]): boolean {
  return entries.every(({ kind }) => kind === 'hold' || kind === 'release')
}

/**
 * When the clock makes another account of it, epoch milliseconds: the first hold expires, a
 * difference is old enough to be looked at, or what is on the road should have arrived.
 */
export function nextChange({ book, at, incoming }: Account): number | undefined {
  const expiries = Object.values(book.holds).map(({ expiresAt }) => instantMs(expiresAt))
  const arrivals = incoming.flatMap(({ expected_at: expected }) =>
    expected !== undefined && compareInstants(expected, at) > 0 ? instantMs(expected) : [],
  )
  const moments = [...expiries, ...arrivals, ...nextLooks(book, at)]
  return moments.length === 0 ? undefined : Math.min(...moments)
}

function accountOf({
  book,
  ...position
}: Pick<Account, 'item' | 'place' | 'unit' | 'at' | 'book'>): Account {
  const { sellable: shelf, quarantine: aside, damaged: broken } = book.shelves
  const [sellable, quarantine, damaged] = [shelf, aside, broken].map(quantityOn) as Three
  const reserved = reservedIn(book)
  return {
    id: positionId(position),
    ...position,
    ...{ sellable, quarantine, damaged, reserved },
    on_hand: sumDecimals([sellable, quarantine, damaged]),
    available: subtractDecimals(sellable, reserved),
    ...(shelf.counted && { counted_at: shelf.counted.at }),
    // what arrived before it was announced is not on its way
    incoming: inOrder(book.incoming)
      .filter(([, quantity]) => !quantity.startsWith('-'))
      .map(([shipment, quantity]) => ({ shipment, quantity, ...firstSent(book, shipment) })),
    asserted: inOrder(book.asserted).map(([key, said]) =>
      assertedOf(said, { channel: channelOf(key), book }),
    ),
    taken: inOrder(book.taken).map(([key, quantity]) => ({ ...channelOf(key), quantity })),
    book,
  }
}

function firstSent(
  { sent = {} }: Book,
  shipment: string,
): Pick<Account['incoming'][number], 'from' | 'sent_at' | 'expected_at'> {
  const [first] = (Object.hasOwn(sent, shipment) && sent[shipment]) || []
  if (!first) return {}
  const { from, at, expectedAt } = first
  return { ...(from !== undefined && { from }), sent_at: at, expected_at: expectedAt }
}

function assertedOf(
  said: Asserted,
  {
    channel,
    book,
  }: { readonly channel: Pick<OfChannel, 'system' | 'account'>; readonly book: Book },
): Account['asserted'][number] {
  const { counts, condition, quantity, at, variant, known } = said
  const others = twinsOf(said).map((each) => ({ ...channel, ...each }))
  const expected = expectedOf(book, said)
  return {
    ...{ ...channel, counts, quantity, at },
    ...(condition && { condition }),
    ...(variant && { variant: { ...channel, ...variant } }),
    ...(others.length > 0 && { others }),
    ...(expected !== undefined && { expected }),
    ...(known && { difference: known.by, since: known.since }),
  }
}

type Three = [Decimal, Decimal, Decimal]

function channelOf(key: string): { system: string; account: string } {
  const [system = '', ...account] = key.split('|')
  return { system, account: account.join('|') }
}

function inOrder<Value>(record: Readonly<Record<string, Value>>): [string, Value][] {
  return Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1))
}

function inUnit(entry: Entry, units: { readonly from: Unit; readonly to: Unit }): Entry {
  if (units.from === units.to) return entry
  const as = (value: Decimal): Decimal => convert(value, units)
  switch (entry.kind) {
    case 'move':
      return { ...entry, by: convertEach(entry.by, as) }
    case 'claim':
    case 'taken':
    case 'incoming':
      return { ...entry, by: as(entry.by) }
    case 'release':
    case 'withdrawn':
      return entry
    default:
      return { ...entry, quantity: as(entry.quantity) }
  }
}

type ByCondition = (Entry & { kind: 'move' })['by']

function convertEach(by: ByCondition, as: (value: Decimal) => Decimal): ByCondition {
  const converted = Object.entries(by).flatMap(([condition, value]) =>
    value === undefined ? [] : [[condition, as(value)] as const],
  )
  return Object.fromEntries(converted)
}

function convert(
  value: Decimal,
  { from, to }: { readonly from: Unit; readonly to: Unit },
): Decimal {
  const converted = convertQuantity({ value, unit: from }, to)
  if (converted) return converted.value
  throw new Error(
    `${printQuantity({ value, unit: from })} has no exact number of ${to}, in which the position is counted`,
  )
}
