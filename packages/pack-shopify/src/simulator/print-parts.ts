import { WireNumber } from '@canonry/mapping'
import { type Currencies, type Pair, printUnits } from './pair.js'
import type { ShopTax } from './shop-order.js'

/** A money bag as Shopify prints it: both sides, always. */
export function moneySet(pair: Pair, currencies: Currencies): object {
  return {
    shop_money: {
      amount: printUnits(pair.shop, currencies.shop),
      currency_code: currencies.shop,
    },
    presentment_money: {
      amount: printUnits(pair.buyer, currencies.buyer),
      currency_code: currencies.buyer,
    },
  }
}

/** An id as the JSON number that Shopify prints, however many digits it has. */
export function wireId(id: bigint): number | WireNumber {
  return id <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(id) : new WireNumber(String(id))
}

/** Tax lines of a line, a shipping line or the order. */
export function printTaxes(taxes: readonly ShopTax[], currencies: Currencies): object[] {
  return taxes.map(({ title, rate, amount }) => ({
    channel_liable: false,
    price: printUnits(amount.shop, currencies.shop),
    price_set: moneySet(amount, currencies),
    rate,
    title,
  }))
}

/** An instant as Shopify prints it: whole seconds with the shop's offset. */
export function printInstant(at: number): string {
  return `${new Date(at + 3_600_000).toISOString().slice(0, 19)}+01:00`
}
