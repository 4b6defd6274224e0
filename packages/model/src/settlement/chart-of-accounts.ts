import { z } from 'zod'

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
