import { randomBelow } from './random.js'

type Below = (bound: number) => number

const LINES = 13
const TITLES = ['Merino Crew Neck Sweater', 'Organic Cotton Tee', 'Waxed Canvas Tote', 'Wool Sock']

/**
 * An invented order in the words of a large shop system, about 15 kB as text: money as text in two
 * currencies, numeric ids of 13 and 14 digits, rates as numbers, nulls, flags and nested lists.
 */
export function wireOrder(seed: number): Readonly<Record<string, unknown>> {
  const below = randomBelow(seed)
  const id = 5_510_000_000_000 + below(1_000_000_000)
  const total = 10_000 + below(90_000)
  const placed = '2026-11-24T10:15:00+01:00'
  return {
    id,
    admin_graphql_api_id: `gid://shop/Order/${id}`,
    app_id: 580_111,
    browser_ip: '203.0.113.7',
    cancel_reason: null,
    cancelled_at: null,
    confirmed: true,
    contact_email: `buyer${below(9999)}@example.com`,
    created_at: placed,
    currency: 'USD',
    current_total_price: price(total),
    current_total_price_set: priceSet(total),
    financial_status: 'paid',
    name: `#${1000 + below(9000)}`,
    note: 'Please leave it at the door — „Zoë“',
    note_attributes: [{ name: 'gift', value: 'yes' }],
    order_number: 1000 + below(9000),
    payment_gateway_names: ['card'],
    presentment_currency: 'CAD',
    processed_at: placed,
    tags: 'vip, repeat',
    taxes_included: false,
    total_weight: below(9000),
    updated_at: placed,
    billing_address: address(below),
    customer: {
      id: 7_200_000_000_000 + below(1e9),
      state: 'enabled',
      default_address: address(below),
    },
    discount_applications: [
      { target_type: 'line_item', type: 'discount_code', value: '10.0', code: 'SAVE10' },
    ],
    line_items: Array.from({ length: LINES }, (_, index) => line(below, index)),
    shipping_address: address(below),
    shipping_lines: [{ id: 4_500_000_000_000 + below(1e9), price: '7.95', title: 'Ground' }],
  }
}

function line(below: Below, index: number): Readonly<Record<string, unknown>> {
  const id = 14_200_000_000_000 + below(1_000_000_000)
  const cents = 1500 + below(12_000)
  return {
    id,
    admin_graphql_api_id: `gid://shop/LineItem/${id}`,
    attributed_staffs: [],
    fulfillable_quantity: 1 + below(3),
    fulfillment_status: null,
    gift_card: false,
    grams: 250 + 40 * index,
    name: `${TITLES[index % TITLES.length]} - Charcoal / M`,
    price: price(cents),
    price_set: priceSet(cents),
    product_id: 7_800_000_000_000 + below(1e9),
    properties: index === 0 ? [{ name: 'Gift note', value: 'Happy birthday, "Zoë"! ✨' }] : [],
    quantity: 1 + below(3),
    requires_shipping: true,
    sku: `NF-${1000 + index}-CH-M`,
    taxable: true,
    variant_id: 43_700_000_000_000 + below(1e9),
    tax_lines: [tax(below, 0.0625), tax(below, 0.025)],
    discount_allocations: [{ amount: price(below(900)), discount_application_index: 0 }],
  }
}

function tax(below: Below, rate: number): Readonly<Record<string, unknown>> {
  const cents = below(1000)
  return {
    channel_liable: false,
    price: price(cents),
    price_set: priceSet(cents),
    rate,
    title: 'Tax',
  }
}

function address(below: Below): Readonly<Record<string, unknown>> {
  return {
    first_name: 'Ada',
    last_name: 'Example',
    address1: `${1 + below(200)} Main Street`,
    address2: null,
    city: 'Oakland',
    zip: '94607',
    country_code: 'US',
    latitude: 37.80_437,
    longitude: -122.2_711,
  }
}

function priceSet(cents: number): Readonly<Record<string, unknown>> {
  return {
    shop_money: { amount: price(cents), currency_code: 'USD' },
    presentment_money: { amount: price(Math.round(cents * 1.36)), currency_code: 'CAD' },
  }
}

function price(cents: number): string {
  return (cents / 100).toFixed(2)
}
