import type { Ref } from '../entity/ref.js'
import { refKey } from '../entity/ref-key.js'
import type { Amount, Side } from '../value/amount.js'
import type { Currency } from '../value/currency.js'
import { type Money, sumMoney } from '../value/money.js'
import type { MoneyState } from './money-state.js'
import type { PaymentTransaction } from './payment-transaction.js'
import type { Refund } from './refund.js'

/** Money of an order on its way back, on one side. */
export interface RefundTotals {
  /** What certainly went back: the only part that is ever booked. */
  readonly refunded: Money
  /** What may still go back: pending, or of unknown outcome. */
  readonly pending: Money
}

/** What moves an order's money back, as far as it is known. */
export interface RefundFacts {
  readonly transactions?: readonly PaymentTransaction[]
  readonly refunds?: readonly Refund[]
}

/**
 * Adds up what goes back to the buyer, every cent once: by payment transactions, and by refunds that
 * no known transaction moves, such as store credit. `undefined` where the side is not known.
 */
export function refundTotals(
  { transactions = [], refunds = [] }: RefundFacts,
  { side, currency }: { readonly side: Side; readonly currency: Currency },
): RefundTotals | undefined {
  const moving = transactions.filter(({ kind }) => kind === 'refund')
  const known = keysOf(moving)
  const alone = refunds.filter(
    (refund) => ![...refund.transactions, ...refund.refs].some((ref) => known.has(refKey(ref))),
  )
  const counted = [...moving, ...alone].filter(({ state }) => state !== 'failed')
  const read = (amount: Amount) => amount[side]
  if (counted.some(({ amount }) => read(amount)?.currency !== currency)) return undefined
  const sum = (states: readonly MoneyState[]) =>
    sumMoney(
      counted
        .filter(({ state }) => states.includes(state))
        .map(({ amount }) => read(amount) as Money),
      currency,
    )
  return { refunded: sum(['succeeded']), pending: sum(['pending', 'unknown']) }
}

function keysOf(named: readonly { readonly refs: readonly Ref[] }[]): ReadonlySet<string> {
  return new Set(named.flatMap(({ refs }) => refs.map((ref) => refKey(ref))))
}
