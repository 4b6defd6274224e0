import { WireDecimal } from '@canonry/mapping'
import { z } from 'zod'
import { WireAddress } from './address.js'
import { Reference } from './reference.js'
import { type Unread, unreadSchema } from './unread.js'
import { unreadLine, unreadOrder, unreadTaxDetail } from './unread-order.js'

/** The tax of one line or of shipping. */
export const WireTaxDetail = z.object({
  ...unreadSchema(unreadTaxDetail),
  taxCode: Reference,
  /** Percent. */
  taxRate: WireDecimal.optional(),
  taxAmount: WireDecimal,
})
export type WireTaxDetail = z.infer<typeof WireTaxDetail>

/** A discount line, which belongs to the goods line with the same key. */
export const WireDiscount = z.object({ amount: WireDecimal })

/** A line of goods with everything that belongs to it. */
export const WireGoods = goodsSchema(unreadLine)
export type WireGoods = z.infer<typeof WireGoods>

/** What is charged beside goods: an item line, or the header's shipping cost. */
export const WireCharge = z.object({
  kind: z.enum(['shipping', 'tip', 'duty', 'fee']),
  key: z.string().optional(),
  description: z.string().nullable().optional(),
  amount: WireDecimal,
  taxes: z.array(WireTaxDetail),
})
export type WireCharge = z.infer<typeof WireCharge>

/** A sales order with its sublists folded: what belongs together stands together. */
export const WireSalesOrder = z.object({
  ...unreadSchema(unreadOrder),
  ...saleFields(),
  status: Reference.optional(),
  goods: z.array(WireGoods),
})
export type WireSalesOrder = z.infer<typeof WireSalesOrder>

/** What is read alike of every folded record that sells something. */
export type WireSale = Omit<WireSalesOrder, 'status'>

/** The schema of a line of goods of a record type, of which these fields are not read. */
export function goodsSchema(unread: Unread) {
  return z.object({
    ...unreadSchema(unread),
    key: z.string(),
    item: Reference,
    description: z.string().nullable().optional(),
    quantity: WireDecimal,
    quantityFulfilled: WireDecimal.optional(),
    isClosed: z.boolean().optional(),
    rate: WireDecimal,
    amount: WireDecimal.optional(),
    discounts: z.array(WireDiscount),
    taxes: z.array(WireTaxDetail),
  })
}

/** What is read of every folded record that sells something. */
export function saleFields() {
  return {
    id: z.string().optional(),
    externalId: z.string().optional(),
    otherRefNum: z.string().optional(),
    tranId: z.string().optional(),
    tranDate: z.string(),
    lastModifiedDate: z.string().optional(),
    currency: Reference,
    entity: Reference,
    email: z.string().nullable().optional(),
    memo: z.string().nullable().optional(),
    billingAddress: WireAddress.optional(),
    shippingAddress: WireAddress.optional(),
    total: WireDecimal.optional(),
    charges: z.array(WireCharge),
    rounding: z.object({ amount: WireDecimal }).optional(),
  }
}
