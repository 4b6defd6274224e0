import {
  addMoney,
  type Money,
  multiplyDecimals,
  type PartTotals,
  subtractMoney,
  sumMoney,
  type TaxLine,
} from '@canonry/model'
import { divideDecimals } from './divide.js'
import { keptMoney, type Precision, precisionOf } from './kept-money.js'

/**
 * A line or charge as it is booked: amounts without tax, in the digits that NetSuite keeps,
 * `gross − discount = net`.
 */
export interface BookedPart {
  readonly gross: Money
  readonly discount: Money
  readonly net: Money
  /** One per tax of the part, in order. */
  readonly taxes: readonly Money[]
}

/**
 * Takes the included taxes out of a part's price.
 *
 * The cents of every tax stay as they are, where NetSuite keeps them; the price before discounts and
 * the discount give way in proportion, so that net and taxes add up to what the customer pays.
 */
export function netOfTax(
  part: PartTotals,
  { taxes: taxLines, profile }: { readonly taxes: readonly TaxLine[]; readonly profile: Precision },
): BookedPart {
  const { currency } = part.gross
  const taxes = part.taxes.map((tax) => keptMoney(tax, profile))
  const included = sumMoney(
    taxes.filter((_, index) => taxLines[index]?.included),
    currency,
  )
  const gross = keptMoney(part.gross, profile)
  const discount = keptMoney(part.discount, profile)
  const paid = subtractMoney(gross, discount)
  const net = subtractMoney(paid, included)
  const share = paid.amount === '0' ? discount : shareOf(discount, { net, paid, profile })
  return { gross: addMoney(net, share), discount: share, net, taxes }
}

function shareOf(
  { amount, currency }: Money,
  { net, paid, profile }: { net: Money; paid: Money; profile: Precision },
): Money {
  const product = multiplyDecimals(amount, net.amount)
  const precision = precisionOf(currency, profile)
  return { amount: divideDecimals(product, paid.amount, precision), currency }
}
