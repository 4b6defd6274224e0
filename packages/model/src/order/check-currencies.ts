import type { Finding } from '../entity/finding.js'
import type { Amount } from '../value/amount.js'
import { type Money, printMoney } from '../value/money.js'
import type { Charge } from './charge.js'
import type { Order } from './order.js'
import type { OrderLine } from './order-line.js'

/** Amounts that are in another currency than the side they stand on. */
export function checkCurrencies(order: Order): Finding[] {
  const outstanding = order.asserted.outstanding
  return [
    ...amountsOf(order).flatMap(([path, amount]) => [
      ...checkSide(amount.shop, { path: `${path}/shop`, currency: order.currency }),
      ...(amount.buyer && order.buyerCurrency !== undefined
        ? checkSide(amount.buyer, { path: `${path}/buyer`, currency: order.buyerCurrency })
        : []),
    ]),
    ...(outstanding
      ? checkSide(outstanding, { path: '/asserted/outstanding', currency: order.currency })
      : []),
  ]
}

function checkSide(
  money: Money,
  { path, currency }: { readonly path: string; readonly currency: string },
): Finding[] {
  if (money.currency === currency) return []
  const message = `${printMoney(money)} stands where the order's ${currency} must, so it is not added up`
  return [{ code: 'wrong-currency', path, message, difference: money }]
}

type Placed = readonly [path: string, amount: Amount]

function amountsOf(order: Order): Placed[] {
  const { total, currentTotal, subtotal, tax, discount } = order.asserted
  return [
    ...order.lines.flatMap((line, index) => [
      [`/lines/${index}/unitPrice`, line.unitPrice] as const,
      ...partAmounts(line, `/lines/${index}`),
    ]),
    ...order.charges.flatMap((charge, index) => [
      [`/charges/${index}/amount`, charge.amount] as const,
      ...stated({ discounted: charge.discounted }, `/charges/${index}`),
      ...partAmounts(charge, `/charges/${index}`),
    ]),
    ...order.discounts.flatMap(({ amount }, index) => stated({ amount }, `/discounts/${index}`)),
    ...stated({ rounding: order.rounding }, ''),
    ...stated({ total, currentTotal, subtotal, tax, discount }, '/asserted'),
  ]
}

function partAmounts({ discounts, taxes }: OrderLine | Charge, path: string): Placed[] {
  return [
    ...discounts.map(({ amount }, index) => [`${path}/discounts/${index}/amount`, amount] as const),
    ...taxes.map(({ amount }, index) => [`${path}/taxes/${index}/amount`, amount] as const),
  ]
}

function stated(amounts: Readonly<Record<string, Amount | undefined>>, path: string): Placed[] {
  return Object.entries(amounts).flatMap(([name, amount]) =>
    amount ? [[`${path}/${name}`, amount] as const] : [],
  )
}
