import { z } from 'zod'
import { checkRefs } from '../entity/check-refs.js'
import type { Finding } from '../entity/finding.js'
import { findingIf } from '../entity/finding-if.js'
import { Ref } from '../entity/ref.js'
import { compareDecimals } from '../value/decimal.js'
import { Instant } from '../value/instant.js'
import { Money, printMoney, subtractMoney } from '../value/money.js'
import { printQuantity, Quantity } from '../value/quantity.js'
import { checkValidity } from './validity.js'

/** What a quantity of a variant costs, for whom, where and when. */
export const Price = z.object({
  refs: z.array(Ref),
  variant: Ref,
  amount: Money,
  /** The quantity that the amount buys: one piece, or 100 grams. */
  per: Quantity,
  /** The former or recommended price that is shown struck through. */
  compareAt: Money.optional(),
  /** Absent: every list, channel, customer group, place. */
  priceList: z.string().optional(),
  channel: z.string().optional(),
  customerGroup: z.string().optional(),
  location: Ref.optional(),
  /** The least quantity for which it holds (a tier); absent: any. */
  minimum: Quantity.optional(),
  taxIncluded: z.boolean(),
  validFrom: Instant.optional(),
  /** The first moment at which it no longer holds. */
  validTo: Instant.optional(),
  /** The higher one wins before everything else; absent means 0. */
  priority: z.int().optional(),
  updatedAt: Instant.optional(),
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
