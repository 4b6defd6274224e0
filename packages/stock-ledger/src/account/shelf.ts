import {
  addDecimals,
  compareDecimals,
  compareInstants,
  type Decimal,
  type Instant,
} from '@canonry/model'

/** One move that is remembered by itself: when, and by how much. */
export type Moved = readonly [at: Instant, by: Decimal]

/**
 * Goods in one condition at a place: what was counted last, and what moved since.
 *
 * Moves are remembered one by one, oldest first, as long as a count could still be heard of that was
 * made before them; what is older is one sum.
 */
export interface Shelf {
  /** The newest count; moves until then are in it. */
  readonly counted?: { readonly at: Instant; readonly quantity: Decimal }
  /** The sum of moves that are not remembered one by one. */
  readonly sum: Decimal
  /** When the last of those occurred. */
  readonly since?: Instant
  readonly moves: readonly Moved[]
}

/** A shelf of which nothing was heard. */
export const EMPTY_SHELF: Shelf = { sum: '0', moves: [] }

/** Whether nobody counted the shelf, and nothing moved. */
export function isUntouched({ counted, sum, moves }: Shelf): boolean {
  return counted === undefined && sum === '0' && moves.length === 0
}

/** How many moves a shelf remembers one by one. */
export const REMEMBERED = 128

/** How much lies on the shelf. */
export function quantityOn({ counted, sum, moves }: Shelf): Decimal {
  return moves.reduce<Decimal>(
    (all, [, by]) => addDecimals(all, by),
    addDecimals(counted?.quantity ?? '0', sum),
  )
}

/** How much lay there at a moment, by all that is known now; `undefined` where that is known no more. */
export function quantityAt(
  { counted, sum, since, moves }: Shelf,
  at: Instant,
): Decimal | undefined {
  const isBefore = (moment: Instant | undefined) =>
    moment !== undefined && compareInstants(at, moment) < 0
  if (isBefore(counted?.at) || isBefore(since)) return undefined
  return quantityOn({
    ...(counted && { counted }),
    sum,
    moves: moves.filter(([moved]) => !isBefore(moved)),
  })
}

/** The shelf after a move; one that occurred before the last count is in that already. */
export function moveOn(shelf: Shelf, [at, by]: Moved): Shelf {
  const { counted, moves } = shelf
  if (by === '0' || (counted && compareInstants(at, counted.at) <= 0)) return shelf
  const place = moves.findLastIndex(([other]) => compareInstants(other, at) <= 0) + 1
  return forgetOldest({ ...shelf, moves: moves.toSpliced(place, 0, [at, by]) })
}

/**
 * The shelf after a count: of counts, the newest holds, of two of one moment the smaller.
 *
 * Throws where moves after it are no longer known one by one.
 */
export function countOn(shelf: Shelf, { at, quantity }: NonNullable<Shelf['counted']>): Shelf {
  const { counted, since, moves } = shelf
  const age = counted ? compareInstants(at, counted.at) : 1
  if (age < 0) return shelf
  if (counted && age === 0) {
    const isSmaller = compareDecimals(quantity, counted.quantity) < 0
    return isSmaller ? { ...shelf, counted: { at, quantity } } : shelf
  }
  if (since !== undefined && compareInstants(at, since) < 0) throw new Error(tooOld(at, since))
  const later = moves.filter(([moved]) => compareInstants(moved, at) > 0)
  return { counted: { at, quantity }, sum: '0', moves: later }
}

function tooOld(at: Instant, since: Instant): string {
  return `it was counted at ${at}, and what moved until ${since} is known as a sum only: count again`
}

function forgetOldest(shelf: Shelf): Shelf {
  const [oldest, ...moves] = shelf.moves
  if (!oldest || shelf.moves.length <= REMEMBERED) return shelf
  const [at, by] = oldest
  return { ...shelf, sum: addDecimals(shelf.sum, by), since: later(shelf.since, at), moves }
}

function later(a: Instant | undefined, b: Instant): Instant {
  return a !== undefined && compareInstants(a, b) > 0 ? a : b
}
