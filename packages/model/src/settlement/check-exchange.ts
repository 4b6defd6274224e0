import type { Finding } from '../entity/finding.js'
import { currencyExponent } from '../value/currency.js'
import { compareDecimals, fromUnits, multiplyDecimals } from '../value/decimal.js'
import { type Money, printMoney, roundMoney, subtractMoney } from '../value/money.js'
import type { Exchange } from './settlement-entry.js'

/** An exchange whose own side is another amount than stated elsewhere, or whose rate does not fit. */
export function checkExchange(
  fx: Exchange | undefined,
  {
    path,
    own,
    stated,
  }: { readonly path: string; readonly own: 'from' | 'to'; readonly stated: Money },
): Finding[] {
  if (!fx) return []
  return [...checkOwn(fx[own], { path: `${path}/${own}`, stated }), ...checkRate(fx, path)]
}

function checkOwn(
  money: Money,
  { path, stated }: { readonly path: string; readonly stated: Money },
): Finding[] {
  if (money.currency === stated.currency && money.amount === stated.amount) return []
  const message = `${printMoney(money)} was exchanged, where ${printMoney(stated)} is stated`
  return [{ code: 'exchange-differs', path, message }]
}

// a rate is printed with few digits: a difference of less than one smallest unit is rounding
function checkRate({ from, to, rate }: Exchange, path: string): Finding[] {
  if (rate === undefined) return []
  const amount = multiplyDecimals(from.amount, rate)
  const expected = roundMoney({ amount, currency: to.currency }, 'half-even')
  const difference = subtractMoney(to, expected)
  const unit = fromUnits(1n, currencyExponent(to.currency))
  if (compareDecimals(difference.amount.replace('-', ''), unit) <= 0) return []
  const message = `${printMoney(from)} at ${rate} is ${printMoney(expected)}, not ${printMoney(to)}`
  return [{ code: 'rate-differs', path: `${path}/rate`, message, difference }]
}
