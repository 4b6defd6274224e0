import type { Finding } from '../entity/finding.js'
import { compareDecimals } from '../value/decimal.js'
import { type Money, negateMoney, printMoney, subtractMoney, sumMoney } from '../value/money.js'
import type { AccountRole } from './chart-of-accounts.js'
import { contraOfComponent, contraOfEntry } from './contra-role.js'
import type { Payout } from './payout.js'
import { componentLeaves, type SettlementComponent } from './settlement-component.js'
import type { SettlementEntry } from './settlement-entry.js'

/** A change of one account: positive is a debit, negative a credit. */
export interface Posting {
  readonly role: AccountRole
  readonly amount: Money
}

/** Postings that balance per currency, and what nobody has explained among them. */
export interface Postings {
  readonly postings: readonly Posting[]
  readonly findings: readonly Finding[]
}

/**
 * The postings of an entry: its net on the clearing account, against its gross and its components.
 *
 * They balance whatever the entry says: a net that its parts do not reach goes to suspense.
 */
export function entryPostings(entry: SettlementEntry): Postings {
  const leaves = componentLeaves(entry.components)
  const difference = unexplained(entry, leaves)
  const postings = [
    { role: 'clearing' as const, amount: entry.net },
    ...grossPostings(entry),
    ...leaves.map(({ kind, collectedBy, amount }) => ({
      role: contraOfComponent(kind, collectedBy),
      amount: negateMoney(amount),
    })),
    { role: 'suspense' as const, amount: negateMoney(difference) },
  ]
  return {
    postings: postings.filter(({ amount }) => amount.amount !== '0'),
    findings: [
      ...findEntry(entry),
      ...leaves.flatMap(findComponent),
      ...(difference.amount === '0' ? [] : [findDifference(difference)]),
    ],
  }
}

/** The postings of a payout: from the clearing account to the bank, through an exchange where there is one. */
export function payoutPostings({ amount, fx }: Payout): Posting[] {
  const clearing: Posting = { role: 'clearing', amount: negateMoney(amount) }
  if (!fx) return [clearing, { role: 'bankInTransit', amount }]
  return [
    clearing,
    { role: 'exchange', amount },
    { role: 'exchange', amount: negateMoney(fx.to) },
    { role: 'bankInTransit', amount: fx.to },
  ]
}

// a sale in another currency clears what was booked in that currency, through the exchange account
function grossPostings({ kind, gross, fx, collectedBy }: SettlementEntry): Posting[] {
  const role = contraOfEntry(kind, collectedBy)
  if (!fx) return [{ role, amount: negateMoney(gross) }]
  return [
    { role, amount: negateMoney(fx.from) },
    { role: 'exchange', amount: fx.from },
    { role: 'exchange', amount: negateMoney(gross) },
  ]
}

function unexplained(
  { net, gross, currency }: SettlementEntry,
  leaves: readonly SettlementComponent[],
): Money {
  const parts = leaves.map(({ amount }) => amount)
  return subtractMoney(net, sumMoney([gross, ...parts], currency))
}

function findEntry({ kind, gross, collectedBy, kindLabel }: SettlementEntry): Finding[] {
  if (gross.amount === '0' || contraOfEntry(kind, collectedBy) !== 'suspense') return []
  if (kind !== 'unknown') return [findCollector(gross)]
  const message = `${printMoney(gross)} of the kind ${kindLabel ?? 'unknown'} is booked in suspense until someone says what it is`
  return [{ code: 'unknown-kind', path: '/kind', message, difference: gross }]
}

function findComponent({ kind, amount, collectedBy, detail }: SettlementComponent): Finding[] {
  if (amount.amount === '0' || contraOfComponent(kind, collectedBy) !== 'suspense') return []
  if (kind !== 'unknown') return [findCollector(amount)]
  const message = `${printMoney(amount)} of ${detail ?? 'an unknown kind'} is booked in suspense until someone says what it is`
  return [{ code: 'unknown-kind', path: '/components', message, difference: amount }]
}

function findCollector(amount: Money): Finding {
  const way = compareDecimals(amount.amount, '0') < 0 ? 'kept back' : 'paid out'
  const message = `${printMoney(amount)} of tax is ${way}, and nobody says who owes it to the authority: it waits in suspense and is not booked as the merchant's debt`
  return { code: 'unknown-collector', path: '/components', message, difference: amount }
}

function findDifference(difference: Money): Finding {
  const message = `${printMoney(difference)} of the net is explained by neither gross nor components, and is booked in suspense`
  return { code: 'settlement-differs', path: '/net', message, difference }
}
