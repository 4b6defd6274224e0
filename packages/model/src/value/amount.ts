import type { z } from 'zod'
import { lazyObject } from '../entity/lazy-object.js'
import { addMoney, Money, negateMoney } from './money.js'

/**
 * What something costs on both sides of an order: in the shop's currency, and in the buyer's where
 * that differs.
 *
 * Each side adds up alone and the two are never mixed: neither is the other times one rate. Where
 * an order has a buyer currency, a missing `buyer` means unknown, not equal.
 */
export const Amount = lazyObject(() => ({
  shop: Money.describe("What it is in the shop's currency; books are kept in this one."),
  buyer: Money.optional().describe(
    "What the buyer paid, in the buyer's currency. Missing where the order has a buyer currency: unknown, not equal.",
  ),
})).meta({
  description:
    'Money on both sides of an order. Each side adds up alone; neither is the other times a rate.',
  unit: 'major units',
})
export type Amount = z.infer<typeof Amount>

/** Which side of an amount is meant. */
export type Side = 'shop' | 'buyer'

/** The sum, side by side; `buyer` is unknown as soon as one part does not know it. */
export function addAmounts(a: Amount, b: Amount): Amount {
  const shop = addMoney(a.shop, b.shop)
  return a.buyer && b.buyer ? { shop, buyer: addMoney(a.buyer, b.buyer) } : { shop }
}

/** The same amounts with the other sign. */
export function negateAmount(a: Amount): Amount {
  return a.buyer
    ? { shop: negateMoney(a.shop), buyer: negateMoney(a.buyer) }
    : { shop: negateMoney(a.shop) }
}
