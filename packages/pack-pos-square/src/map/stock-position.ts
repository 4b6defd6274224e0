import {
  absent,
  constant,
  decimal,
  derived,
  from,
  group,
  type Handle,
  instant,
  mapping,
  needs,
  type Refusal,
  type Rule,
  refuse,
  single,
  textRef,
} from '@canonry/mapping'
import {
  type AssertedStock,
  type Decimal,
  type IncomingStock,
  type Ref,
  StockPosition,
} from '@canonry/model'
import { carriedIn } from '../wire/carried.js'
import { UNREAD_CHANGE, WireInventoryCount, WirePhysicalCount } from '../wire/inventory.js'
import { isOwn } from './refs.js'

/**
 * How much Square reckons there is of a variation at a location: its last physical count and the
 * adjustments after it. It stands as what Square asserts; nothing of it is reserved or put by.
 */
export const countMapping = mapping({
  system: 'square',
  entity: 'StockPosition',
  wire: WireInventoryCount,
  canonical: StockPosition,
  needs: needs<{ readonly account: string }>(),
  map: ($) => ({
    refs: derived('variation and location', countRefs),
    variant: from($.catalog_object_id, textRef('ItemVariation')),
    sku: absent('a count names the variation, whose SKU stands in the catalogue'),
    location: from($.location_id, textRef('Location')),
    at: from($.calculated_at, instant),
    sellable: inStock({ quantity: $.quantity, state: $.state }),
    ...numbers(),
  }),
  preserve: ($) => carriedIn($, 'catalog_object_type is_estimated'),
})

/** How much somebody counted of a variation at a location, at a moment: a recount. */
export const physicalCountMapping = mapping({
  system: 'square',
  entity: 'StockPosition',
  wire: WirePhysicalCount,
  canonical: StockPosition,
  needs: needs<{ readonly account: string }>(),
  map: ($) => ({
    refs: single(from($.id, textRef('InventoryPhysicalCount')), {
      owns: isOwn('InventoryPhysicalCount'),
    }),
    variant: from($.catalog_object_id, textRef('ItemVariation')),
    sku: absent('a count names the variation, whose SKU stands in the catalogue'),
    location: from($.location_id, textRef('Location')),
    at: from($.occurred_at, instant),
    sellable: inStock({ quantity: $.quantity, state: $.state }),
    ...numbers(),
  }),
  preserve: ($) => [$.created_at, ...carriedIn($, UNREAD_CHANGE)],
})

function countRefs({ variant, location }: StockPosition): Ref[] {
  return [{ ...variant, kind: 'InventoryCount', id: `${variant.id}:${location.id}` }]
}

/** A quantity on the shelf: what is in another state is no stock that could be sold. */
function inStock(places: {
  readonly quantity: Handle<string>
  readonly state: Handle<string>
}): Rule<Decimal> {
  return group(
    { quantity: [places.quantity, decimal], state: places.state },
    {
      doc: 'the quantity IN_STOCK; one in another state is refused',
      get: ({ quantity, state }): Decimal | Refusal =>
        state === 'IN_STOCK' ? quantity : NOT_ON_SHELF,
      put: (quantity) => ({ quantity, state: 'IN_STOCK' }),
    },
  )
}

const NOT_ON_SHELF = refuse('state', 'a count of goods IN_STOCK')

// a count does not name its unit: it is that of the variation
function numbers() {
  const noIncoming: Rule<IncomingStock[]> = constant([])
  const alike = derived('what is in stock', ({ sellable }: StockPosition) => sellable)
  return {
    unit: constant('C62'),
    quarantine: constant('0'),
    damaged: constant('0'),
    onHand: alike,
    reserved: constant('0'),
    safety: constant('0'),
    available: alike,
    incoming: noIncoming,
    asserted: derived('what Square says', assertedOf),
    taken: absent('Square does not say who sold it'),
  }
}

function assertedOf({ variant, sellable, at }: StockPosition): AssertedStock[] {
  const { system, account } = variant
  return [{ system, account, counts: 'available', quantity: sellable, at }]
}
