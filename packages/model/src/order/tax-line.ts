import { z } from 'zod'
import { Amount } from '../value/amount.js'
import { Decimal } from '../value/decimal.js'

/** One tax on a line or charge: the cents that the source charged, never recomputed. */
export const TaxLine = z.object({
  title: z.string(),
  /** A fraction: `"0.19"` for 19 %. */
  rate: Decimal.optional(),
  amount: Amount,
  /** Whether the price it belongs to already contains it. */
  included: z.boolean(),
  collectedBy: z.enum(['merchant', 'channel', 'unknown']),
})
export type TaxLine = z.infer<typeof TaxLine>
