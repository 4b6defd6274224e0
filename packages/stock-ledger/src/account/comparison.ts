import {
  type Decimal,
  type Instant,
  instantMs,
  subtractDecimals,
  sumDecimals,
} from '@canonry/model'
import type { Asserted, Book } from './book.js'
import { quantityAt } from './shelf.js'

/**
 * As long as a difference may be on its way, since a system that is asked every 15 minutes has said
 * another number by then.
 */
const GRACE_MS = 20 * 60_000

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
 * What is known of a difference changes when the new one has been the same for {@link GRACE_MS}. A
 * sale that one side has heard of and the other has not makes no new difference of an old one.
 */
export function compareAsserted(book: Book, clock: Instant | undefined): Book {
  const entries = Object.entries(book.asserted)
  if (entries.length === 0) return book
  const compared = entries.map(([key, said]) => [key, compareOne(said, { book, clock })] as const)
  return { ...book, asserted: Object.fromEntries(compared) }
}

/** When the clock is to be looked at because of differences, epoch milliseconds; none where there are none. */
export function nextLooks({ asserted }: Book, at: Instant): number[] {
  return Object.values(asserted).flatMap(({ known, seems }) => [
    ...(seems ? [instantMs(seems.since) + GRACE_MS] : []),
    ...(known ? [nextLook(instantMs(known.since), instantMs(at))] : []),
  ])
}

function compareOne(
  { known, seems, ...said }: Asserted,
  { book, clock }: { readonly book: Book; readonly clock: Instant | undefined },
): Asserted {
  const expected = expectedOf(book, said)
  const by = expected === undefined ? '0' : subtractDecimals(said.quantity, expected)
  const unchanged = { ...said, ...(known && { known }) }
  if (by === (known?.by ?? '0')) return unchanged
  const seen = seems?.by === by ? seems : { by, since: said.at }
  const age = clock === undefined ? 0 : instantMs(clock) - instantMs(seen.since)
  if (clock === undefined || age < GRACE_MS) return { ...unchanged, seems: seen }
  // a number that was said long ago differs since something else was heard, and that may be just now
  if (age > 2 * GRACE_MS) return { ...unchanged, seems: { by, since: clock } }
  return by === '0' ? said : { ...said, known: { by, since: clock } }
}

function nextLook(since: number, at: number): number {
  let age = FIRST_LOOK_MS
  while (since + age <= at) age *= 2
  return since + age
}
