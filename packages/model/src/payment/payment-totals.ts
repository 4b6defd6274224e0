import type { Ref } from '../entity/ref.js'
import { refKey } from '../entity/ref-key.js'
import type { Amount, Side } from '../value/amount.js'
import type { Currency } from '../value/currency.js'
import { addMoney, type Money, subtractMoney, sumMoney } from '../value/money.js'
import type { PaymentTransaction, TransactionKind } from './payment-transaction.js'

/** An order's money by what its transactions did with it, on one side; only successes count. */
export interface PaymentTotals {
  /** Reserved and neither taken nor let go. */
  readonly authorised: Money
  /** Taken, after cash change and voided sales. */
  readonly captured: Money
  readonly refunded: Money
  /** Taken back by banks and not won again. */
  readonly chargedBack: Money
  /** Let go. */
  readonly voided: Money
}

/**
 * Adds an order's transactions up on one side.
 *
 * `undefined` when a successful transaction does not know the side, or is in another currency.
 * Transactions that are pending, failed or of unknown outcome count as nothing.
 */
export function paymentTotals(
  transactions: readonly PaymentTransaction[],
  { side, currency }: { readonly side: Side; readonly currency: Currency },
): PaymentTotals | undefined {
  const succeeded = transactions.filter(({ state }) => state === 'succeeded')
  const read = (amount: Amount) => amount[side]
  if (succeeded.some(({ amount }) => read(amount)?.currency !== currency)) return undefined
  const sum = (counted: (transaction: PaymentTransaction) => boolean) =>
    sumMoney(
      succeeded.filter(counted).map(({ amount }) => read(amount) as Money),
      currency,
    )
  const of = (...kinds: TransactionKind[]) => sum(({ kind }) => kinds.includes(kind))
  const sales = keysOf(succeeded, 'sale', 'capture')
  const afterSale = ({ kind, parent }: PaymentTransaction) =>
    kind === 'void' && parent !== undefined && sales.has(refKey(parent))
  const unsold = sum(afterSale)
  const voided = of('void')
  const reserved = subtractMoney(of('authorization'), subtractMoney(voided, unsold))
  return {
    authorised: atLeastNothing(subtractMoney(reserved, of('capture'))),
    captured: subtractMoney(of('sale', 'capture'), addMoney(of('change'), unsold)),
    refunded: of('refund'),
    chargedBack: subtractMoney(of('chargeback'), of('chargeback-reversal')),
    voided,
  }
}

function keysOf(
  transactions: readonly PaymentTransaction[],
  ...kinds: TransactionKind[]
): ReadonlySet<string> {
  const named = transactions.filter(({ kind }) => kinds.includes(kind))
  return new Set(named.flatMap(({ refs }) => refs.map((ref: Ref) => refKey(ref))))
}

// a capture may exceed its authorization: then nothing is reserved any more
function atLeastNothing(money: Money): Money {
  return money.amount.startsWith('-') ? { ...money, amount: '0' } : money
}
