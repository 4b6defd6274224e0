import { WireNumber } from '@canonry/mapping'
import fc from 'fast-check'

const currencies = fc.constantFrom('EUR', 'USD', 'JPY', 'KWD')
const money = fc
  .tuple(fc.integer({ min: -9999, max: 999999 }), fc.integer({ min: 0, max: 3 }))
  .map(([units, scale]) => (units / 10 ** scale).toFixed(scale))
const side = fc.record({ amount: money, currency_code: currencies })
const set = optional(
  fc.record(
    { shop_money: side, presentment_money: optional(side) },
    { requiredKeys: ['shop_money'] },
  ),
)
const id = fc.oneof(
  fc.integer({ min: 1, max: 2 ** 53 - 1 }),
  fc.bigInt({ min: 2n ** 53n, max: 2n ** 63n }).map((digits) => new WireNumber(String(digits))),
  fc.nat().map(String),
)
const words = fc.string({ maxLength: 8 })
const text = optional(words)
const moment = fc
  .date({ min: new Date('2000-01-01'), max: new Date('2040-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString().replace('.000Z', '+02:00'))
const gid = (kind: string) =>
  optional(
    fc.bigInt({ min: 1n, max: 2n ** 63n }).map((digits) => `gid://shopify/${kind}/${digits}`),
  )

const tax = sometimes(
  {
    title: fc.constantFrom('VAT', 'GST', 'State tax'),
    rate: optional(fc.oneof(fc.constantFrom(0, 0.19, 0.2, 0.0725), fc.constant('0.190'))),
    price: money,
    price_set: set,
    channel_liable: optional(fc.boolean()),
  },
  ['title', 'price'],
)
const allocation = sometimes(
  { discount_application_index: fc.nat({ max: 3 }), amount: money, amount_set: set },
  ['discount_application_index', 'amount'],
)
const address = sometimes({
  first_name: text,
  last_name: text,
  name: text,
  company: text,
  address1: text,
  city: text,
  zip: text,
  country_code: text,
  country: text,
  latitude: fc.double({ noNaN: true }),
})
const counters = fc.integer({ min: 0, max: 9 })
const line = sometimes(
  {
    id,
    admin_graphql_api_id: gid('LineItem'),
    sku: text,
    title: words,
    variant_id: optional(id),
    product_id: optional(id),
    quantity: counters,
    current_quantity: optional(counters),
    fulfillable_quantity: optional(counters),
    price: money,
    price_set: set,
    discount_allocations: optional(fc.array(allocation, { maxLength: 3 })),
    tax_lines: optional(fc.array(tax, { maxLength: 3 })),
    sales_line_item_group_id: optional(id),
    gift_card: optional(fc.boolean()),
    requires_shipping: optional(fc.boolean()),
    vendor: text,
    properties: fc.array(fc.record({ name: words, value: words }), { maxLength: 2 }),
  },
  ['id', 'title', 'quantity', 'price'],
)
const shippingLine = sometimes(
  {
    id,
    title: text,
    code: text,
    price: money,
    price_set: set,
    discounted_price: optional(money),
    discounted_price_set: set,
    is_removed: optional(fc.boolean()),
    discount_allocations: optional(fc.array(allocation, { maxLength: 2 })),
    tax_lines: optional(fc.array(tax, { maxLength: 2 })),
  },
  ['price'],
)
const application = sometimes(
  {
    code: text,
    title: text,
    value: money,
    value_type: fc.constantFrom('percentage', 'fixed_amount', 'points'),
    target_type: fc.constantFrom('line_item', 'shipping_line', 'everything'),
    allocation_method: fc.constantFrom('each', 'across', 'one', 'none'),
    type: words,
  },
  ['value', 'value_type', 'target_type', 'allocation_method'],
)
const status = optional(
  fc.constantFrom('paid', 'pending', 'voided', 'partially_paid', 'unheard_of'),
)

/** Orders as Shopify could send them: old and new fields, both currencies, every kind of gap. */
export const arbitraryWireOrder = sometimes(
  {
    id,
    admin_graphql_api_id: gid('Order'),
    name: words,
    created_at: moment,
    processed_at: optional(moment),
    updated_at: optional(moment),
    cancelled_at: optional(moment),
    cancel_reason: text,
    currency: currencies,
    presentment_currency: optional(currencies),
    taxes_included: fc.boolean(),
    customer: optional(sometimes({ id, admin_graphql_api_id: gid('Customer'), email: text })),
    email: text,
    billing_address: optional(address),
    shipping_address: optional(address),
    line_items: fc.array(line, { maxLength: 3 }),
    shipping_lines: optional(fc.array(shippingLine, { maxLength: 2 })),
    discount_applications: optional(fc.array(application, { maxLength: 3 })),
    total_tip_received: optional(money),
    original_total_duties_set: set,
    current_total_duties_set: set,
    original_total_additional_fees_set: set,
    total_cash_rounding_payment_adjustment_set: set,
    total_price: optional(money),
    total_price_set: set,
    current_total_price: optional(money),
    current_total_price_set: set,
    total_tax: optional(money),
    total_outstanding: optional(money),
    financial_status: status,
    fulfillment_status: optional(fc.constantFrom('fulfilled', 'partial', 'restocked', 'pending')),
    test: optional(fc.boolean()),
    tags: optional(fc.constantFrom('', 'vip', 'a,b', ' a , b ,', 'x, y')),
    note_attributes: fc.array(fc.record({ name: words }), { maxLength: 2 }),
  },
  ['id', 'name', 'created_at', 'currency', 'taxes_included', 'line_items'],
)

function optional<T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> {
  return fc.option(value, { freq: 3 })
}

function sometimes(
  fields: Record<string, fc.Arbitrary<unknown>>,
  requiredKeys: string[] = [],
): fc.Arbitrary<Record<string, unknown>> {
  return fc.record(fields, { requiredKeys })
}
