import {
  addMoney,
  currencyExponent,
  type Money,
  multiplyDecimals,
  type PartTotals,
  roundMoney,
  subtractMoney,
  sumMoney,
  type TaxLine,
} from '@canonry/model'
import { divideDecimals } from './divide.js'

/** A line or charge as it is booked: amounts without tax, whole minor units, `gross − discount = net`. */
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
 * The cents of every tax stay as they are; the price before discounts and the discount give way in
 * proportion, so that net and taxes add up to what the customer pays.
 */
export function netOfTax(part: PartTotals, taxLines: readonly TaxLine[]): BookedPart {
  const { currency } = part.gross
  const taxes = part.taxes.map((tax) => roundMoney(tax, 'half-up'))
  const included = sumMoney(
    taxes.filter((_, index) => taxLines[index]?.included),
    currency,
  )
  const gross = roundMoney(part.gross, 'half-up')
  const discount = roundMoney(part.discount, 'half-up')
  const paid = subtractMoney(gross, discount)
  const net = subtractMoney(paid, included)
  const share = paid.amount === '0' ? discount : shareOf(discount, { net, paid })
  return { gross: addMoney(net, share), discount: share, net, taxes }
}

function shareOf(discount: Money, { net, paid }: { net: Money; paid: Money }): Money {
  const product = multiplyDecimals(discount.amount, net.amount)
  const { currency } = discount
  return { amount: divideDecimals(product, paid.amount, currencyExponent(currency)), currency }
}
