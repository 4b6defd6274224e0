import { WireDecimal } from '@canonry/mapping'
import { z } from 'zod'
import { Reference } from './reference.js'
import { goodsSchema, saleFields } from './sales-order.js'
import { unreadSchema } from './unread.js'
import { unreadCashSale, unreadCashSaleLine } from './unread-cash-sale.js'

/** A line of goods of a cash sale. */
export const WireCashSaleGoods = goodsSchema(unreadCashSaleLine)

/** A cash sale with its sublists folded, as a sales order is. */
export const WireCashSale = z.object({
  ...unreadSchema(unreadCashSale),
  ...saleFields(),
  location: Reference.optional(),
  giftCard: z.object({ amount: WireDecimal }).optional(),
  goods: z.array(WireCashSaleGoods),
})
export type WireCashSale = z.infer<typeof WireCashSale>
