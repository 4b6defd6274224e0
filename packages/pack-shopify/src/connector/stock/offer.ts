import {
  type AssertedStock,
  compareDecimals,
  convertQuantity,
  type Decimal,
  roundDecimal,
  StockPosition,
  subtractDecimals,
  type Unit,
} from '@canonry/model'
import type { Failure, Intent } from '@canonry/pack'
import { err, ok, type Result } from 'neverthrow'

/** How many of an item a shop may sell at a location. */
export interface Offer {
  readonly intent: Intent
  readonly sku: string
  /** The number of the shop's location. */
  readonly location: string
  /** Whole pieces, never below nothing. */
  readonly quantity: number
  /** What is counted, where that is not pieces: then nothing can be offered. */
  readonly measuredIn?: Unit
  /** What the shop has sold there in all, as far as it was heard of. */
  readonly taken: Decimal
  /**
   * How many the shop must have now, if it has sold nothing that is not heard of: what it was told last,
   * less what it sold since. Absent where it was never told anything.
   */
  readonly expected?: number
  /** What it was told last, and when, epoch milliseconds. */
  readonly told?: { readonly quantity: number; readonly at: number }
  /** How many it has said that it has, since it was told last. */
  readonly said?: number
}

// the most that Shopify takes: INVALID_QUANTITY_TOO_HIGH
const MOST = 1_000_000_000

/** Reads an intent as an offer; one that this shop cannot be made is refused. */
export function offerOf(intent: Intent, account: string): Result<Offer, Failure> {
  if (intent.entity !== 'stockPosition' || intent.kind !== 'upsert') return err(NOT_WRITTEN)
  const parsed = StockPosition.safeParse(intent.body)
  if (!parsed.success) return err(invalid('the intent holds no stock position'))
  const { sku, location, available, unit, taken = [], asserted } = parsed.data
  if (!sku) return err(invalid('the position names no SKU, so no item of the shop can be found'))
  if (
    location.system !== 'shopify' ||
    location.account !== account ||
    location.kind !== 'Location'
  ) {
    return err(invalid(`its location is none of the shop ${account}: name the shop's own`))
  }
  const quantity = wholePieces(available)
  if (quantity > MOST) return err(invalid('Shopify takes at most 1,000,000,000 of an item'))
  const isOwn = (said: { readonly system: string; readonly account: string }) =>
    said.system === 'shopify' && said.account === account
  const sold = taken.find(isOwn)?.quantity ?? '0'
  const told = toldIn(intent.expected)
  const said = asserted.find((each) => isOwn(each) && each.counts === 'available')
  return ok({
    ...{ intent, sku, location: location.id, quantity, taken: sold },
    ...(!isPiece(unit) && { measuredIn: unit }),
    ...(told && {
      told: { quantity: wholeNumber(told.quantity), at: told.at },
      expected: wholeNumber(subtractDecimals(told.quantity, subtractDecimals(sold, told.taken))),
    }),
    ...(said && isSince(said, told) && { said: wholeNumber(said.quantity) }),
  })
}

// that it has what it was told may be dated before that was known to be done, and is no older word
function isSince({ quantity, at = '' }: AssertedStock, told: Told | undefined): boolean {
  if (told === undefined || compareDecimals(quantity, told.quantity) === 0) return true
  return Date.parse(at) >= told.at
}

/**
 * What the shop was told, what it had sold until then, and when, as the version that the next offer
 * builds on: `12/3/1764331200000`.
 */
export function versionOf(
  { quantity, taken }: Pick<Offer, 'quantity' | 'taken'>,
  at: number,
): string {
  return `${quantity}/${taken}/${at}`
}

interface Told {
  readonly quantity: Decimal
  readonly taken: Decimal
  readonly at: number
}

function toldIn(version: string | undefined): Told | undefined {
  const [, quantity, taken, at] = /^(-?\d+)\/(-?[\d.]+)\/(\d+)$/.exec(version ?? '') ?? []
  if (quantity === undefined || taken === undefined) return undefined
  return { quantity, taken, at: Number(at) }
}

function isPiece(unit: Unit): boolean {
  return convertQuantity({ value: '1', unit }, 'C62')?.value === '1'
}

// half a piece cannot be sold, and less than nothing is nothing
function wholePieces(available: Decimal): number {
  return compareDecimals(available, '0') <= 0 ? 0 : Number(roundDecimal(available, 0, 'down'))
}

function wholeNumber(quantity: Decimal): number {
  return Number(roundDecimal(quantity, 0, 'down'))
}

function invalid(message: string): Failure {
  return { kind: 'contract.invalid', message }
}

const NOT_WRITTEN = invalid(
  'of all that is in Shopify this pack writes stock alone: send the flow elsewhere',
)
