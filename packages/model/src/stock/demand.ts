import { err, ok, type Result } from 'neverthrow'
import type { Variant } from '../catalogue/variant.js'
import type { Ref } from '../entity/ref.js'
import { refKey } from '../entity/ref-key.js'
import {
  compareDecimals,
  type Decimal,
  multiplyDecimals,
  subtractDecimals,
} from '../value/decimal.js'
import { addQuantities, convertQuantity, type Quantity, type Unit } from '../value/quantity.js'
import type { StockPosition } from './stock-position.js'

/** Goods that are wanted from a place. */
export interface Demand {
  readonly variant: Ref
  readonly location: Ref
  readonly quantity: Quantity
}

/** What is missing of one variant at one place, in the position's unit. */
export interface Shortage {
  readonly variant: Ref
  readonly location: Ref
  readonly unit: Unit
  readonly wanted: Decimal
  readonly available: Decimal
  readonly missing: Decimal
}

/** Why a demand is not met; nothing of it is. */
export type DemandFailure =
  | { readonly kind: 'not-enough-stock'; readonly shortages: readonly Shortage[] }
  | { readonly kind: 'not-positive'; readonly demand: Demand }
  | { readonly kind: 'unit-differs'; readonly demand: Demand; readonly unit: Unit }
  | { readonly kind: 'bundle-in-itself'; readonly variant: Ref }

/**
 * What a demand takes from stock: bundles are replaced by their components, down to what has stock.
 *
 * `variantOf` finds a variant by its ref; one that it does not know has stock of its own, and so
 * have packs.
 */
export function stockDemand(
  demands: readonly Demand[],
  variantOf: (ref: Ref) => Variant | undefined,
): Result<Demand[], DemandFailure> {
  return eachDemand(demands, (demand) => explode(demand, variantOf, []))
}

/**
 * Whether stock meets a demand, all of it or nothing: answers with what to reserve, one row per
 * variant and place.
 *
 * Lines that want the same goods are added up first, so that none is judged against stock which
 * another one takes. A place without a position has nothing.
 */
export function meetDemand(
  demands: readonly Demand[],
  positions: readonly StockPosition[],
): Result<Demand[], DemandFailure> {
  const byKey = new Map(positions.map((position) => [demandKey(position), position]))
  return sumDemand(demands, (key) => byKey.get(key)?.unit).andThen((sums) => {
    const shortages = sums.flatMap((sum) => shortageOf(sum, byKey.get(demandKey(sum))))
    if (shortages.length === 0) return ok(sums)
    return err<Demand[], DemandFailure>({ kind: 'not-enough-stock', shortages })
  })
}

function sumDemand(
  demands: readonly Demand[],
  unitOf: (key: string) => Unit | undefined,
): Result<Demand[], DemandFailure> {
  const sums = new Map<string, Demand>()
  for (const demand of demands) {
    if (compareDecimals(demand.quantity.value, '0') <= 0)
      return err({ kind: 'not-positive', demand })
    const key = demandKey(demand)
    const before = sums.get(key)
    const unit = unitOf(key) ?? before?.quantity.unit ?? demand.quantity.unit
    const quantity = convertQuantity(demand.quantity, unit)
    if (quantity === undefined) return err({ kind: 'unit-differs', demand, unit })
    sums.set(key, {
      ...demand,
      quantity: before ? addQuantities(before.quantity, quantity) : quantity,
    })
  }
  return ok([...sums.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, sum]) => sum))
}

function shortageOf(
  { variant, location, quantity: { value, unit } }: Demand,
  position: StockPosition | undefined,
): Shortage[] {
  const available = position?.available ?? '0'
  if (compareDecimals(value, available) <= 0) return []
  const missing = subtractDecimals(value, available)
  return [{ variant, location, unit, wanted: value, available, missing }]
}

function explode(
  demand: Demand,
  variantOf: (ref: Ref) => Variant | undefined,
  path: readonly string[],
): Result<Demand[], DemandFailure> {
  const key = refKey(demand.variant)
  if (path.includes(key)) return err({ kind: 'bundle-in-itself', variant: demand.variant })
  const components = variantOf(demand.variant)?.components ?? []
  if (components.length === 0) return ok([demand])
  const bundles = convertQuantity(demand.quantity, 'C62')
  if (bundles === undefined) return err({ kind: 'unit-differs', demand, unit: 'C62' })
  return eachDemand(
    components.map(({ variant, quantity }) => ({
      variant,
      location: demand.location,
      quantity: {
        value: multiplyDecimals(quantity.value, bundles.value),
        unit: quantity.unit,
      },
    })),
    (part) => explode(part, variantOf, [...path, key]),
  )
}

function eachDemand(
  demands: readonly Demand[],
  partsOf: (demand: Demand) => Result<Demand[], DemandFailure>,
): Result<Demand[], DemandFailure> {
  const all: Demand[] = []
  for (const demand of demands) {
    const parts = partsOf(demand)
    if (parts.isErr()) return err(parts.error)
    all.push(...parts.value)
  }
  return ok(all)
}

function demandKey({ variant, location }: Pick<Demand, 'variant' | 'location'>): string {
  return JSON.stringify([refKey(variant), refKey(location)])
}
