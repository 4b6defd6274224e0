import fc from 'fast-check'
import type { FulfilmentOrder, LineUnits } from '../fulfilment/fulfilment-order.js'
import { FULFILMENT_ORDER_STATES } from '../fulfilment/fulfilment-order-state.js'
import type { CarrierEvent, Package, Shipment } from '../fulfilment/shipment.js'
import { SHIPMENT_STATES } from '../fulfilment/shipment-state.js'
import { fromUnits } from '../value/decimal.js'
import { madeRef } from './order-frame.js'

/** Units of up to four different lines: pieces, or kilograms with grams. */
export const arbitraryLineUnits: fc.Arbitrary<LineUnits[]> = fc.uniqueArray(
  fc.record({
    line: fc.nat(20).map((id) => madeRef('LineItem', String(id))),
    quantity: fc.oneof(
      fc.integer({ min: 1, max: 9 }).map(String),
      fc.integer({ min: 1, max: 9000 }).map((grams) => fromUnits(BigInt(grams), 3)),
    ),
  }),
  { minLength: 1, maxLength: 4, selector: ({ line }) => line.id },
)

/** Fulfilment work in every state, on hold with its reasons. */
export const arbitraryFulfilmentOrder: fc.Arbitrary<FulfilmentOrder> = fc
  .record({
    id: fc.nat(99_999),
    lines: arbitraryLineUnits,
    state: fc.constantFrom(...FULFILMENT_ORDER_STATES),
    method: fc.constantFrom('ship' as const, 'pickup' as const, 'local-delivery' as const),
    reasons: fc.array(fc.constantFrom('payment', 'address', 'fraud'), { maxLength: 2 }),
    promised: fc.boolean(),
  })
  .map(({ id, lines, state, method, reasons, promised }) => ({
    refs: [madeRef('FulfillmentOrder', String(id))],
    order: madeRef('Order', '1'),
    location: madeRef('Location', '12'),
    lines,
    method,
    state,
    // over the hour that does not exist
    ...(promised
      ? { promise: { from: '2026-03-29T01:30:00+01:00', to: '2026-03-29T03:30:00+02:00' } }
      : {}),
    ...(state === 'on-hold' ? { holdReasons: reasons } : {}),
  }))

/** Shipments whose carrier log is in order and ends where the shipment stands. */
export const arbitraryShipment: fc.Arbitrary<Shipment> = fc
  .record({
    id: fc.nat(99_999),
    lines: arbitraryLineUnits,
    packages: fc.array(arbitraryPackage(), { maxLength: 3 }),
    state: fc.constantFrom(...SHIPMENT_STATES),
    signals: fc.nat(3),
  })
  .map(({ id, lines, packages, state, signals }) => ({
    refs: [madeRef('Fulfillment', String(id))],
    order: madeRef('Order', '1'),
    lines,
    packages,
    state,
    events: logOf(state, signals),
    labelCost: { amount: '4.9', currency: 'EUR' },
    handedOverAt: '2026-10-25T02:30:00+02:00',
    ...(state === 'delivered' ? { deliveredAt: '2026-10-25T02:30:00+01:00' } : {}),
  }))

function arbitraryPackage(): fc.Arbitrary<Package> {
  return fc.record(
    {
      tracking: fc.stringMatching(/^[A-Z0-9]{12}$/),
      carrier: fc.constantFrom('DHL', 'UPS', 'Post'),
      weight: fc
        .integer({ min: 1, max: 30_000 })
        .map((grams) => ({ value: fromUnits(BigInt(grams), 3), unit: 'KGM' })),
    },
    { requiredKeys: ['carrier'] },
  )
}

const WAY: readonly CarrierEvent['kind'][] = ['announced', 'picked-up', 'in-transit']
const LAST: Partial<Record<Shipment['state'], CarrierEvent['kind']>> = {
  delivered: 'delivered',
  lost: 'lost',
  'returned-to-sender': 'returned',
}

function logOf(state: Shipment['state'], signals: number): CarrierEvent[] {
  const last = LAST[state]
  const kinds = [...WAY.slice(0, signals), ...(last ? [last] : [])]
  return kinds.map((kind, index) => ({ at: `2026-10-2${index}T08:00:00Z`, kind, raw: kind }))
}
