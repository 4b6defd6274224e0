import type { Finding } from '../entity/finding.js'
import { refKey } from '../entity/ref-key.js'
import { compareDecimals } from '../value/decimal.js'
import { type Money, printMoney, subtractMoney, sumMoney } from '../value/money.js'
import type { PaymentTransaction, TransactionKind } from './payment-transaction.js'

/**
 * What does not hold between the transactions of one order: followers of a transaction that is not
 * there or cannot have such a follower, and more taken, let go or given back than there was.
 *
 * Paths point into the list.
 */
export function checkPayments(transactions: readonly PaymentTransaction[]): Finding[] {
  const byKey = new Map(
    transactions.flatMap((transaction) =>
      transaction.refs.map((ref) => [refKey(ref), transaction] as const),
    ),
  )
  const parentOf = ({ parent }: PaymentTransaction) => parent && byKey.get(refKey(parent))
  return transactions.flatMap((transaction, index) => [
    ...checkParent(transaction, { path: `/${index}/parent`, parent: parentOf(transaction) }),
    ...checkFollowers(transaction, {
      path: `/${index}/amount`,
      followers: transactions.filter((other) => parentOf(other) === transaction),
    }),
  ])
}

const PARENTS: Partial<Record<TransactionKind, readonly TransactionKind[]>> = {
  capture: ['authorization'],
  void: ['authorization', 'capture', 'sale'],
  refund: ['capture', 'sale'],
  change: ['sale'],
  chargeback: ['capture', 'sale'],
  'chargeback-reversal': ['chargeback'],
}

function checkParent(
  { kind, parent: named }: PaymentTransaction,
  { path, parent }: { readonly path: string; readonly parent: PaymentTransaction | undefined },
): Finding[] {
  if (named === undefined) return []
  if (!parent) {
    const message = `the ${kind} follows ${named.id}, which is no transaction of this order`
    return [{ code: 'unknown-parent', path, message }]
  }
  const possible = PARENTS[kind] ?? []
  if (kind === 'unknown' || parent.kind === 'unknown' || possible.includes(parent.kind)) return []
  return [{ code: 'wrong-parent', path, message: `a ${kind} cannot follow a ${parent.kind}` }]
}

function checkFollowers(
  transaction: PaymentTransaction,
  { path, followers }: { readonly path: string; readonly followers: readonly PaymentTransaction[] },
): Finding[] {
  const { amount, kind } = transaction
  const { currency } = amount.shop
  const monies = followers
    .filter(({ state, kind }) => state === 'succeeded' && kind !== 'chargeback')
    .map(({ amount }) => amount.shop)
    .filter((money): money is Money => money.currency === currency)
  const excess = subtractMoney(sumMoney(monies, currency), amount.shop)
  if (compareDecimals(excess.amount, '0') <= 0) return []
  const message = `${printMoney(excess)} more was taken, let go or given back than the ${kind} of ${printMoney(amount.shop)}`
  return [{ code: 'over-followed', path, message, difference: excess }]
}
