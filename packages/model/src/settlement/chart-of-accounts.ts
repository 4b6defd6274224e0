import { z } from 'zod'
import type { Finding } from '../entity/finding.js'
import { lazyObject } from '../entity/lazy-object.js'

/** The accounts that a settlement is booked on, by what they are for; the names are the ledger's. */
export const ChartOfAccounts = lazyObject(() => ({
  clearing: z.string().describe('What the channel owes the merchant.'),
  receivable: z.string().describe('What buyers owe for sales that were booked with their orders.'),
  fees: z.string().describe('What the channel charges for its service.'),
  inputTax: z.string().describe('Tax on fees, which the merchant gets back.'),
  taxPayable: z.string().describe('Tax that the merchant owes to an authority.'),
  channelTax: z
    .string()
    .describe(
      'Tax that the channel collects and owes itself: it passes through and is no debt of the merchant.',
    ),
  promotions: z.string().describe('What the channel or the merchant pays for promotions.'),
  shippingLabels: z.string().describe('Labels that were bought through the channel.'),
  reserve: z.string().describe('Money that the channel holds back for a while.'),
  disputes: z.string().describe('Chargebacks and claims, until they are decided.'),
  adjustments: z.string().describe('What the channel puts right afterwards.'),
  exchange: z.string().describe('Where one currency becomes another.'),
  bankInTransit: z.string().describe('Money on its way to the bank.'),
  suspense: z
    .string()
    .describe('What nobody has explained yet; every posting here comes with a finding.'),
}))
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
