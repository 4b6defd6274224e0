import { z } from 'zod'
import { Amount } from '../value/amount.js'
import { Decimal } from '../value/decimal.js'

/** Where a tax is owed: `country` is ISO 3166-1 alpha-2, `region` ISO 3166-2, `code` the authority's own. */
export const Jurisdiction = z.object({
  country: z.string().optional(),
  region: z.string().optional(),
  name: z.string().optional(),
  code: z.string().optional(),
})
export type Jurisdiction = z.infer<typeof Jurisdiction>

/** Who owes a collected tax to the authority; a marketplace facilitator is `channel`. */
export const TaxCollector = z.enum(['merchant', 'channel', 'unknown'])
export type TaxCollector = z.infer<typeof TaxCollector>

/** One tax on a line or charge: the cents that the source charged, never recomputed. */
export const TaxLine = z.object({
  title: z.string(),
  /** A fraction: `"0.19"` for 19 %. */
  rate: Decimal.optional(),
  amount: Amount,
  /** Whether the price it belongs to already contains it. */
  included: z.boolean(),
  collectedBy: TaxCollector,
  /** The kind of tax in the source's words, such as `vat`, `sales` or `gst`. */
  type: z.string().optional(),
  jurisdiction: Jurisdiction.optional(),
  /**
   * Why this rate: `standard`, `reduced`, `zero`, `reverse-charge`, `exempt-customer`,
   * `exempt-product`, `export`, or another word, for authorities keep adding some.
   */
  reason: z.string().optional(),
  /** Who computed it, such as the shop itself or a tax service. */
  source: z.string().optional(),
})
export type TaxLine = z.infer<typeof TaxLine>
