import { WireDecimal } from '@canonry/mapping'
import { z } from 'zod'
import { Reference } from './reference.js'
import { WireCharge, WireTaxDetail } from './sales-order.js'
import { unreadSchema } from './unread.js'
import { unreadCashRefund, unreadCashRefundLine } from './unread-cash-refund.js'

/** A line of goods that came back. */
export const WireReturnedGoods = z.object({
  ...unreadSchema(unreadCashRefundLine),
  key: z.string(),
  item: Reference,
  quantity: WireDecimal,
  amount: WireDecimal,
  taxes: z.array(WireTaxDetail),
})
export type WireReturnedGoods = z.infer<typeof WireReturnedGoods>

/** Money that is given back for a line of which no goods came back. */
export const WireAllowance = z.object({
  key: z.string(),
  amount: WireDecimal,
  taxes: z.array(WireTaxDetail),
})
export type WireAllowance = z.infer<typeof WireAllowance>

/** What makes a refund more or less than its lines come to; the key says why. */
export const WireAdjustment = z.object({
  key: z.enum(['goodwill', 'restocking-fee', 'return-shipping', 'exchange', 'unknown']),
  description: z.string().nullable().optional(),
  amount: WireDecimal,
})
export type WireAdjustment = z.infer<typeof WireAdjustment>

/** A cash refund with its sublists folded. */
export const WireCashRefund = z.object({
  ...unreadSchema(unreadCashRefund),
  id: z.string().optional(),
  externalId: z.string().optional(),
  createdFrom: Reference.nullable().optional(),
  tranDate: z.string(),
  currency: Reference,
  location: Reference.optional(),
  memo: z.string().nullable().optional(),
  total: WireDecimal,
  goods: z.array(WireReturnedGoods),
  allowances: z.array(WireAllowance),
  charges: z.array(WireCharge),
  adjustments: z.array(WireAdjustment),
  rounding: z.object({ amount: WireDecimal }).optional(),
  giftCard: z.object({ amount: WireDecimal }).optional(),
})
export type WireCashRefund = z.infer<typeof WireCashRefund>
