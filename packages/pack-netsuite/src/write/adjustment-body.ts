import {
  type Decimal,
  type LocalDate,
  negateDecimal,
  type Ref,
  type StockMove,
} from '@canonry/model'
import type { Failure } from '@canonry/pack'
import { err, ok, type Result } from 'neverthrow'
import { bookNote } from '../book/book-note.js'
import { elementsOf, type JsonObject } from '../wire/json-object.js'
import { numberFrom } from '../wire/wire-decimal.js'
import { differingNames } from './difference.js'

/** What comes to a location, or leaves it where it is below zero. */
export interface Adjusted {
  readonly location: Ref
  readonly by: Decimal
}

/** What an adjustment is written with: internal ids, and the name that makes it known again. */
export interface AdjustmentWriting {
  readonly account: string
  readonly subsidiary: string
  readonly item: string
  readonly location: string
  readonly by: Decimal
  readonly day: LocalDate
  readonly externalId: string
}

/**
 * How much a move adjusts one location by.
 *
 * An adjustment knows a location and its sellable goods alone: a way from one location to another is
 * a transfer, what customers get or bring moves by sales and refunds, and lots and serial numbers
 * need an assignment that the pack does not write. All of that is refused.
 */
export function adjustedBy(move: StockMove): Result<Adjusted, Failure> {
  const { from, to, quantity, lot, serials } = move
  const leaves = from.kind === 'location'
  const [shelf, other] = leaves ? [from, to] : [to, from]
  if (shelf.kind !== 'location' || other.kind !== 'outside') return refused(WAYS)
  if (shelf.condition !== 'sellable') return refused(`goods that are ${shelf.condition}`)
  if (other.place === 'customer') return refused('goods of customers')
  if (lot !== undefined || serials !== undefined) return refused('lots and serial numbers')
  if (quantity.unit !== 'C62' && quantity.unit !== 'ZZ') return refused('measured goods')
  if (quantity.value.startsWith('-') || quantity.value === '0') return refused('a quantity of none')
  const by = leaves ? negateDecimal(quantity.value) : quantity.value
  return ok({ location: shelf.location, by })
}

const WAYS = 'ways between places'

function refused(what: string): Result<never, Failure> {
  const message = `an inventory adjustment cannot say ${what}: it says how many sellable pieces come to one location or leave it, other than to customers`
  return err({ kind: 'contract.invalid', message })
}

/**
 * The document of an adjustment, and the line of it that stands in NetSuite already.
 *
 * The memo of the line repeats the external id: so the line is known again when it is pulled.
 */
export function adjustmentBody(
  { reason }: Pick<StockMove, 'reason'>,
  { account, subsidiary, item, location, by, day, externalId }: AdjustmentWriting,
): JsonObject {
  const line = { item: { id: item }, location: { id: location }, adjustQtyBy: numberFrom(by) }
  return {
    account: { id: account },
    subsidiary: { id: subsidiary },
    adjLocation: { id: location },
    tranDate: day,
    ...(reason !== undefined && { memo: bookNote(reason) }),
    inventory: { items: [{ ...line, memo: externalId }] },
  }
}

/** The document with the key of the line that it changes, so that the line stays the same one. */
export function adjustmentUpdate(ours: JsonObject, theirs: JsonObject): JsonObject {
  const [line] = elementsOf(ours['inventory'])
  const [known] = elementsOf(theirs['inventory'])
  return known ? { ...ours, inventory: { items: [{ ...line, line: known['line'] }] } } : ours
}

/** Where an adjustment in NetSuite says something else than what was to be written. */
export function adjustmentDifference(ours: JsonObject, theirs: JsonObject): string[] {
  const header = differingNames(ours, theirs, new Set(['inventory']))
  const [line = {}] = elementsOf(ours['inventory'])
  const [known = {}, ...others] = elementsOf(theirs['inventory'])
  const inLine = differingNames(line, known).map((name) => `inventory.${name}`)
  return [...header, ...inLine, ...(others.length === 0 ? [] : ['inventory'])]
}
