import {
  constant,
  decimal,
  derived,
  each,
  from,
  group,
  type Handle,
  instant,
  mapping,
  maybe,
  needs,
  type RefContext,
  type Rule,
  single,
  table,
  text,
  textRef,
  unit,
} from '@canonry/mapping'
import { AssertedStock, IncomingStock, type Ref, StockPosition, TakenStock } from '@canonry/model'
import { WireAccount, WireAsserted, WireIncoming, WireTaken } from './wire-account.js'

const incomingMapping = mapping({
  system: 'stock',
  entity: 'IncomingStock',
  wire: WireIncoming,
  canonical: IncomingStock,
  needs: needs<RefContext>(),
  map: ($) => ({
    quantity: from($.quantity, decimal),
    shipment: from($.shipment, textRef('Shipment')),
    from: maybe($.from, textRef('Place')),
    sentAt: maybe($.sent_at, instant),
    expectedAt: maybe($.expected_at, instant),
  }),
})

const COUNTS = table({ 'on-hand': 'on-hand', available: 'available', unknown: 'unknown' })
const CONDITIONS = table({
  sellable: 'sellable',
  quarantine: 'quarantine',
  damaged: 'damaged',
})

const assertedMapping = mapping({
  system: 'stock',
  entity: 'AssertedStock',
  wire: WireAsserted,
  canonical: AssertedStock,
  map: ($) => ({
    system: from($.system, text),
    account: from($.account, text),
    counts: from($.counts, COUNTS),
    condition: maybe($.condition, CONDITIONS),
    quantity: from($.quantity, decimal),
    at: from($.at, instant),
    variant: ofAnother($.variant),
    others: ofOthers($.others),
    expected: maybe($.expected, decimal),
    difference: maybe($.difference, decimal),
    since: maybe($.since, instant),
  }),
})

function ofAnother(place: Handle<Ref | undefined>): Rule<Ref | undefined> {
  return group(
    { ref: place },
    { doc: 'a ref of any system', get: ({ ref }) => ref, put: (ref) => ({ ref }) },
  )
}

function ofOthers(place: Handle<Ref[] | undefined>): Rule<Ref[] | undefined> {
  return group(
    { refs: place },
    { doc: 'refs of any system', get: ({ refs }) => refs, put: (refs) => ({ refs }) },
  )
}

const takenMapping = mapping({
  system: 'stock',
  entity: 'TakenStock',
  wire: WireTaken,
  canonical: TakenStock,
  map: ($) => ({
    system: from($.system, text),
    account: from($.account, text),
    quantity: from($.quantity, decimal),
  }),
})

/** A position as its account tells it; what was promised never to be sold is each channel's own matter. */
export const positionMapping = mapping({
  system: 'stock',
  entity: 'StockPosition',
  wire: WireAccount,
  canonical: StockPosition,
  needs: needs<RefContext>(),
  map: ($) => ({
    refs: single(from($.id, textRef('Position'))),
    variant: from($.item, textRef('Item')),
    sku: derived('the item', ({ variant }: StockPosition) => variant.id),
    location: from($.place, textRef('Place')),
    at: from($.at, instant),
    unit: from($.unit, unit),
    sellable: from($.sellable, decimal),
    quarantine: from($.quarantine, decimal),
    damaged: from($.damaged, decimal),
    onHand: from($.on_hand, decimal),
    reserved: from($.reserved, decimal),
    safety: constant('0'),
    available: from($.available, decimal),
    incoming: each($.incoming, incomingMapping, ({ shipment }) => shipment.id),
    asserted: each($.asserted, assertedMapping, ({ system, account }) => `${system}|${account}`),
    countedAt: maybe($.counted_at, instant),
    taken: each($.taken, takenMapping, ({ system, account }) => `${system}|${account}`),
  }),
  preserve: ($) => [$.book],
})
