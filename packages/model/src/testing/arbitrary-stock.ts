import fc from 'fast-check'
import type { Ref } from '../entity/ref.js'
import type { Reservation } from '../stock/reservation.js'
import { correctMove, type StockMove } from '../stock/stock-move.js'
import type { StockNode } from '../stock/stock-node.js'
import type { StockPosition } from '../stock/stock-position.js'
import { addDecimals, fromUnits, subtractDecimals, sumDecimals } from '../value/decimal.js'
import { instantMs, instantOf } from '../value/instant.js'
import { printInZone } from '../value/zone.js'
import { arbitraryQuantity } from './arbitrary-quantity.js'
import { arbitraryRef, arbitraryRefs } from './arbitrary-ref.js'
import { arbitraryInstant, arbitraryMoment, arbitraryZone } from './arbitrary-time.js'
import { optionalFields } from './optional-fields.js'

/** Nodes of all kinds at a few places, so that moves meet. */
export const arbitraryStockNode: fc.Arbitrary<StockNode> = fc.oneof(
  fc.record({
    kind: fc.constant('location' as const),
    location: arbitraryPlace(),
    condition: fc.constantFrom('sellable', 'sellable', 'quarantine', 'damaged'),
  }),
  fc.record({
    kind: fc.constant('transit' as const),
    shipment: fc.constantFrom('1', '2').map((id) => refOf('Shipment', id)),
    to: arbitraryPlace(),
  }),
  fc.record({
    kind: fc.constant('outside' as const),
    place: fc.constantFrom('supplier', 'customer', 'production', 'scrap', 'count', 'unknown'),
  }),
)

/** Single stock moves that satisfy every invariant: pieces with serials, weighed goods, lots. */
export const arbitraryStockMove: fc.Arbitrary<StockMove> = fc
  .record({
    refs: arbitraryRefs('StockMove'),
    key: fc.uuid(),
    variant: fc.constantFrom('1', '2', '3').map((id) => refOf('Variant', id)),
    count: fc.integer({ min: 1, max: 50 }),
    unit: fc.constantFrom('C62', 'C62', 'KGM'),
    ends: fc.uniqueArray(arbitraryStockNode, {
      minLength: 2,
      maxLength: 2,
      selector: (node) => JSON.stringify(node),
    }),
    moment: arbitraryMoment,
    zone: arbitraryZone,
    delay: fc.integer({ min: 0, max: 5 * 86_400_000 }),
    cause: fc.constantFrom('sale', 'receipt', 'transfer', 'return', 'count', 'scrap'),
    serialised: fc.boolean(),
    lot: fc.option(fc.constantFrom('L1', 'L2'), { nil: undefined }),
    expected: fc.option(arbitraryInstant, { nil: undefined }),
  })
  .map(({ count, unit, ends, moment, zone, delay, cause, serialised, lot, expected, ...move }) => ({
    ...move,
    ...(lot === undefined ? {} : { lot }),
    ...(serialised && unit === 'C62' && count < 6
      ? { serials: Array.from({ length: count }, (_, index) => `${move.key}-${index}`) }
      : {}),
    quantity: { value: unit === 'C62' ? String(count) : fromUnits(BigInt(count * 125), 3), unit },
    from: ends[0] as StockNode,
    to: ends[1] as StockNode,
    occurredAt: printInZone(moment, zone),
    recordedAt: printInZone(moment + delay, zone),
    ...(expected === undefined ? {} : { expectedAt: expected }),
    cause: { kind: cause },
    reason: 'as counted',
  }))

/** Whole ledgers: moves with keys of their own, some of them taken back by a later correction. */
export const arbitraryStockMoves: fc.Arbitrary<StockMove[]> = fc
  .array(fc.tuple(arbitraryStockMove, fc.integer({ min: 0, max: 3 })), { maxLength: 15 })
  .map((entries) =>
    entries.flatMap(([made, wrong], index) => {
      const move = { ...made, key: `${index}/${made.key}` }
      if (wrong !== 0) return [move]
      const recordedAt = instantOf(instantMs(move.recordedAt) + 60_000)
      return [move, correctMove(move, { key: `${move.key}/back`, recordedAt, reason: 'mistyped' })]
    }),
  )

/** Reservations in every state that satisfy every invariant. */
export const arbitraryReservation: fc.Arbitrary<Reservation> = fc
  .record({
    refs: arbitraryRefs('Reservation'),
    key: fc.uuid(),
    variant: fc.constantFrom('1', '2', '3').map((id) => refOf('Variant', id)),
    location: arbitraryPlace(),
    quantity: fc.constantFrom('C62', 'KGM').chain(arbitraryQuantity),
    owner: fc.record({
      kind: fc.constantFrom('cart', 'order-line', 'fulfilment', 'channel-buffer', 'unknown'),
      ref: arbitraryRef('Owner'),
    }),
    state: fc.constantFrom('active', 'active', 'consumed', 'released', 'expired'),
    created: arbitraryMoment,
    life: fc.integer({ min: 1, max: 3 * 86_400_000 }),
    expires: fc.boolean(),
  })
  .map(({ created, life, expires, ...reservation }) => ({
    ...reservation,
    createdAt: instantOf(created),
    ...(expires || reservation.state === 'expired' ? { expiresAt: instantOf(created + life) } : {}),
    ...(reservation.state === 'active' ? {} : { endedAt: instantOf(created + life) }),
  }))

/** Stock positions that satisfy every invariant: never more kept than can be sold. */
export const arbitraryStockPosition: fc.Arbitrary<StockPosition> = fc
  .record({
    variant: arbitraryRef('Variant'),
    location: arbitraryPlace(),
    at: arbitraryInstant,
    unit: fc.constantFrom('C62', 'KGM'),
    counts: fc.tuple(amount(), amount(), amount(), amount(), amount()),
    incoming: fc.array(fc.tuple(amount(), arbitraryRef('Shipment'), arbitraryPlace()), {
      maxLength: 2,
    }),
    daysAhead: fc.integer({ min: 1, max: 60 }),
    asserted: optionalFields({ onHand: fc.constant(true), available: fc.constant(true) }),
  })
  .map(({ counts, incoming, daysAhead, asserted, ...position }) => {
    const digits = position.unit === 'C62' ? 0 : 3
    const [free, quarantine, damaged, reserved, safety] = counts.map((count) =>
      fromUnits(count, digits),
    ) as [string, string, string, string, string]
    const sellable = addDecimals(free, reserved)
    const onHand = sumDecimals([sellable, quarantine, damaged])
    const available = subtractDecimals(free, safety)
    const claim = { system: 'shop', account: 'acme' }
    return {
      refs: [],
      ...position,
      ...{ sellable, quarantine, damaged, onHand, reserved, safety, available },
      incoming: incoming.map(([count, shipment, from]) => ({
        quantity: fromUnits(count, digits),
        ...{ shipment, from },
        sentAt: position.at,
        expectedAt: instantOf(instantMs(position.at) + daysAhead * 86_400_000),
      })),
      asserted: [
        ...(asserted.onHand ? [{ ...claim, counts: 'on-hand' as const, quantity: onHand }] : []),
        ...(asserted.available
          ? [{ ...claim, counts: 'available' as const, quantity: available }]
          : []),
      ],
    }
  })

function amount(): fc.Arbitrary<bigint> {
  return fc.bigInt({ min: 0n, max: 9999n })
}

function arbitraryPlace(): fc.Arbitrary<Ref> {
  return fc.constantFrom('1', '2').map((id) => refOf('Location', id))
}

function refOf(kind: string, id: string): Ref {
  return { system: 'erp', account: 'acme', kind, id }
}
