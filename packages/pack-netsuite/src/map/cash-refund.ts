import {
  absent,
  concat,
  constant,
  each,
  from,
  group,
  type Handle,
  isRefusal,
  type Mapping,
  mapping,
  maybe,
  needs,
  type RefContext,
  type Rule,
  refOf,
  refuse,
  sameValue,
  single,
  text,
  textRef,
} from '@canonry/mapping'
import { type Amount, type Ref, Refund, type RefundAdjustment } from '@canonry/model'
import type { NetsuiteProfile } from '../profile.js'
import { WireCashRefund } from '../wire/cash-refund.js'
import { ignoredIn, preservedIn } from '../wire/unread.js'
import { unreadCashRefund } from '../wire/unread-cash-refund.js'
import { currencyOf, day, number } from './leaves.js'
import {
  type Amounts,
  currencyById,
  type MoneyContext,
  takenOff,
  UNKNOWN_CURRENCY,
} from './money.js'
import { operationsOn } from './operations.js'
import {
  adjustmentMapping,
  allowanceMapping,
  refundChargeMapping,
  returnedGoodsMapping,
} from './refund-parts.js'

const operations = operationsOn('cashRefund')
const { fields, lines } = operations

/**
 * A folded cash refund ⇄ a refund of a till.
 *
 * Writing takes what `bookRefund` makes. NetSuite posts it and puts the goods of its lines back into the
 * stock of its location by itself.
 */
export function cashRefundMapping(
  profile: Pick<NetsuiteProfile, 'currencies'>,
): Mapping<WireCashRefund, Refund, { account: string }> {
  const amounts: Amounts = { currency: currencyById(profile.currencies), operations }
  return mapping({
    system: 'netsuite',
    entity: 'Refund',
    wire: WireCashRefund,
    canonical: Refund,
    needs: needs<{ account: string }>(),
    context: ($) => ({ currencyId: $.currency.id, own: $.externalId, ownId: $.id }),
    map: ($) => ({
      refs: concat(
        single(maybe($.id, textRef('cashRefund')), { owns: ({ kind }) => kind === 'cashRefund' }),
        single(maybe($.externalId, textRef('cashRefundExternalId'))),
      ),
      order: saleRule($),
      return: absent('the refund itself says which goods came back'),
      location: maybe($.location.id, textRef('location'), fields),
      amount: totalRule($, profile),
      lines: concat(
        each($.goods, returnedGoodsMapping(amounts), ({ line }) => line.id, {
          ...lines,
          owns: ({ variant }) => variant !== undefined,
        }),
        each($.allowances, allowanceMapping(amounts), ({ line }) => line.id, {
          ...lines,
          owns: ({ variant }) => variant === undefined,
        }),
      ),
      ...besideLines($, amounts),
      ...saidByBeing(),
      toGiftCard: takenOff($.giftCard.amount, amounts.currency, lines),
      at: from($.tranDate, day, fields),
      note: maybe($.memo, text, fields),
    }),
    preserve: ($) => preservedIn($, unreadCashRefund),
    ignore: ($) => ignoredIn($, unreadCashRefund),
  })
}

function besideLines($: Handle<WireCashRefund>, amounts: Amounts) {
  return {
    charges: each(
      $.charges,
      refundChargeMapping(amounts),
      ({ kind, charge }) => `${kind} ${charge?.id}`,
      lines,
    ),
    adjustments: concat(
      each($.adjustments, adjustmentMapping(amounts), ({ kind }) => kind, {
        ...lines,
        owns: ({ kind }) => kind !== 'rounding',
      }),
      single(roundingRule($, amounts), { owns: ({ kind }) => kind === 'rounding' }),
    ),
  }
}

function saidByBeing() {
  const transactions: Rule<Refund['transactions']> = constant([])
  return {
    method: constant('unknown' as const),
    transactions,
    state: constant('succeeded' as const),
    stateLabel: absent('a cash refund has no state'),
    reason: absent('NetSuite asks for none'),
    attributes: absent('custom fields are carried; an overlay gives them types'),
  }
}

interface OwnNames {
  readonly own: string | undefined
  readonly ownId: string | undefined
}

/** The sale that the refund was made from; one that stands alone names itself. */
function saleRule($: Handle<WireCashRefund>): Rule<Ref, RefContext & OwnNames> {
  return group(
    { sale: [$.createdFrom.id, textRef('cashSale')] },
    {
      doc: 'the cash sale that it was created from, else the refund itself',
      get: ({ sale }, context: RefContext & OwnNames) => sale ?? ownRef(context),
      put: (ref, context) => {
        const own = ownRef(context)
        return { sale: !isRefusal(own) && sameValue(ref, own) ? undefined : ref }
      },
    },
    fields,
  )
}

const NAMELESS = refuse('missing', 'an external id or an id')

function ownRef(context: RefContext & OwnNames) {
  const { own, ownId: id } = context
  if (own !== undefined) return refOf('cashRefundExternalId', own, context)
  return id === undefined ? NAMELESS : refOf('cashRefund', id, context)
}

function totalRule(
  $: Handle<WireCashRefund>,
  { currencies }: Pick<NetsuiteProfile, 'currencies'>,
): Rule<Amount> {
  return group(
    { value: [$.total, number], currency: [$.currency.id, currencyOf(currencies)] },
    {
      doc: 'the total, in the currency of the record',
      get: ({ value, currency }) => ({ shop: { amount: value, currency } }),
      put: ({ shop }) => ({ value: shop.amount, currency: shop.currency }),
    },
    { write: { currency: fields.write }, note: 'NetSuite adds the total up itself' },
  )
}

function roundingRule(
  $: Handle<WireCashRefund>,
  { currency }: Amounts,
): Rule<RefundAdjustment | undefined, MoneyContext> {
  return group(
    { value: [$.rounding.amount, number] },
    {
      doc: 'the rounding line, where there is one',
      unwritten: { '/reason': 'the kind says it' },
      get: (
        { value },
        { currencyId }: MoneyContext,
      ): RefundAdjustment | undefined | ReturnType<typeof refuse> => {
        if (value === undefined) return undefined
        const code = currency(currencyId)
        if (code === undefined) return UNKNOWN_CURRENCY
        return { kind: 'rounding', amount: { shop: { amount: value, currency: code } } }
      },
      put: (said) => ({ value: said?.amount.shop.amount }),
    },
    lines,
  )
}
