import { type Currencies, printUnits } from './pair.js'
import { moneySet, printTaxes, wireId } from './print-parts.js'
import type { ShopLine, ShopShipping } from './shop-order.js'

/** A line item as webhooks carry it. */
export function printLine(line: ShopLine, currencies: Currencies): object {
  const { article } = line
  return {
    id: wireId(line.id),
    admin_graphql_api_id: `gid://shopify/LineItem/${line.id}`,
    attributed_staffs: [],
    current_quantity: line.current,
    fulfillable_quantity: line.current - line.fulfilled,
    fulfillment_service: 'manual',
    fulfillment_status: line.fulfilled === 0 ? null : 'fulfilled',
    gift_card: false,
    grams: article.grams,
    name: `${article.title} - ${article.variantTitle}`,
    price: printUnits(line.unit.shop, currencies.shop),
    price_set: moneySet(line.unit, currencies),
    product_exists: true,
    product_id: wireId(article.productId),
    properties: [],
    quantity: line.quantity,
    requires_shipping: article.requiresShipping,
    ...(line.group ? { sales_line_item_group_id: wireId(line.group) } : {}),
    sku: article.sku,
    taxable: true,
    title: article.title,
    total_discount: printUnits(0, currencies.shop),
    total_discount_set: moneySet({ shop: 0, buyer: 0 }, currencies),
    variant_id: wireId(article.variantId),
    variant_inventory_management: 'shopify',
    variant_title: article.variantTitle,
    vendor: null,
    tax_lines: printTaxes(line.taxes, currencies),
    duties: [],
    discount_allocations: line.allocations.map(({ application, amount }) => ({
      amount: printUnits(amount.shop, currencies.shop),
      amount_set: moneySet(amount, currencies),
      discount_application_index: application,
    })),
  }
}

/** A shipping line as webhooks carry it: the discounted price counts, no allocation explains it. */
export function printShipping(line: ShopShipping, currencies: Currencies): object {
  const discounted = moneySet(line.discounted, currencies)
  return {
    id: wireId(line.id),
    carrier_identifier: null,
    code: line.title,
    current_discounted_price_set: discounted,
    discounted_price: printUnits(line.discounted.shop, currencies.shop),
    discounted_price_set: discounted,
    is_removed: false,
    phone: null,
    price: printUnits(line.price.shop, currencies.shop),
    price_set: moneySet(line.price, currencies),
    requested_fulfillment_service_id: null,
    source: 'shopify',
    title: line.title,
    tax_lines: printTaxes(line.taxes, currencies),
    discount_allocations: [],
  }
}
