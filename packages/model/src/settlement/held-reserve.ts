import type { Currency } from '../value/currency.js'
import { type Instant, instantMs } from '../value/instant.js'
import { type Money, negateMoney, sumMoney } from '../value/money.js'
import type { SettlementEntry } from './settlement-entry.js'

/** What a channel holds back of a balance after these entries; below zero, more was released than held. */
export function heldReserve(entries: readonly SettlementEntry[], currency: Currency): Money {
  return negateMoney(sumMoney(reserveMoney(entries, currency), currency))
}

/** What of the held money should have become free by a moment, were all of it released when it was due. */
export function dueReserve(
  entries: readonly SettlementEntry[],
  { currency, at }: { readonly currency: Currency; readonly at: Instant },
): Money {
  const due = entries.filter(
    ({ kind, availableAt }) =>
      kind === 'reserve-release' ||
      (availableAt !== undefined && instantMs(availableAt) <= instantMs(at)),
  )
  const left = heldReserve(due, currency)
  return left.amount.startsWith('-') ? { ...left, amount: '0' } : left
}

function reserveMoney(entries: readonly SettlementEntry[], currency: Currency): Money[] {
  return entries
    .filter(({ kind }) => kind === 'reserve-hold' || kind === 'reserve-release')
    .map(({ gross }) => gross)
    .filter((money) => money.currency === currency)
}
