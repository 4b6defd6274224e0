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
  type Rule,
  textRef,
} from '@canonry/mapping'
import {
  type AssertedStock,
  type Decimal,
  type IncomingStock,
  type Ref,
  StockPosition,
  subtractDecimals,
} from '@canonry/model'
import { WireItemLocation } from '../wire/stock.js'
import { article } from './article.js'

/**
 * How much NetSuite has of an item at a location, in the item's base unit.
 *
 * On hand may be below zero. What sales orders have committed is reserved; goods in bins of another
 * status are on hand like all others, because the table does not tell them apart.
 */
export const itemLocationMapping = mapping({
  system: 'netsuite',
  entity: 'StockPosition',
  wire: WireItemLocation,
  canonical: StockPosition,
  needs: needs<{ account: string }>(),
  map: ($) => ({
    refs: derived('item and location', positionRefs),
    variant: from($.item, textRef('item')),
    sku: article($.sku),
    location: from($.location, textRef('location')),
    at: from($.asof, instant),
    sellable: quantity($.quantityonhand),
    reserved: quantity($.quantitycommitted),
    ...followingNumbers(),
  }),
  preserve: ($) => [$.quantityavailable],
})

function positionRefs({ variant, location }: StockPosition): Ref[] {
  return [{ ...variant, kind: 'itemLocation', id: `${variant.id}:${location.id}` }]
}

function quantity(place: Handle<string | undefined>): Rule<Decimal> {
  return group(
    { said: [place, decimal] },
    {
      doc: 'the quantity; none is 0',
      loss: 'none and 0 are the same',
      get: ({ said }) => said ?? '0',
      put: (said) => ({ said }),
    },
  )
}

function followingNumbers() {
  const incoming: Rule<IncomingStock[]> = constant([])
  return {
    unit: constant('C62'),
    quarantine: constant('0'),
    damaged: constant('0'),
    onHand: derived('what is on hand', ({ sellable }: StockPosition) => sellable),
    safety: constant('0'),
    available: derived('on hand less committed', ({ sellable, reserved }: StockPosition) =>
      subtractDecimals(sellable, reserved),
    ),
    incoming,
    countedAt: absent('the table does not say when somebody counted'),
    asserted: derived('what NetSuite says', assertedOf),
    taken: absent('NetSuite does not say who sold it'),
  }
}

function assertedOf({ variant, sellable, at }: StockPosition): AssertedStock[] {
  const { system, account } = variant
  return [{ system, account, counts: 'on-hand', quantity: sellable, at }]
}
