import {
  absent,
  bool,
  constant,
  currency,
  derived,
  each,
  from,
  type Handle,
  instant,
  mapping,
  maybe,
  needs,
  type Rule,
  single,
  textRef,
} from '@canonry/mapping'
import { type Amount, Order } from '@canonry/model'
import { carriedIn } from '../wire/carried.js'
import { UNREAD_ORDER, WireOrder } from '../wire/order.js'
import type { CatalogueContext } from './catalogue.js'
import { channel } from './channel.js'
import { orderCharges } from './charges.js'
import { discountMapping } from './discount.js'
import { handed } from './handed.js'
import { lifecycle } from './lifecycle.js'
import type { StateContext } from './line-quantity.js'
import { maybeAmount, maybeEitherAmount, maybeMoney } from './money.js'
import { orderLineMapping } from './order-line.js'
import { isOwn } from './refs.js'

/**
 * A ticket of a till, or an order of another of Square's channels: what was sold.
 *
 * A ticket that only takes goods back is an order without lines, since Square makes a return an
 * order of its own; its returns and refunds are entities beside it.
 */
export const orderMapping = mapping({
  system: 'square',
  entity: 'Order',
  wire: WireOrder,
  canonical: Order,
  needs: needs<CatalogueContext & { readonly account: string }>(),
  context: ($) => ({ order: $.id, state: $.state, currency: $.currency }),
  map: ($) => ({
    refs: single(from($.id, textRef('Order')), { owns: isOwn('Order') }),
    number: derived('the id: Square numbers no orders', ({ refs }: Order) => refs[0]?.id ?? ''),
    placedAt: from($.created_at, instant),
    updatedAt: maybe($.updated_at, instant),
    channel: maybe($.source.name, channel),
    businessDate: absent('a store day needs the zone of its location'),
    location: from($.location_id, textRef('Location')),
    workstation: absent('the till stands on the payment'),
    sequence: absent('tills number no transactions of their own'),
    currency: from($.currency, currency),
    buyerCurrency: absent('Square takes one currency per location'),
    taxIncluded: from($.tax_included, bool),
    customer: maybe($.customer_id, textRef('Customer')),
    email: absent('the payment knows the buyer’s address for the receipt'),
    phone: absent('recipients stand on fulfilments, which are carried'),
    billTo: absent('the payment knows who is billed'),
    shipTo: absent('recipients stand on fulfilments, which are carried'),
    lines: each($.line_items, orderLineMapping, ({ ref }) => ref.id, { absent: true }),
    charges: orderCharges($),
    discounts: each($.discounts, discountMapping, ({ key }) => key, { absent: true }),
    rounding: maybeAmount($.rounding_adjustment.amount_money, { zero: 'nothing' }),
    ...lifecycle($),
    cancelReason: absent('Square asks for none'),
    holds: absent('Square holds no orders'),
    test: absent('a test belongs into a sandbox account'),
    note: absent('notes stand on lines and payments'),
    tags: constant([]),
    attribution: absent('a till knows no web pages'),
    risks: absent('the payment knows its risk'),
    attributes: absent('metadata is carried; an overlay gives it types'),
    asserted: {
      total: statedTotal($),
      currentTotal: cancelledTotal(),
      subtotal: absent('Square adds up totals, tax and discounts'),
      tax: maybeAmount($.total_tax_money),
      discount: maybeAmount($.total_discount_money),
      byGiftCard: maybeAmount($.gift_card_money),
      outstanding: maybeMoney($.net_amount_due_money),
      payment: absent('Square states the amount due, and no label'),
      fulfilment: absent('fulfilments have states of their own, which are carried'),
    },
  }),
  preserve: ($) => [...carriedIn($.rounding_adjustment, 'uid name'), ...carriedIn($, UNREAD_ORDER)],
})

function statedTotal($: Handle<WireOrder>): Rule<Amount | undefined> {
  return maybeEitherAmount(
    { first: $.unrounded_money, second: $.total_money },
    'total_money, without the rounding of cash where it holds it (optional)',
  )
}

interface Cancelling extends StateContext {
  readonly currency: string
}

/** Of a cancelled order nobody owes anything, although its total still says what it was. */
function cancelledTotal(): Rule<Amount | undefined, Cancelling> {
  return handed('nothing where the order is cancelled, else absent', ({ state, currency }) =>
    state === 'CANCELED' ? { shop: { amount: '0', currency } } : undefined,
  )
}
