import {
  absent,
  decimal,
  each,
  group,
  mapping,
  maybe,
  needs,
  type RefContext,
  type Rule,
  refOf,
  refuse,
  single,
  text,
  textRef,
} from '@canonry/mapping'
import { Return, ReturnLine } from '@canonry/model'
import { carriedIn } from '../wire/carried.js'
import { UNREAD_RETURN, UNREAD_RETURN_LINE, WireReturn, WireReturnLine } from '../wire/return.js'
import { SKU_IN_WORDS, skuOf } from './catalogue.js'
import { handed } from './handed.js'
import { isOwn, refInOrder } from './refs.js'
import { goodsState, type ReturnContext, rungUpAt } from './return-context.js'
import { type SourceContext, sourceOrder, sourcePart } from './source-refs.js'
import { maybeUnit } from './unit.js'
import { readUnits, type UnitPlaces, writeUnits } from './units-back.js'

type LineContext = ReturnContext & SourceContext

const returnLineMapping = mapping({
  system: 'square',
  entity: 'ReturnLine',
  wire: WireReturnLine,
  canonical: ReturnLine,
  needs: needs<LineContext>(),
  context: ($) => ({ variation: $.catalog_object_id }),
  map: ($) => ({
    line: sourcePart('LineItem', { source: $.source_line_item_uid, own: $.uid }),
    variant: maybe($.catalog_object_id, textRef('ItemVariation')),
    sku: handed(SKU_IN_WORDS, skuOf),
    quantity: units({ quantity: $.quantity, alone: $.money_alone }),
    unit: maybeUnit($.quantity_unit.measurement_unit),
    reason: absent('Square asks for no reason of a line'),
    note: maybe($.note, text),
    condition: absent('tills inspect nothing'),
    disposition: absent('what becomes of the goods is said by inventory adjustments'),
    fee: absent('Square keeps nothing back'),
  }),
  preserve: ($) => [
    $.quantity_unit.measurement_unit.type,
    ...carriedIn($.quantity_unit, 'precision catalog_object_id catalog_version'),
    $.total_money,
    $.elsewhere_money,
    $.applied_taxes,
    ...carriedIn($, UNREAD_RETURN_LINE),
  ],
})

/** The goods that an order of Square takes back. */
export const returnMapping = mapping({
  system: 'square',
  entity: 'Return',
  wire: WireReturn,
  canonical: Return,
  needs: needs<ReturnContext>(),
  context: ($) => ({ source: $.source_order_id }),
  map: ($) => ({
    refs: single(refInOrder('Return', $.uid), { owns: isOwn('Return') }),
    order: sourceOrder($.source_order_id),
    number: absent('Square numbers no returns'),
    state: handed(
      'the state of the order: COMPLETED → completed, CANCELED → cancelled',
      goodsState,
    ),
    stateLabel: absent('a return has no state of its own'),
    requestedAt: absent('goods are taken back at once'),
    receivedAt: handed(
      'when the order was made: a till without network closes it much later',
      (context: ReturnContext) =>
        goodsState(context) === 'completed' ? rungUpAt(context) : undefined,
    ),
    closedAt: absent('the order that takes back says when it was closed'),
    updatedAt: absent('the order that takes back says when it was changed'),
    lines: each($.return_line_items, returnLineMapping, ({ line }) => line.id, { absent: true }),
    labels: absent('goods are brought back by hand'),
    location: handed('the location of the order', (context: ReturnContext & RefContext) =>
      refOf('Location', context.location, context),
    ),
    exchange: absent('goods that the buyer takes instead are the lines of the same order'),
    outcome: absent('what the buyer gets is said by the refund and the lines of the same order'),
    attributes: absent('Square keeps no metadata on returns'),
  }),
  preserve: ($) => [
    $.return_service_charges,
    $.return_tips,
    $.rounding_adjustment,
    $.return_amounts,
    ...carriedIn($, UNREAD_RETURN),
  ],
})

function units({ quantity, alone }: UnitPlaces): Rule<ReturnLine['quantity'], ReturnContext> {
  return group(
    { quantity: [quantity, decimal], alone },
    {
      doc: 'announced; received, too, once the order is completed; none of a CUSTOM_AMOUNT that is no line of the sale',
      loss: 'how often such an amount was given back',
      get: (said, context: ReturnContext) => {
        const announced = readUnits(said)
        return { announced, received: receivedOf(announced, context) }
      },
      put: ({ announced, received }, context) =>
        received === receivedOf(announced, context) ? writeUnits(announced) : NOT_AT_ONCE,
    },
  )
}

const NOT_AT_ONCE = refuse('no-place', 'goods that are taken back at once')

function receivedOf(quantity: string, context: ReturnContext): string {
  return goodsState(context) === 'completed' ? quantity : '0'
}
