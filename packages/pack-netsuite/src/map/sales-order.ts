import {
  absent,
  concat,
  constant,
  each,
  from,
  group,
  type Handle,
  instant,
  type Mapping,
  mapping,
  maybe,
  needs,
  nest,
  type Rule,
  single,
  text,
  textRef,
} from '@canonry/mapping'
import { Order } from '@canonry/model'
import { lineDiscounts } from '../book/book-order.js'
import type { NetsuiteProfile } from '../profile.js'
import { WireSalesOrder } from '../wire/sales-order.js'
import { ignoredIn, preservedIn } from '../wire/unread.js'
import { unreadOrder } from '../wire/unread-order.js'
import { addressMapping } from './address.js'
import { chargeMapping } from './charge.js'
import { fulfilmentLabel } from './fulfilment-label.js'
import { goodsMapping } from './goods.js'
import { currencyOf, day } from './leaves.js'
import { type CurrencyById, currencyById, maybeAmount } from './money.js'
import { ofLines, ofOrder } from './operations.js'

/**
 * A folded sales order ⇄ an order as NetSuite knows it.
 *
 * Writing takes what `bookOrder` makes: one side of the money, prices without tax, no history.
 */
export function salesOrderMapping(
  profile: Pick<NetsuiteProfile, 'currencies'>,
): Mapping<WireSalesOrder, Order, { account: string }> {
  const currency = currencyById(profile.currencies)
  return mapping({
    system: 'netsuite',
    entity: 'Order',
    wire: WireSalesOrder,
    canonical: Order,
    needs: needs<{ account: string }>(),
    context: ($) => ({ currencyId: $.currency.id }),
    map: ($) => ({
      refs: concat(
        single(maybe($.id, textRef('salesOrder')), { owns: ({ kind }) => kind === 'salesOrder' }),
        single(maybe($.externalId, textRef('salesOrderExternalId'))),
      ),
      number: numberRule($),
      placedAt: from($.tranDate, day, ofOrder),
      updatedAt: maybe($.lastModifiedDate, instant),
      ...saleRules(),
      currency: from($.currency.id, currencyOf(profile.currencies), ofOrder),
      buyerCurrency: absent('one currency is booked'),
      taxIncluded: constant(false),
      customer: from($.entity.id, textRef('customer'), ofOrder),
      email: maybe($.email, text, ofOrder),
      billTo: nest($.billingAddress, addressMapping, ofOrder),
      shipTo: nest($.shippingAddress, addressMapping, ofOrder),
      lines: each($.goods, goodsMapping(currency), ({ ref }) => ref.id, ofLines),
      charges: each(
        $.charges,
        chargeMapping(currency),
        ({ kind, code }) => `${kind} ${code}`,
        ofLines,
      ),
      discounts: constant([lineDiscounts()]),
      rounding: maybeAmount($.rounding.amount, currency, ofLines),
      ...lifecycleRules(),
      note: maybe($.memo, text, ofOrder),
      tags: constant([]),
      attributes: absent('custom fields are carried; an overlay gives them types'),
      asserted: assertedRules($, currency),
    }),
    preserve: ($) => preservedIn($, unreadOrder),
    ignore: ($) => ignoredIn($, unreadOrder),
  })
}

function numberRule($: Handle<WireSalesOrder>): Rule<string> {
  return group(
    { given: $.otherRefNum, own: $.tranId },
    {
      doc: "the source's number, else NetSuite's own",
      get: ({ given, own }) => given ?? own ?? '',
      put: (said) => ({ given: said, own: undefined }),
    },
    ofOrder,
  )
}

function saleRules() {
  return {
    channel: absent('NetSuite books what others sold'),
    businessDate: absent('the date of the order is its day'),
    location: absent('a location in NetSuite is where goods leave from, not where they were sold'),
    workstation: absent('NetSuite has no tills'),
    sequence: absent('NetSuite has no tills'),
    attribution: absent('NetSuite knows no web pages'),
    risks: absent('NetSuite assesses no risk'),
    phone: absent('the phone of the billing address'),
  }
}

function lifecycleRules() {
  return {
    draft: absent('an estimate is a record of its own'),
    cancelledAt: absent('a closed order says so on its lines, without a date'),
    cancelReason: absent('NetSuite has none'),
    closedAt: absent('a closed order says so on its lines, without a date'),
    holds: absent('NetSuite holds customers, not orders'),
    test: absent('a test belongs into a sandbox account'),
  }
}

function assertedRules($: Handle<WireSalesOrder>, currency: CurrencyById) {
  return {
    total: maybeAmount($.total, currency),
    currentTotal: absent('NetSuite changes total itself'),
    subtotal: absent('includes discount lines'),
    tax: absent('the sum of the tax details'),
    discount: absent('discounts are lines'),
    outstanding: absent('a sales order is not a receivable'),
    payment: absent('payments belong to invoices and cash sales'),
    fulfilment: maybe($.status.id, fulfilmentLabel),
  }
}
