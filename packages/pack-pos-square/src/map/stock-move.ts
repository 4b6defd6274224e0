import {
  absent,
  concat,
  constant,
  decimal,
  derived,
  from,
  group,
  type Handle,
  instant,
  isRefusal,
  joint,
  mapping,
  maybe,
  needs,
  type RefContext,
  type Refusal,
  type Rule,
  refuse,
  single,
  textRef,
} from '@canonry/mapping'
import { type Quantity, refKey, StockMove, type StockNode, unitDigits } from '@canonry/model'
import { carriedIn } from '../wire/carried.js'
import {
  UNREAD_ADJUSTMENT,
  UNREAD_CHANGE,
  WireAdjustment,
  WireTransfer,
} from '../wire/inventory.js'
import {
  type CatalogueContext,
  SKU_IN_WORDS,
  skuOf,
  unitOf,
  type VariationContext,
} from './catalogue.js'
import { handed } from './handed.js'
import { sourceRef } from './reference.js'
import { isOwn } from './refs.js'
import { NODES_IN_WORDS, nodeOf, stateOf } from './stock-node.js'
import { OWN_UNIT, unitIn } from './unit.js'

/** What a change of stock is told of the document around. */
export interface ChangeContext extends CatalogueContext {
  readonly account: string
  /** The unit of the variation, as Square says it of a change that is not counted in pieces. */
  readonly measurementUnit?: unknown
}

type QuantityContext = ChangeContext & VariationContext

const NO_LOT = absent('Square tracks no lots')
const NO_SERIALS = absent('Square tracks no serial numbers')

/** A quantity that went from one state into another at a location, as a row of the ledger. */
export const adjustmentMapping = mapping({
  system: 'square',
  entity: 'StockMove',
  wire: WireAdjustment,
  canonical: StockMove,
  needs: needs<ChangeContext>(),
  context: ($) => ({ variation: $.catalog_object_id }),
  map: ($) => ({
    refs: concat(
      single(from($.id, textRef('InventoryAdjustment')), { owns: isOwn('InventoryAdjustment') }),
      single(sourceRef($.reference_id)),
    ),
    key: keyRule(),
    variant: from($.catalog_object_id, textRef('ItemVariation')),
    sku: handed(SKU_IN_WORDS, skuOf),
    lot: NO_LOT,
    serials: NO_SERIALS,
    quantity: quantity($.quantity),
    ...nodes($),
    occurredAt: from($.occurred_at, instant),
    recordedAt: from($.created_at, instant),
    businessDate: absent('a store day needs the zone of its location'),
    expectedAt: absent('Square expects no arrivals'),
    cause: {
      kind: derived('what the nodes tell', causeOf),
      ref: maybe($.transaction_id, textRef('Order')),
    },
    reason: absent('Square asks for none'),
    corrects: absent('Square takes nothing back, it adjusts again'),
  }),
  preserve: ($) => carriedIn($, UNREAD_ADJUSTMENT),
})

/** A quantity that went from one location to another, as a row of the ledger. */
export const transferMapping = mapping({
  system: 'square',
  entity: 'StockMove',
  wire: WireTransfer,
  canonical: StockMove,
  needs: needs<ChangeContext>(),
  context: ($) => ({ variation: $.catalog_object_id }),
  map: ($) => ({
    refs: single(from($.id, textRef('InventoryTransfer')), { owns: isOwn('InventoryTransfer') }),
    key: keyRule(),
    variant: from($.catalog_object_id, textRef('ItemVariation')),
    sku: handed(SKU_IN_WORDS, skuOf),
    lot: NO_LOT,
    serials: NO_SERIALS,
    quantity: quantity($.quantity),
    from: shelf($.from_location_id),
    to: shelf($.to_location_id),
    occurredAt: from($.occurred_at, instant),
    recordedAt: from($.created_at, instant),
    businessDate: absent('a store day needs the zone of its location'),
    expectedAt: absent('Square moves the goods at once'),
    cause: { kind: constant('transfer'), ref: absent('the transfer is its own cause') },
    reason: absent('Square asks for none'),
    corrects: absent('Square takes nothing back, it transfers again'),
  }),
  preserve: ($) => [$.state, ...carriedIn($, UNREAD_CHANGE)],
})

function keyRule(): Rule<string> {
  return derived('the ref as text', ({ refs }: StockMove) => (refs[0] ? refKey(refs[0]) : ''))
}

/** A quantity in the unit of the change or of its variation; in pieces where none is said and it is whole. */
function quantity(place: Handle<string>): Rule<Quantity, QuantityContext> {
  return group(
    { value: [place, decimal] },
    {
      doc: 'decimal text in the unit of the change, else of its variation; whole without one → pieces, a fraction → ZZ',
      get: ({ value }, context: QuantityContext): Quantity | Refusal => {
        const unit = unitFor(value, context)
        const digits = value.split('.')[1]?.length ?? 0
        return digits <= Math.min(MOST_DIGITS, unitDigits(unit)) ? { value, unit } : TOO_FINE
      },
      put: ({ value, unit }, context) =>
        unit === unitFor(value, context) ? { value } : OTHER_UNIT,
    },
  )
}

// the specification: a quantity has up to 5 digits after the decimal point
const MOST_DIGITS = 5
const TOO_FINE = refuse('too-fine', 'a quantity of no more digits than its unit has')
const OTHER_UNIT = refuse('unit', 'the unit of the document')

function unitFor(value: string, context: QuantityContext): string {
  const said = unitIn(context.measurementUnit) ?? unitOf(context)
  return said ?? (value.includes('.') ? OWN_UNIT : 'C62')
}

interface Ends {
  readonly from: StockNode
  readonly to: StockNode
}

function nodes($: Handle<WireAdjustment>): {
  readonly [K in keyof Ends]: Rule<StockNode, RefContext>
} {
  return joint(
    {
      before: $.from_state,
      after: $.to_state,
      location: [$.location_id, textRef('Location')],
    },
    {
      fields: ['from', 'to'],
      doc: NODES_IN_WORDS,
      loss: 'which of several states with one meaning; the location of goods that are outside before and after',
      get: ({ before, after, location }): Ends => ({
        from: nodeOf(before, location),
        to: nodeOf(after, location),
      }),
      put: ({ from, to }: Ends) => {
        const [before, after] = [stateOf(from), stateOf(to)]
        if (before === undefined || after === undefined) return NO_PLACE
        const location = locationOf({ from, to })
        return isRefusal(location) ? location : { before, after, location }
      },
    },
  )
}

const NO_PLACE = refuse('no-place', 'a state that Square knows')
const NO_LOCATION = refuse('no-place', 'goods that come to a location or leave one')
const TWO_PLACES = refuse('no-place', 'one location: a way from one to another is a transfer')

function locationOf({ from, to }: Ends) {
  const places = [from, to].flatMap((node) => (node.kind === 'location' ? [node.location] : []))
  const [first, second] = places
  if (first === undefined) return NO_LOCATION
  return second === undefined || refKey(first) === refKey(second) ? first : TWO_PLACES
}

function causeOf({ from, to }: StockMove): string {
  if (to.kind === 'outside' && to.place === 'customer') return 'sale'
  if (from.kind === 'outside' && from.place === 'customer') return 'return'
  if (to.kind === 'outside' && to.place === 'scrap') return 'scrap'
  return from.kind === 'outside' && from.place === 'supplier' ? 'receipt' : 'adjustment'
}

/** The shelf of a location. */
function shelf(place: Handle<string>): Rule<StockNode, RefContext> {
  return group(
    { location: [place, textRef('Location')] },
    {
      doc: 'the shelf of the location',
      get: ({ location }): StockNode => nodeOf('IN_STOCK', location),
      put: (node) =>
        node.kind === 'location' && node.condition === 'sellable'
          ? { location: node.location }
          : NO_PLACE,
    },
  )
}
