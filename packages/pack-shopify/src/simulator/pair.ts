import { currencyExponent, fromUnits, toFixedDecimal } from '@canonry/model'

/** An amount on both sides in minor units: the shop's own integers, each side by itself. */
export interface Pair {
  readonly shop: number
  readonly buyer: number
}

/** The two currencies of an order; equal where the buyer pays in the shop's. */
export interface Currencies {
  readonly shop: string
  readonly buyer: string
}

export const NOTHING: Pair = { shop: 0, buyer: 0 }

/** Each side by itself. */
export function mapPair(pair: Pair, change: (units: number) => number): Pair {
  return { shop: change(pair.shop), buyer: change(pair.buyer) }
}

/** The sum, side by side. */
export function addPairs(...pairs: readonly Pair[]): Pair {
  return pairs.reduce((a, b) => ({ shop: a.shop + b.shop, buyer: a.buyer + b.buyer }), NOTHING)
}

/** The difference `a − b`, side by side. */
export function subtractPair(a: Pair, b: Pair): Pair {
  return { shop: a.shop - b.shop, buyer: a.buyer - b.buyer }
}

/** Minor units as the decimal text that Shopify prints: `"19.90"` for EUR, `"1250"` for JPY. */
export function printUnits(units: number, currency: string): string {
  const exponent = currencyExponent(currency)
  return toFixedDecimal(fromUnits(BigInt(units), exponent), exponent) as string
}
