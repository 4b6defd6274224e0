import { checkRefs } from '../entity/check-refs.js'
import type { Finding } from '../entity/finding.js'
import { compareDecimals } from '../value/decimal.js'
import { addMoney, type Money, negateMoney, printMoney } from '../value/money.js'
import type { JournalEntry, JournalLine } from './journal-entry.js'

/** What does not hold in a booking: postings that are not positive, and currencies that do not balance. */
export function checkJournalEntry({ refs, lines }: JournalEntry): Finding[] {
  return [
    ...checkRefs(refs),
    ...lines.flatMap(({ amount, account, side }, index) => {
      if (compareDecimals(amount.amount, '0') > 0) return []
      const message = `a ${side} of ${printMoney(amount)} on ${account}: the side says the direction, so the amount must be above zero`
      return [{ code: 'not-positive', path: `/lines/${index}/amount`, message }]
    }),
    ...[...journalBalance(lines).values()].flatMap((difference) => {
      if (difference.amount === '0') return []
      const message = `debits are ${printMoney(difference)} above credits`
      return [{ code: 'unbalanced', path: '/lines', message, difference }]
    }),
  ]
}

/** Debits less credits of postings, per currency. */
export function journalBalance(lines: readonly JournalLine[]): ReadonlyMap<string, Money> {
  const balance = new Map<string, Money>()
  for (const { amount, side } of lines) {
    const signed = side === 'debit' ? amount : negateMoney(amount)
    const sum = balance.get(amount.currency)
    balance.set(amount.currency, sum ? addMoney(sum, signed) : signed)
  }
  return balance
}

/** Debits less credits of one account, per currency. */
export function accountBalance(
  entries: readonly JournalEntry[],
  account: string,
): ReadonlyMap<string, Money> {
  return journalBalance(
    entries.flatMap(({ lines }) => lines).filter((line) => line.account === account),
  )
}
