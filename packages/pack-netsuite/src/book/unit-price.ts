import {
  type Currency,
  currencyExponent,
  type Decimal,
  multiplyDecimals,
  roundDecimal,
} from '@canonry/model'
import { divideDecimals } from './divide.js'

/** What a line costs: price times quantity, rounded half-up to the currency's minor unit. */
export function lineAmount(line: {
  unitPrice: Decimal
  quantity: Decimal
  currency: Currency
}): Decimal {
  const product = multiplyDecimals(line.unitPrice, line.quantity)
  return roundDecimal(product, currencyExponent(line.currency), 'half-up')
}

/**
 * A unit price that gives exactly this amount for this quantity again (see {@link lineAmount}).
 *
 * `known` is taken where it does; else the amount is divided with as many digits as that needs. A
 * quantity of zero costs nothing per unit.
 */
export function unitPriceOf(line: {
  amount: Decimal
  quantity: Decimal
  currency: Currency
  known?: Decimal | undefined
}): Decimal {
  const { amount, quantity, currency, known } = line
  if (known !== undefined && lineAmount({ unitPrice: known, quantity, currency }) === amount) {
    return known
  }
  if (quantity === '0') return '0'
  const wholeDigits = quantity.replace(/^-|\..*$/g, '').length
  return divideDecimals(amount, quantity, currencyExponent(currency) + wholeDigits + 1)
}
