import {
  absent,
  each,
  group,
  type Handle,
  joint,
  mapping,
  maybe,
  needs,
  type Rule,
  text,
  textRef,
} from '@canonry/mapping'
import { OrderLine } from '@canonry/model'
import type { z } from 'zod'
import { carriedIn } from '../wire/carried.js'
import { UNREAD_LINE, WireOrderLine } from '../wire/order-line.js'
import { type CatalogueContext, SKU_IN_WORDS, skuOf } from './catalogue.js'
import { allocationMapping } from './discount.js'
import { handed } from './handed.js'
import { lineQuantity, type StateContext } from './line-quantity.js'
import { amountOfTwo } from './money.js'
import { type InOrder, refInOrder } from './refs.js'
import { taxMapping } from './tax.js'
import { maybeUnit } from './unit.js'

/** A line of a ticket. */
export const orderLineMapping = mapping({
  system: 'square',
  entity: 'OrderLine',
  wire: WireOrderLine,
  canonical: OrderLine,
  needs: needs<InOrder & StateContext & CatalogueContext & { readonly account: string }>(),
  context: ($) => ({ variation: $.catalog_object_id }),
  map: ($) => ({
    ref: refInOrder('LineItem', $.uid),
    sku: handed(SKU_IN_WORDS, skuOf),
    title: title($.name),
    variant: maybe($.catalog_object_id, textRef('ItemVariation')),
    product: absent('the variation knows its item'),
    quantity: lineQuantity($.quantity),
    unit: maybeUnit($.quantity_unit.measurement_unit),
    measured: absent('weighed goods are counted in their unit'),
    unitPrice: amountOfTwo(
      { first: $.base_price_money, second: $.modifiers_price },
      { doc: 'base price and modifiers of one unit', sign: 1 },
    ),
    discounts: each($.applied_discounts, allocationMapping, ({ application }) => application, {
      absent: true,
    }),
    taxes: each($.applied_taxes, taxMapping, ({ title }) => title, { absent: true }),
    bundle: absent('Square has no bundles on a ticket'),
    parent: absent('Square has no bundles on a ticket'),
    ...sortOf($),
    attributes: absent('metadata is carried; an overlay gives it types'),
  }),
  preserve: ($) => [
    $.quantity_unit.measurement_unit.type,
    ...carriedIn($.quantity_unit, 'precision catalog_object_id catalog_version'),
    ...carriedIn($, UNREAD_LINE),
  ],
})

/** The name of a line; an amount that was typed in has none. */
function title(name: Handle<string | null | undefined>): Rule<string> {
  return group(
    { name: [name, text] },
    {
      doc: 'name; empty where there is none',
      loss: 'an empty name and none are the same',
      get: ({ name }) => name ?? '',
      put: (said) => ({ name: said }),
    },
  )
}

/** What sort of thing a line sells: goods, a gift card, or an amount that was typed in. */
function sortOf($: Handle<z.infer<typeof WireOrderLine>>) {
  return joint(
    { type: $.item_type },
    {
      fields: ['giftCard', 'requiresShipping'],
      doc: 'GIFT_CARD is a gift card; ITEM, or none said, is handed over',
      loss: 'no type and ITEM are the same',
      get: ({ type }) => ({
        giftCard: type === 'GIFT_CARD',
        requiresShipping: type === undefined || type === null || type === 'ITEM',
      }),
      put: ({ giftCard, requiresShipping }) => {
        if (giftCard) return { type: 'GIFT_CARD' as const }
        return { type: requiresShipping ? ('ITEM' as const) : ('CUSTOM_AMOUNT' as const) }
      },
    },
  )
}
