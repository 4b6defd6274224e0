import { printUnits } from './pair.js'
import { moneySet, wireId } from './print-parts.js'
import type { ShopOrder } from './shop-order.js'

/**
 * The tip of an order as one more line, where there is one: nothing that could be sent, beside what the
 * order states as a sum.
 *
 * https://shopify.dev/docs/api/admin-rest/latest/resources/order (`tip_payment_gateway`)
 */
export function printTip({ id, tip, currencies }: ShopOrder): object[] {
  if (tip.shop === 0) return []
  return [
    {
      id: wireId(id),
      admin_graphql_api_id: `gid://shopify/LineItem/${id}`,
      attributed_staffs: [],
      current_quantity: 1,
      fulfillable_quantity: 0,
      fulfillment_service: 'manual',
      fulfillment_status: null,
      gift_card: false,
      grams: 0,
      name: 'Tip',
      price: printUnits(tip.shop, currencies.shop),
      price_set: moneySet(tip, currencies),
      product_exists: false,
      product_id: null,
      properties: [],
      quantity: 1,
      requires_shipping: false,
      sku: '',
      taxable: false,
      title: 'Tip',
      total_discount: printUnits(0, currencies.shop),
      total_discount_set: moneySet({ shop: 0, buyer: 0 }, currencies),
      variant_id: null,
      variant_inventory_management: null,
      variant_title: null,
      vendor: null,
      tip_payment_gateway: 'shopify_payments',
      tip_payment_method: 'visa',
      tax_lines: [],
      duties: [],
      discount_allocations: [],
    },
  ]
}
