import { Result } from 'neverthrow'
import type { Finding } from '../entity/finding.js'
import type { Ref } from '../entity/ref.js'
import { refKey } from '../entity/ref-key.js'
import { type BusinessDateFailure, businessDate, type StoreClock } from '../value/business-date.js'
import type { Instant } from '../value/instant.js'
import { negateMoney } from '../value/money.js'
import { type ChartOfAccounts, checkChart } from './chart-of-accounts.js'
import { checkSettlementEntry } from './check-settlement-entry.js'
import type { JournalEntry, JournalLine } from './journal-entry.js'
import type { Payout } from './payout.js'
import { entryPostings, type Posting, payoutPostings } from './postings.js'
import type { SettlementEntry } from './settlement-entry.js'

/** What is booked, and how. */
export interface Settlement {
  readonly entries: readonly SettlementEntry[]
  /** Absent while the period is open. */
  readonly payout?: Payout
  readonly chart: ChartOfAccounts
  /** Whose days the books keep. */
  readonly clock: StoreClock
}

/** A settlement as bookings, and what a person must look at. Paths begin at the settlement. */
export interface SettlementJournal {
  readonly journal: readonly JournalEntry[]
  readonly findings: readonly Finding[]
}

/**
 * Books a settlement: one booking per entry and one for the payout.
 *
 * Every booking balances in every currency, with exchanges on an account of their own. Entries clear
 * what orders booked as receivable, so that the clearing account ends at the closing balance: at
 * nothing, where everything is paid out. The same entry told twice is booked once. Tax that the
 * channel collects never becomes the merchant's debt; where nobody says who collects it, it waits in
 * suspense with a finding.
 */
export function journalOf(settlement: Settlement): Result<SettlementJournal, BusinessDateFailure> {
  const drafts = [...entryDrafts(settlement.entries), ...payoutDraft(settlement.payout)]
  const findings = [...checkChart(settlement.chart), ...drafts.flatMap((draft) => draft.findings)]
  return Result.combine(
    drafts.filter(({ postings }) => postings.length > 0).map((draft) => toEntry(draft, settlement)),
  ).map((journal) => ({ journal, findings }))
}

interface Draft {
  readonly key: string
  readonly at: Instant
  readonly postings: readonly Posting[]
  readonly dimensions: JournalLine['dimensions']
  readonly evidence: readonly Ref[]
  readonly findings: readonly Finding[]
}

function entryDrafts(entries: readonly SettlementEntry[]): Draft[] {
  const booked = new Set<string>()
  return entries.map((entry, index) => {
    const path = `/entries/${index}`
    const refused = refusalOf(entry, booked)
    for (const ref of entry.refs) booked.add(refKey(ref))
    const { postings, findings } = refused
      ? { postings: [], findings: refused }
      : entryPostings(entry)
    return {
      key: keyOf(entry.refs),
      at: entry.postedAt,
      postings,
      dimensions: dimensionsOf(entry),
      evidence: evidenceOf(entry),
      findings: findings.map((finding) => ({ ...finding, path: `${path}${finding.path}` })),
    }
  })
}

/** Why an entry cannot be booked: without a name nobody knows whether it was, and other money does not add up. */
function refusalOf(entry: SettlementEntry, booked: ReadonlySet<string>): Finding[] | undefined {
  if (entry.refs.length === 0) {
    const message =
      'the entry has no name, so it cannot be told whether it is booked, and it is not'
    return [{ code: 'unnamed-entry', path: '/refs', message, difference: entry.net }]
  }
  if (entry.refs.some((ref) => booked.has(refKey(ref)))) {
    const message = `the entry ${entry.refs[0]?.id} is told twice and booked once`
    return [{ code: 'duplicate-entry', path: '', message, difference: entry.net }]
  }
  const strange = checkSettlementEntry(entry).filter(({ code }) => code === 'wrong-currency')
  return strange.length > 0 ? strange : undefined
}

function payoutDraft(payout: Payout | undefined): Draft[] {
  if (!payout) return []
  const left = payout.state === 'in-transit' || payout.state === 'paid'
  const message = `nobody knows whether ${payout.amount.currency} ${payout.amount.amount} has left, so the payout is not booked`
  const findings =
    payout.state === 'unknown'
      ? [{ code: 'unknown-payout', path: '/payout/state', message, difference: payout.amount }]
      : []
  const postings = left ? payoutPostings(payout).filter(({ amount }) => amount.amount !== '0') : []
  const { refs } = payout
  return [
    {
      key: keyOf(refs),
      at: payout.issuedAt,
      postings,
      dimensions: undefined,
      evidence: refs,
      findings,
    },
  ]
}

function toEntry(
  { key, at, postings, dimensions, evidence }: Draft,
  { chart, clock }: Settlement,
): Result<JournalEntry, BusinessDateFailure> {
  return businessDate(at, clock).map((date) => ({
    refs: [],
    key,
    date,
    lines: postings.map(({ role, amount }) => ({
      account: chart[role],
      ...(amount.amount.startsWith('-')
        ? { side: 'credit' as const, amount: negateMoney(amount) }
        : { side: 'debit' as const, amount }),
      ...(dimensions ? { dimensions } : {}),
    })),
    evidence: [...evidence],
  }))
}

function dimensionsOf({ order, location, channel }: SettlementEntry): JournalLine['dimensions'] {
  if (!order && !location && channel === undefined) return undefined
  return {
    ...(order ? { order } : {}),
    ...(location ? { location } : {}),
    ...(channel === undefined ? {} : { channel }),
  }
}

function evidenceOf({ refs, order, refund, transaction, payout }: SettlementEntry): Ref[] {
  return [...refs, ...[order, refund, transaction, payout].filter((ref) => ref !== undefined)]
}

function keyOf(refs: readonly Ref[]): string {
  return refs[0] ? `settlement:${refKey(refs[0])}` : ''
}
