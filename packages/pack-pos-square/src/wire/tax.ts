import { z } from 'zod'
import { carriedFields } from './carried.js'
import { WireMoney } from './money.js'

/** The part of a tax that falls on a line or charge, with the tax itself, which the fold puts there. */
export const WireAppliedTax = z.object({
  applied_money: WireMoney.nullish(),
  tax: z.object({
    name: z.string(),
    percentage: z.string().nullish(),
    type: z.enum(['ADDITIVE', 'INCLUSIVE', 'UNKNOWN_TAX']).nullish(),
  }),
  ...carriedFields('uid tax_uid'),
})
