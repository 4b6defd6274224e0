import {
  absent,
  concat,
  constant,
  derived,
  each,
  group,
  type Handle,
  isRefusal,
  mapping,
  maybe,
  needs,
  type RefContext,
  type Rule,
  refOf,
  refuse,
  single,
  textRef,
} from '@canonry/mapping'
import { type Ref, Refund, type RefundAdjustment, RefundCharge, RefundLine } from '@canonry/model'
import { carriedIn } from '../wire/carried.js'
import type { WireMoney } from '../wire/money.js'
import {
  UNREAD_RETURN,
  UNREAD_RETURN_CHARGE,
  UNREAD_RETURN_LINE,
  WireReturn,
  WireReturnCharge,
  WireReturnLine,
  WireReturnTip,
} from '../wire/return.js'
import { SKU_IN_WORDS, skuOf } from './catalogue.js'
import { handed } from './handed.js'
import { amount, amountOfTwo, eitherAmount, minorOf, moneyOf, moneyReads } from './money.js'
import { isOwn, refInOrder } from './refs.js'
import { methodOf, moneyState, toGiftCard } from './refunded-to.js'
import { type ReturnContext, returnedAt } from './return-context.js'
import { type SourceContext, sourceOrder, sourcePart } from './source-refs.js'
import { taxMapping } from './tax.js'
import { unitsBack } from './units-back.js'

type PartContext = ReturnContext & SourceContext

const BY_ITSELF = {
  doc: 'total without the taxes that came on top, and without service charges given back beside it',
  sign: -1,
} as const
const PAID = 'the total of return_amounts, with the rounding of cash where that is not in it'

const refundLineMapping = mapping({
  system: 'square',
  entity: 'RefundLine',
  wire: WireReturnLine,
  canonical: RefundLine,
  needs: needs<PartContext>(),
  context: ($) => ({ variation: $.catalog_object_id }),
  map: ($) => ({
    line: sourcePart('LineItem', { source: $.source_line_item_uid, own: $.uid }),
    variant: maybe($.catalog_object_id, textRef('ItemVariation')),
    sku: handed(SKU_IN_WORDS, skuOf),
    quantity: unitsBack({ quantity: $.quantity, alone: $.money_alone }),
    net: amountOfTwo({ first: $.total_money, second: $.elsewhere_money }, BY_ITSELF),
    taxes: each($.applied_taxes, taxMapping, ({ title }) => title, { absent: true }),
    goodwill: absent('Square does not say whether the buyer keeps the goods'),
  }),
  preserve: ($) => [$.note, ...carriedIn($, UNREAD_RETURN_LINE)],
})

const refundChargeMapping = mapping({
  system: 'square',
  entity: 'RefundCharge',
  wire: WireReturnCharge,
  canonical: RefundCharge,
  needs: needs<PartContext>(),
  map: ($) => ({
    kind: constant('fee'),
    charge: sourcePart('ServiceCharge', { source: $.source_service_charge_uid, own: $.uid }),
    net: amountOfTwo({ first: $.total_money, second: $.elsewhere_money }, BY_ITSELF),
    taxes: each($.applied_taxes, taxMapping, ({ title }) => title, { absent: true }),
  }),
  preserve: ($) => carriedIn($, UNREAD_RETURN_CHARGE),
})

const refundTipMapping = mapping({
  system: 'square',
  entity: 'RefundCharge',
  wire: WireReturnTip,
  canonical: RefundCharge,
  map: ($) => ({
    kind: constant('tip'),
    charge: absent('tips are stated as one sum'),
    net: amount($.applied_money),
    taxes: constant([]),
  }),
  preserve: ($) => carriedIn($, 'uid source_tender_uid source_tender_id'),
})

const isKind = (kind: RefundCharge['kind']) => (charge: RefundCharge) => charge.kind === kind

/**
 * The money that an order of Square gives back for what it takes back.
 *
 * A refund that was made without goods is a return of one CUSTOM_AMOUNT line: money for no unit.
 */
export const refundMapping = mapping({
  system: 'square',
  entity: 'Refund',
  wire: WireReturn,
  canonical: Refund,
  needs: needs<ReturnContext>(),
  context: ($) => ({ source: $.source_order_id }),
  map: ($) => ({
    refs: single(refInOrder('Refund', $.uid), { owns: isOwn('Refund') }),
    order: sourceOrder($.source_order_id),
    return: derived('the return of the same name', returnOf),
    location: handed('the location of the order', (context: ReturnContext & RefContext) =>
      refOf('Location', context.location, context),
    ),
    amount: eitherAmount({ first: $.paid_money, second: $.return_amounts.total_money }, PAID),
    lines: each($.return_line_items, refundLineMapping, ({ line }) => line.id, { absent: true }),
    charges: concat(
      each($.return_service_charges, refundChargeMapping, ({ charge }) => charge?.id ?? '', {
        absent: true,
        owns: isKind('fee'),
      }),
      each($.return_tips, refundTipMapping, ({ net }) => net.shop.amount, {
        absent: true,
        owns: isKind('tip'),
      }),
    ),
    adjustments: single(rounding($.rounding_adjustment.amount_money)),
    method: handed('where the money went, by the refunds of its payments', methodOf),
    toGiftCard: handed(
      'what of it went onto gift cards, by the refunds of its payments',
      toGiftCard,
    ),
    transactions: constant([]),
    state: handed(
      'the state of the order: COMPLETED → succeeded, unless all refunds of its payments were rejected or failed; CANCELED → failed',
      moneyState,
    ),
    stateLabel: absent('a return has no state of its own'),
    at: handed('when the order was closed, else made', returnedAt),
    reason: absent('the refund of the payment says why'),
    note: absent('notes stand on lines'),
    attributes: absent('Square keeps no metadata on returns'),
  }),
  preserve: ($) => [
    ...carriedIn($.rounding_adjustment, 'uid name'),
    ...carriedIn($.return_amounts, 'tax_money discount_money tip_money service_charge_money'),
    ...carriedIn($, UNREAD_RETURN),
  ],
})

function returnOf({ refs }: Refund): Ref | undefined {
  const [first] = refs
  return first && { ...first, kind: 'Return' }
}

/** Cash rounding of what is given back; zero is none. */
function rounding(money: Handle<WireMoney | null | undefined>): Rule<RefundAdjustment | undefined> {
  return group(moneyReads(money), {
    doc: 'cash rounding, where there is any',
    unwritten: { '/reason': 'the kind says it' },
    get: (values): RefundAdjustment | undefined => {
      const shop = moneyOf(values)
      const isNone = shop === undefined || shop.amount === '0'
      return isNone ? undefined : { kind: 'rounding', amount: { shop } }
    },
    put: (adjustment) => {
      if (adjustment === undefined) return { amount: undefined, currency: undefined }
      const minor = minorOf(adjustment.amount.shop)
      const isHeld = adjustment.kind === 'rounding' && !isRefusal(minor) && minor.amount !== 0
      return isHeld ? minor : NO_ROUNDING
    },
  })
}

const NO_ROUNDING = refuse('no-place', 'rounding of the cash that is given back')
