import { checkRefs } from '../entity/check-refs.js'
import type { Finding } from '../entity/finding.js'
import { refKey } from '../entity/ref-key.js'
import { compareDecimals } from '../value/decimal.js'
import { printMoney } from '../value/money.js'
import type { PaymentTransaction } from './payment-transaction.js'

/** What does not hold in a payment transaction on its own: a negative amount, itself as parent, a success that failed. */
export function checkPaymentTransaction(transaction: PaymentTransaction): Finding[] {
  const { refs, amount, parent, state, failure, kind } = transaction
  const findings = checkRefs(refs)
  for (const money of [amount.shop, amount.buyer]) {
    if (!money || compareDecimals(money.amount, '0') >= 0) continue
    const message = `a ${kind} of ${printMoney(money)}: the kind says the direction, so the amount must not`
    findings.push({ code: 'negative-amount', path: '/amount', message, difference: money })
  }
  if (parent && refs.some((ref) => refKey(ref) === refKey(parent))) {
    const message = `the ${kind} names itself as the transaction that it follows`
    findings.push({ code: 'own-parent', path: '/parent', message })
  }
  if (failure && state === 'succeeded') {
    const message = `the ${kind} succeeded, and yet a failure is given`
    findings.push({ code: 'failure-of-success', path: '/failure', message })
  }
  return findings
}
