import {
  absent,
  concat,
  constant,
  each,
  from,
  group,
  type Handle,
  instant,
  maybe,
  nest,
  type Rule,
  single,
  text,
  textRef,
} from '@canonry/mapping'
import type { Order } from '@canonry/model'
import { lineDiscounts } from '../book/book-order.js'
import type { NetsuiteProfile } from '../profile.js'
import type { WireSale } from '../wire/sales-order.js'
import { addressMapping } from './address.js'
import { chargeMapping } from './charge.js'
import { goodsMapping } from './goods.js'
import { currencyOf, day } from './leaves.js'
import { type CurrencyById, currencyById, maybeAmount } from './money.js'
import type { SaleType } from './sale-type.js'

/** What a mapping of sales is made for. */
export interface SaleMapping {
  readonly type: SaleType
  readonly profile: Pick<NetsuiteProfile, 'currencies'>
}

/** The rules of an order that are the same for every record type that sells something. */
export function saleRules($: Handle<WireSale>, { type, profile }: SaleMapping) {
  const { record, operations } = type
  const { fields, lines } = operations
  const currency = currencyById(profile.currencies)
  // named, since a literal would be read-only
  const discounts: Rule<Order['discounts']> = constant([lineDiscounts()])
  const tags: Rule<Order['tags']> = constant([])
  return {
    refs: concat(
      single(maybe($.id, textRef(record)), { owns: ({ kind }) => kind === record }),
      single(maybe($.externalId, textRef(`${record}ExternalId`))),
    ),
    number: numberRule($, fields),
    placedAt: from($.tranDate, day, fields),
    updatedAt: maybe($.lastModifiedDate, instant),
    currency: from($.currency.id, currencyOf(profile.currencies), fields),
    buyerCurrency: absent('one currency is booked'),
    taxIncluded: constant(false),
    customer: from($.entity.id, textRef('customer'), fields),
    email: maybe($.email, text, fields),
    billTo: nest($.billingAddress, addressMapping, fields),
    shipTo: nest($.shippingAddress, addressMapping, fields),
    lines: each($.goods, goodsMapping(type, currency), ({ ref }) => ref.id, lines),
    charges: each(
      $.charges,
      chargeMapping({ currency, operations }),
      ({ kind, code }) => `${kind} ${code}`,
      lines,
    ),
    discounts,
    rounding: maybeAmount($.rounding.amount, currency, lines),
    note: maybe($.memo, text, fields),
    tags,
    attributes: absent('custom fields are carried; an overlay gives them types'),
    ...unsaidRules(),
  }
}

/** What a record asserts of its sums. */
export function assertedRules($: Handle<WireSale>, currency: CurrencyById) {
  return {
    total: maybeAmount($.total, currency),
    currentTotal: absent('NetSuite changes total itself'),
    subtotal: absent('includes discount lines'),
    tax: absent('the sum of the tax details'),
    discount: absent('discounts are lines'),
  }
}

function numberRule($: Handle<WireSale>, fields: SaleType['operations']['fields']): Rule<string> {
  return group(
    { given: $.otherRefNum, own: $.tranId },
    {
      doc: "the source's number, else NetSuite's own",
      get: ({ given, own }) => given ?? own ?? '',
      put: (said) => ({ given: said, own: undefined }),
    },
    fields,
  )
}

function unsaidRules() {
  return {
    channel: absent('NetSuite books what others sold'),
    businessDate: absent('the date of the record is its day'),
    workstation: absent('NetSuite has no tills'),
    sequence: absent('NetSuite has no tills'),
    attribution: absent('NetSuite knows no web pages'),
    risks: absent('NetSuite assesses no risk'),
    phone: absent('the phone of the billing address'),
    draft: absent('an estimate is a record of its own'),
    cancelReason: absent('NetSuite has none'),
    holds: absent('NetSuite holds customers, not orders'),
    test: absent('a test belongs into a sandbox account'),
  }
}
