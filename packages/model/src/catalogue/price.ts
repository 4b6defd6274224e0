import { z } from 'zod'
import { checkRefs } from '../entity/check-refs.js'
import type { Finding } from '../entity/finding.js'
import { findingIf } from '../entity/finding-if.js'
import { lazyObject } from '../entity/lazy-object.js'
import { Ref } from '../entity/ref.js'
import { refs, updatedAt } from '../entity/usual-fields.js'
import { compareDecimals } from '../value/decimal.js'
import { Instant } from '../value/instant.js'
import { Money, printMoney, subtractMoney } from '../value/money.js'
import { printQuantity, Quantity } from '../value/quantity.js'
import { checkValidity } from './validity.js'

/** What a quantity of a variant costs, for whom, where and when. */
export const Price = lazyObject(() => ({
  refs,
  variant: Ref.describe('What is priced.'),
  amount: Money.describe('The price of the quantity in `per`; never below zero.'),
  per: Quantity.describe('The quantity that the amount buys: one piece, or 100 grams.'),
  compareAt: Money.optional().describe(
    'The former or recommended price that is shown struck through; above the price.',
  ),
  priceList: z
    .string()
    .optional()
    .describe('The price list that it belongs to; absent: every list.'),
  channel: z.string().optional().describe('The sales channel where it holds; absent: everywhere.'),
  customerGroup: z.string().optional().describe('The customers it holds for; absent: everyone.'),
  location: Ref.optional().describe('The store where it holds; absent: in every place.'),
  minimum: Quantity.optional().describe(
    'The least quantity for which it holds (a tier price); absent: any.',
  ),
  taxIncluded: z.boolean().describe('Whether the amount contains tax.'),
  validFrom: Instant.optional().describe('The first moment at which it holds; absent: always.'),
  validTo: Instant.optional().describe('The first moment at which it no longer holds.'),
  priority: z.int().optional().meta({
    description:
      'Of two prices that hold, the one with the higher number wins before everything else; absent means 0.',
    unit: 'rank',
  }),
  updatedAt,
})).meta({
  description: 'What a quantity of a variant costs, for whom, where and when.',
  owner: 'erp',
})
export type Price = z.infer<typeof Price>

/**
 * What does not hold in a price: less than nothing, for no quantity, never valid, or a former price
 * that is no higher or in another currency.
 */
export function checkPrice(price: Price): Finding[] {
  const { amount, per, minimum } = price
  return [
    ...checkRefs(price.refs),
    ...findingIf(compareDecimals(amount.amount, '0') < 0, {
      code: 'negative-price',
      path: '/amount',
      message: `the price is ${printMoney(amount)}`,
      difference: amount,
    }),
    ...findingIf(compareDecimals(per.value, '0') <= 0, {
      code: 'price-for-nothing',
      path: '/per',
      message: `the price is for ${printQuantity(per)}, so nothing can be reckoned with it`,
    }),
    ...findingIf(minimum !== undefined && compareDecimals(minimum.value, '0') < 0, {
      code: 'negative-minimum',
      path: '/minimum',
      message: `the price holds from ${minimum && printQuantity(minimum)} on`,
    }),
    ...checkCompareAt(price),
    ...checkValidity(price),
  ]
}

function checkCompareAt({ amount, compareAt }: Price): Finding[] {
  if (compareAt === undefined) return []
  const path = '/compareAt'
  if (compareAt.currency !== amount.currency) {
    const message = `the former price is in ${compareAt.currency}, the price in ${amount.currency}`
    return [{ code: 'two-currencies', path, message }]
  }
  const difference = subtractMoney(compareAt, amount)
  return findingIf(compareDecimals(difference.amount, '0') <= 0, {
    code: 'no-reduction',
    path,
    message: `the former price ${printMoney(compareAt)} is not above the price ${printMoney(amount)}`,
    difference,
  })
}
