import {
  absent,
  constant,
  decimalNumber,
  derived,
  from,
  group,
  type Handle,
  instant,
  mapping,
  needs,
  type RefContext,
  type Rule,
  text,
} from '@canonry/mapping'
import {
  type AssertedStock,
  addDecimals,
  type IncomingStock,
  type Ref,
  StockPosition,
  subtractDecimals,
} from '@canonry/model'
import { WireInventoryLevel } from '../wire/inventory-level.js'
import { gidRef } from './shopify-ref.js'

const NO_INCOMING: Rule<IncomingStock[]> = constant([])

/**
 * What Shopify says there is of an inventory item at a location: what it may still sell, what it has
 * promised, and what is on hand. It stands as what Shopify asserts.
 *
 * Source: https://shopify.dev/docs/apps/build/orders-fulfillment/inventory-management-apps#inventory-states
 */
export const inventoryLevelMapping = mapping({
  system: 'shopify',
  entity: 'StockPosition',
  wire: WireInventoryLevel,
  canonical: StockPosition,
  needs: needs<RefContext>(),
  map: ($) => ({
    refs: derived('item and location', levelRefs),
    variant: gidRef('InventoryItem', $.item.id),
    sku: sku($.item.sku),
    location: gidRef('Location', $.location.id),
    at: from($.updatedAt, instant),
    unit: constant('C62'),
    sellable: derived('available + committed', ({ available, reserved }: StockPosition) =>
      addDecimals(available, reserved),
    ),
    quarantine: derived(
      'on hand − available − committed: damaged, reserved, for quality control, or safety stock',
      ({ onHand, available, reserved }: StockPosition) =>
        subtractDecimals(subtractDecimals(onHand, available), reserved),
    ),
    damaged: constant('0'),
    onHand: from($.on_hand, decimalNumber),
    reserved: from($.committed, decimalNumber),
    safety: constant('0'),
    available: from($.available, decimalNumber),
    incoming: NO_INCOMING,
    asserted: derived('what Shopify says', assertedOf),
    countedAt: absent('Shopify does not say when it was counted'),
    taken: absent('Shopify does not say what it sold from there in all'),
  }),
  preserve: ($) => [$.id, $.quantities],
})

function levelRefs({ variant, location }: StockPosition): Ref[] {
  return [{ ...variant, kind: 'InventoryLevel', id: `${variant.id}:${location.id}` }]
}

function assertedOf({ variant, available, at }: StockPosition): AssertedStock[] {
  const { system, account } = variant
  return [{ system, account, counts: 'available', quantity: available, at }]
}

function sku(place: Handle<string | null | undefined>): Rule<string | undefined> {
  return group(
    { sku: [place, text] },
    {
      doc: 'the SKU; an empty one is none',
      loss: 'an empty SKU and none are the same',
      get: ({ sku }) => (sku === '' ? undefined : sku),
      put: (said) => ({ sku: said }),
    },
  )
}
