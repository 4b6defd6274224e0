import {
  absent,
  decimal,
  from,
  type Leaf,
  leaf,
  mapping,
  maybe,
  needs,
  position,
  refuse,
  table,
  text,
} from '@canonry/mapping'
import { DiscountAllocation, DiscountApplication } from '@canonry/model'
import { WireDiscountApplication } from '../wire/order.js'
import { WireDiscountAllocation } from '../wire/order-line.js'
import { amount, type Currencies } from './amount.js'

/** A discount of the order, named by its place in the list. */
export const discountMapping = mapping({
  system: 'shopify',
  entity: 'DiscountApplication',
  wire: WireDiscountApplication,
  canonical: DiscountApplication,
  map: ($) => ({
    key: position(),
    code: maybe($.code, text),
    title: maybe($.title, text),
    description: maybe($.description, text),
    kind: from(
      $.value_type,
      table({ percentage: 'percent', fixed_amount: 'fixed' }, { unknown: 'unknown' }),
    ),
    value: from($.value, decimal),
    target: from(
      $.target_type,
      table({ line_item: 'line', shipping_line: 'shipping' }, { unknown: 'unknown' }),
    ),
    method: from(
      $.allocation_method,
      table({ each: 'each', across: 'across', one: 'one' }, { unknown: 'unknown' }),
    ),
    amount: absent('its allocations are stated, their sum is not'),
    funding: absent('Shopify does not say who pays'),
  }),
  preserve: ($) => [$.target_selection, $.type],
})

const LAST = 999_999_999
const NO_PLACE = refuse('no-place', 'a place in a list, counted from 0')

const index: Leaf<number, string> = leaf({
  name: 'index',
  doc: 'place in the list of discounts, as text',
  lossless: true,
  domain: {
    wire: { kind: 'integer', min: 0, max: LAST },
    entity: { kind: 'matching', pattern: '^(0|[1-9]\\d{0,8})$' },
  },
  decode: (wire) => (isPlace(wire) ? String(wire) : NO_PLACE),
  encode: (key) => (isPlace(Number(key)) && String(Number(key)) === key ? Number(key) : NO_PLACE),
})

function isPlace(wire: number): boolean {
  return Number.isSafeInteger(wire) && wire >= 0 && wire <= LAST
}

/** The part of a discount that falls on a line; the cents are kept as given, never split again. */
export const allocationMapping = mapping({
  system: 'shopify',
  entity: 'DiscountAllocation',
  wire: WireDiscountAllocation,
  canonical: DiscountAllocation,
  needs: needs<Currencies>(),
  map: ($) => ({
    application: from($.discount_application_index, index),
    amount: amount({ price: $.amount, set: $.amount_set }),
  }),
})
