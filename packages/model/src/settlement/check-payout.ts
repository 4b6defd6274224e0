import { checkRefs } from '../entity/check-refs.js'
import type { Finding } from '../entity/finding.js'
import { refKey } from '../entity/ref-key.js'
import { instantMs } from '../value/instant.js'
import { type Money, printMoney, subtractMoney, sumMoney } from '../value/money.js'
import { checkExchange } from './check-exchange.js'
import type { Payout } from './payout.js'
import type { SettlementEntry } from './settlement-entry.js'

/** What does not hold in a payout on its own: currencies, a period that ends before it begins, exchange. */
export function checkPayout(payout: Payout): Finding[] {
  return [
    ...checkRefs(payout.refs),
    ...checkCurrencies(payout),
    ...checkPeriod(payout),
    ...checkExchange(payout.fx, { path: '/fx', own: 'from', stated: payout.amount }),
  ]
}

/**
 * What does not hold between a payout and the entries that it pays: entries twice, of another
 * payout, balance or currency, and a closing balance that they do not lead to.
 */
export function checkSettlement(payout: Payout, entries: readonly SettlementEntry[]): Finding[] {
  const strange = checkEntries(payout, entries)
  return strange.length > 0 ? strange : checkBalance(payout, entries)
}

function checkCurrencies({ currency, opening, closing, amount }: Payout): Finding[] {
  return Object.entries({ opening, closing, amount }).flatMap(([name, money]) => {
    if (money.currency === currency) return []
    const message = `the ${name} is ${printMoney(money)} in a balance of ${currency}`
    return [{ code: 'wrong-currency', path: `/${name}`, message, difference: money }]
  })
}

function checkPeriod({ period }: Payout): Finding[] {
  if (!period || instantMs(period.from) <= instantMs(period.to)) return []
  const message = `the period begins at ${period.from} and ends before that, at ${period.to}`
  return [{ code: 'period-reversed', path: '/period', message }]
}

function checkEntries(payout: Payout, entries: readonly SettlementEntry[]): Finding[] {
  const names = new Set(payout.refs.map(refKey))
  const seen = new Set<string>()
  return entries.flatMap(({ refs, currency, account, payout: paidBy }, index) => {
    const path = `/${index}`
    const keys = refs.map(refKey)
    const twice = keys.some((key) => seen.has(key))
    for (const key of keys) seen.add(key)
    if (twice) return [{ code: 'duplicate-entry', path, message: 'the entry stands here twice' }]
    if (currency !== payout.currency || account !== payout.account) {
      const message = `the entry stands in ${account} of ${currency}, the payout in ${payout.account} of ${payout.currency}`
      return [{ code: 'other-balance', path, message }]
    }
    if (paidBy === undefined || names.has(refKey(paidBy))) return []
    const message = `the entry is paid by ${paidBy.id}, which is another payout`
    return [{ code: 'other-payout', path: `${path}/payout`, message }]
  })
}

function checkBalance(payout: Payout, entries: readonly SettlementEntry[]): Finding[] {
  const { currency, opening, closing, amount } = payout
  const own: Money[] = [opening, closing, amount, ...entries.map(({ net }) => net)]
  if (own.some((money) => money.currency !== currency)) return []
  const nets = sumMoney(
    entries.map(({ net }) => net),
    currency,
  )
  const expected = subtractMoney(sumMoney([opening, nets], currency), amount)
  const difference = subtractMoney(closing, expected)
  if (difference.amount === '0') return []
  const message = `the balance closes at ${printMoney(closing)}, but opening, entries and payout lead to ${printMoney(expected)}`
  return [{ code: 'payout-differs', path: '/closing', message, difference }]
}
