import { z } from 'zod'
import type { Finding } from '../entity/finding.js'

/** The accounts that a settlement is booked on, by what they are for; the names are the ledger's. */
export const ChartOfAccounts = z.object({
  /** What the channel owes the merchant. */
  clearing: z.string(),
  /** What buyers owe for sales that were booked with their orders. */
  receivable: z.string(),
  fees: z.string(),
  /** Tax on fees, which the merchant gets back. */
  inputTax: z.string(),
  /** Tax that the merchant owes to an authority. */
  taxPayable: z.string(),
  /** Tax that the channel collects and owes itself: it passes through and is nobody's debt here. */
  channelTax: z.string(),
  promotions: z.string(),
  shippingLabels: z.string(),
  /** Money that the channel holds back. */
  reserve: z.string(),
  disputes: z.string(),
  adjustments: z.string(),
  /** Where one currency becomes another. */
  exchange: z.string(),
  /** On its way to the bank. */
  bankInTransit: z.string(),
  /** What nobody has explained yet; every posting here comes with a finding. */
  suspense: z.string(),
})
export type ChartOfAccounts = z.infer<typeof ChartOfAccounts>

/** What an account of the chart is for. */
export type AccountRole = keyof ChartOfAccounts

/** The accounts that lose their meaning when another purpose shares them. */
const ALONE: readonly AccountRole[] = [
  'clearing',
  'taxPayable',
  'channelTax',
  'exchange',
  'suspense',
]

/**
 * Accounts of a chart that serve two purposes where they must serve one: tax of the channel on the
 * account of own debts would be paid twice, and a shared clearing account never shows what is owed.
 */
export function checkChart(chart: ChartOfAccounts): Finding[] {
  const roles = Object.keys(ChartOfAccounts.shape) as AccountRole[]
  return ALONE.flatMap((role, index) =>
    roles
      .filter((other) => other !== role && !ALONE.slice(0, index).includes(other))
      .filter((other) => chart[other] === chart[role])
      .map((other) => ({
        code: 'shared-account',
        path: `/chart/${role}`,
        message: `account ${chart[role]} is for ${role} and for ${other}, so neither can be told from the other`,
      })),
  )
}
