import type { Ref } from '../entity/ref.js'
import { refKey } from '../entity/ref-key.js'
import type { FulfilmentOrder } from '../fulfilment/fulfilment-order.js'
import type { Shipment } from '../fulfilment/shipment.js'
import type { PaymentTransaction } from '../payment/payment-transaction.js'
import type { Refund } from '../payment/refund.js'
import type { Return } from '../returns/return.js'
import { addDecimals, type Decimal } from '../value/decimal.js'
import type { OrderLine } from './order-line.js'

/**
 * The facts that belong to an order, by kind.
 *
 * A kind that is absent is one that the source does not deliver, and the order's own counters stand
 * in for it; an empty list says that there are none.
 */
export interface OrderFacts {
  readonly transactions?: readonly PaymentTransaction[]
  readonly refunds?: readonly Refund[]
  readonly fulfilmentOrders?: readonly FulfilmentOrder[]
  readonly shipments?: readonly Shipment[]
  readonly returns?: readonly Return[]
}

/** Units by line; a line that is not named has none. */
export type UnitsByLine = (line: Ref) => Decimal

/** Units of a line of the order itself. */
export type UnitsOf = (line: OrderLine) => Decimal

const GONE: readonly Shipment['state'][] = [
  'handed-over',
  'delivered',
  'lost',
  'returned-to-sender',
]

/** The units of every line that left the house, whatever became of them on the way. */
export function sentUnits(shipments: readonly Shipment[]): UnitsByLine {
  const sent = shipments.filter(({ state }) => GONE.includes(state))
  return unitsByLine(sent.flatMap(({ lines }) => lines))
}

/** The units of every line that were counted on arrival from returns. */
export function receivedUnits(returns: readonly Return[]): UnitsByLine {
  return unitsByLine(
    returns.flatMap(({ lines }) =>
      lines.map(({ line, quantity }) => ({ line, quantity: quantity.received })),
    ),
  )
}

/** What of a line was sent: by shipments where the source delivers them, else by its counter. */
export function sentOf({ shipments }: Pick<OrderFacts, 'shipments'>): UnitsOf {
  if (shipments === undefined) return ({ quantity }) => quantity.fulfilled
  const units = sentUnits(shipments)
  return ({ ref }) => units(ref)
}

/** What of a line came back: by returns where the source delivers them, else by its counter. */
export function returnedOf({ returns }: Pick<OrderFacts, 'returns'>): UnitsOf {
  if (returns === undefined) return ({ quantity }) => quantity.returned
  const units = receivedUnits(returns)
  return ({ ref }) => units(ref)
}

/** Adds units up by line. */
export function unitsByLine(
  parts: readonly { readonly line: Ref; readonly quantity: Decimal }[],
): UnitsByLine {
  const sums = new Map<string, Decimal>()
  for (const { line, quantity } of parts) {
    const key = refKey(line)
    sums.set(key, addDecimals(sums.get(key) ?? '0', quantity))
  }
  return (line) => sums.get(refKey(line)) ?? '0'
}
