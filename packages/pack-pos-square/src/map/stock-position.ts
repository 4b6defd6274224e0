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
  type Unit,
} from '@canonry/model'
import { carriedIn } from '../wire/carried.js'
import { UNREAD_CHANGE, WireInventoryCount, WirePhysicalCount } from '../wire/inventory.js'
import {
  type CatalogueContext,
  SKU_IN_WORDS,
  skuOf,
  unitOf,
  type VariationContext,
} from './catalogue.js'
import { handed } from './handed.js'
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
  needs: needs<CatalogueContext & { readonly account: string }>(),
  context: ($) => ({ variation: $.catalog_object_id }),
  map: ($) => ({
    refs: derived('variation and location', countRefs),
    variant: from($.catalog_object_id, textRef('ItemVariation')),
    sku: handed(SKU_IN_WORDS, skuOf),
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
  needs: needs<CatalogueContext & { readonly account: string }>(),
  context: ($) => ({ variation: $.catalog_object_id }),
  map: ($) => ({
    refs: single(from($.id, textRef('InventoryPhysicalCount')), {
      owns: isOwn('InventoryPhysicalCount'),
    }),
    variant: from($.catalog_object_id, textRef('ItemVariation')),
    sku: handed(SKU_IN_WORDS, skuOf),
    location: from($.location_id, textRef('Location')),
    at: from($.occurred_at, instant),
    sellable: inStock({ quantity: $.quantity, state: $.state }),
    ...numbers(),
    countedAt: derived('when it was counted', ({ at }: StockPosition) => at),
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

function numbers() {
  const noIncoming: Rule<IncomingStock[]> = constant([])
  const alike = derived('what is in stock', ({ sellable }: StockPosition) => sellable)
  return {
    unit: handed('the unit of the variation in the catalogue; pieces without one', countedIn),
    quarantine: constant('0'),
    damaged: constant('0'),
    onHand: alike,
    reserved: constant('0'),
    safety: constant('0'),
    available: alike,
    incoming: noIncoming,
    asserted: derived('what Square says', assertedOf),
    countedAt: absent('Square does not say when it was counted'),
    taken: absent('Square does not say who sold it'),
  }
}

// a count does not name its unit
function countedIn(context: VariationContext): Unit {
  return unitOf(context) ?? 'C62'
}

function assertedOf({ variant, sellable, at }: StockPosition): AssertedStock[] {
  const { system, account } = variant
  return [{ system, account, counts: 'on-hand', condition: 'sellable', quantity: sellable, at }]
}
