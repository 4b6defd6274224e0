import {
  type Decimal,
  type Instant,
  instantMs,
  subtractDecimals,
  sumDecimals,
} from '@canonry/model'
import { type Asserted, twinsOf } from './asserted.js'
import type { Book } from './book.js'
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
 * speaks of something else, or of several things, nobody has counted, or the book does not go back as
 * far.
 */
export function expectedOf(
  { shelves }: Pick<Book, 'shelves'>,
  said: Pick<Asserted, 'counts' | 'condition' | 'at' | 'others'>,
): Decimal | undefined {
  const { counts, condition, at } = said
  const { sellable, quarantine, damaged } = shelves
  if (sellable.counted === undefined || counts !== 'on-hand') return undefined
  if (twinsOf(said).length > 0) return undefined
  if (condition !== undefined) return quantityAt(shelves[condition], at)
  const all = [sellable, quarantine, damaged].map((shelf) => quantityAt(shelf, at))
  const known = all.filter((quantity) => quantity !== undefined)
  return known.length === all.length ? sumDecimals(known) : undefined
}

/** What happened since the numbers were compared last. */
export interface News {
  /** Whose numbers are new. */
  readonly said: ReadonlySet<string>
  /** What time it is, where somebody has looked. */
  readonly clock?: Instant
}

/**
 * The book after its own numbers were compared with those of systems.
 *
 * What is known of a difference changes when the new one has been the same for {@link GRACE_MS}. A
 * sale that one side has heard of and the other has not makes no new difference of an old one.
 */
export function compareAsserted(book: Book, news: News): Book {
  const entries = Object.entries(book.asserted)
  if (entries.length === 0) return book
  const compared = entries.map(([key, said]) => {
    const isNew = news.said.has(key)
    return [key, compareOne(said, { book, isNew, clock: news.clock })] as const
  })
  return { ...book, asserted: Object.fromEntries(compared) }
}

/** When the clock is to be looked at because of differences, epoch milliseconds; none where there are none. */
export function nextLooks({ asserted }: Book, at: Instant): number[] {
  const now = instantMs(at)
  return Object.values(asserted).flatMap(({ known, seems }) => [
    ...(seems ? [seems.since === undefined ? now : instantMs(seems.since) + GRACE_MS] : []),
    ...(known ? [nextLook(instantMs(known.since), now)] : []),
  ])
}

function compareOne(
  { known, seems, ...said }: Asserted,
  {
    book,
    isNew,
    clock,
  }: { readonly book: Book; readonly isNew: boolean; readonly clock: Instant | undefined },
): Asserted {
  const expected = expectedOf(book, said)
  const by = expected === undefined ? '0' : subtractDecimals(said.quantity, expected)
  const unchanged = { ...said, ...(known && { known }) }
  if (by === (known?.by ?? '0')) return unchanged
  // where it is not the number that is new, something else was heard, and nobody knows when that was
  const first = isNew ? { by, since: said.at } : { by }
  const seen = seems?.by === by ? seems : first
  if (clock === undefined) return { ...unchanged, seems: seen }
  const age = seen.since === undefined ? Infinity : instantMs(clock) - instantMs(seen.since)
  if (age < GRACE_MS) return { ...unchanged, seems: seen }
  // the number or the look at the clock came late
  if (age > 2 * GRACE_MS) return { ...unchanged, seems: { by, since: clock } }
  return by === '0' ? said : { ...said, known: { by, since: clock } }
}

function nextLook(since: number, at: number): number {
  let age = FIRST_LOOK_MS
  while (since + age <= at) age *= 2
  return since + age
}
