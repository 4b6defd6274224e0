import { absent, type Handle, maybe, type Shape } from '@canonry/mapping'
import type { AssertedOrder } from '@canonry/model'
import type { WireOrder } from '../wire/order.js'
import { type Currencies, maybeAmount } from './amount.js'
import { fulfilmentLabel, paymentLabel } from './labels.js'
import { outstanding } from './order-parts.js'

/** What Shopify itself claims about an order: its totals and labels. */
export function assertedRules($: Handle<WireOrder>): Shape<AssertedOrder, Currencies> {
  return {
    total: maybeAmount({ price: $.total_price, set: $.total_price_set }),
    currentTotal: maybeAmount({ price: $.current_total_price, set: $.current_total_price_set }),
    subtotal: maybeAmount({ price: $.subtotal_price, set: $.subtotal_price_set }),
    tax: maybeAmount({ price: $.total_tax, set: $.total_tax_set }),
    discount: maybeAmount({ price: $.total_discounts, set: $.total_discounts_set }),
    byGiftCard: absent('transactions say how an order is paid'),
    outstanding: outstanding($.total_outstanding),
    payment: maybe($.financial_status, paymentLabel),
    fulfilment: fulfilmentLabel($.fulfillment_status),
  }
}
