import {
  type Decimal,
  type Instant,
  instantMs,
  subtractDecimals,
  sumDecimals,
} from '@canonry/model'
import type { Asserted, Book, Differing } from './book.js'
import { quantityAt } from './shelf.js'

/** As long as a difference may be on its way: the next number of a system that is asked every 15 minutes. */
export const GRACE_MS = 20 * 60_000

/** How old a difference is when the clock is looked at again; then it is twice as old each time. */
const FIRST_LOOK_MS = 15 * 60_000

/**
 * What lay there when a system said its number, by all that is known now; `undefined` where it
 * speaks of something else, nobody has counted, or the book does not go back as far.
 */
export function expectedOf(
  { shelves }: Pick<Book, 'shelves'>,
  { counts, at }: Pick<Asserted, 'counts' | 'at'>,
): Decimal | undefined {
  const { sellable, quarantine, damaged } = shelves
  if (sellable.counted === undefined) return undefined
  if (counts === 'sellable') return quantityAt(sellable, at)
  if (counts !== 'on-hand') return undefined
  const all = [sellable, quarantine, damaged].map((shelf) => quantityAt(shelf, at))
  const known = all.filter((quantity) => quantity !== undefined)
  return known.length === all.length ? sumDecimals(known) : undefined
}

/**
 * The book after its own numbers were compared with those of systems; `clock` is what time it is,
 * where somebody has looked.
 *
 * A difference that has not changed since {@link GRACE_MS} is known from then on; one that becomes
 * another begins again. So what a ticket explains that comes late was never known.
 */
export function compareAsserted(book: Book, clock: Instant | undefined): Book {
  const entries = Object.entries(book.asserted)
  if (entries.length === 0) return book
  const compared = entries.map(([key, said]) => [key, compareOne(said, { book, clock })] as const)
  return { ...book, asserted: Object.fromEntries(compared) }
}

/** When the clock is to be looked at because of differences, epoch milliseconds; none where there are none. */
export function nextLooks({ asserted }: Book, at: Instant): number[] {
  return Object.values(asserted).flatMap(({ differs }) => (differs ? [nextLook(differs, at)] : []))
}

function compareOne(
  { differs: before, ...said }: Asserted,
  { book, clock }: { readonly book: Book; readonly clock: Instant | undefined },
): Asserted {
  const expected = expectedOf(book, said)
  const by = expected === undefined ? '0' : subtractDecimals(said.quantity, expected)
  if (by === '0') return said
  const known = before?.by === by ? before : { by, seen: said.at }
  const isDue = clock !== undefined && instantMs(clock) >= instantMs(known.seen) + GRACE_MS
  const differs = isDue && known.since === undefined ? { ...known, since: clock } : known
  return { ...said, differs }
}

function nextLook({ seen, since }: Differing, at: Instant): number {
  if (since === undefined) return instantMs(seen) + GRACE_MS
  let age = FIRST_LOOK_MS
  while (instantMs(since) + age <= instantMs(at)) age *= 2
  return instantMs(since) + age
}
