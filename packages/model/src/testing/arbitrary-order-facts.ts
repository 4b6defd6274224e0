import fc from 'fast-check'
import type { Shipment } from '../fulfilment/shipment.js'
import type { Order } from '../order/order.js'
import type { OrderFacts } from '../order/order-facts.js'
import type { OrderLine } from '../order/order-line.js'
import { originalTotals } from '../order/order-totals.js'
import { shareOfUnits } from '../order/part-totals.js'
import type { MoneyState } from '../payment/money-state.js'
import type { PaymentTransaction } from '../payment/payment-transaction.js'
import type { Refund, RefundLine } from '../payment/refund.js'
import type { Return } from '../returns/return.js'
import { type Amount, addAmounts } from '../value/amount.js'
import { compareDecimals, multiplyDecimals } from '../value/decimal.js'
import { type Money, roundMoney } from '../value/money.js'
import { arbitraryOrder } from './arbitrary-order.js'
import { eachSide, madeRef } from './order-frame.js'

/** An order and all facts that belong to it. */
export interface MadeOrder {
  readonly order: Order
  readonly facts: Required<OrderFacts>
}

/**
 * Orders with facts that agree with them: parcels of what was sent, returns within what was sent,
 * refunds of what came back and within what was taken, payments of the whole order, in one step or
 * authorised first.
 */
export const arbitraryOrderWithFacts: fc.Arbitrary<MadeOrder> = fc
  .record({
    order: arbitraryOrder,
    parcels: fc.constantFrom(1, 2),
    authorised: fc.boolean(),
    refundState: fc.constantFrom<MoneyState>('succeeded', 'succeeded', 'pending', 'failed'),
    exchange: fc.boolean(),
  })
  .map(({ order, parcels, authorised, refundState, exchange }) => {
    const paid = paymentsOf(order, authorised)
    const refunds = refundsOf(order, { state: refundState, exchange })
    return {
      order,
      facts: {
        transactions: [...paid, ...refunds.map(refundTransaction)],
        refunds,
        fulfilmentOrders: [],
        shipments: shipmentsOf(order, parcels),
        returns: returnsOf(order),
      },
    }
  })

function shipmentsOf(order: Order, parcels: number): Shipment[] {
  const sent = order.lines
    .map(({ ref, quantity }) => ({ line: ref, quantity: quantity.fulfilled }))
    .filter(({ quantity }) => compareDecimals(quantity, '0') > 0)
  return Array.from({ length: parcels }, (_, parcel) => ({
    refs: [madeRef('Fulfillment', String(parcel))],
    order: madeRef('Order', '1'),
    lines: sent.filter((_, index) => index % parcels === parcel),
    packages: [{ carrier: 'DHL', tracking: `JD${parcel}` }],
    state: parcel === 0 ? ('delivered' as const) : ('handed-over' as const),
    events: [],
  })).filter(({ lines }) => lines.length > 0)
}

function returnsOf(order: Order): Return[] {
  const lines = order.lines
    .filter(({ quantity }) => compareDecimals(quantity.returned, '0') > 0)
    .map(({ ref, quantity: { returned } }) => ({
      line: ref,
      quantity: { announced: returned, received: returned },
      disposition: 'restock' as const,
    }))
  if (lines.length === 0) return []
  return [
    {
      refs: [madeRef('Return', '1')],
      order: madeRef('Order', '1'),
      state: 'completed',
      lines,
      outcome: 'refund',
    },
  ]
}

function paymentsOf(order: Order, authorised: boolean): PaymentTransaction[] {
  const amount = sidesOf(order, (side) => originalTotals(order, side)?.total as Money)
  const transaction = {
    refs: [madeRef('OrderTransaction', 'sale')],
    order: madeRef('Order', '1'),
    kind: 'sale' as const,
    amount,
    state: 'succeeded' as const,
    at: order.placedAt,
  }
  if (!authorised) return [transaction]
  const first = madeRef('OrderTransaction', 'authorization')
  return [
    { ...transaction, refs: [first], kind: 'authorization' },
    { ...transaction, kind: 'capture', parent: first },
  ]
}

function refundsOf(
  order: Order,
  { state, exchange }: { readonly state: MoneyState; readonly exchange: boolean },
): Refund[] {
  const lines = order.lines.flatMap((line, index) => refundLine(order, { line, index }))
  if (lines.length === 0) return []
  const onTop = lines.flatMap(({ taxes }) => taxes.filter(({ included }) => !included))
  const whole = [...lines.map(({ net }) => net), ...onTop.map(({ amount }) => amount)].reduce(
    addAmounts,
  )
  // the buyer takes goods for half of it
  const taken = eachSide(whole, ({ amount, currency }) =>
    roundMoney({ amount: multiplyDecimals(amount, '-0.5'), currency }, 'down'),
  )
  return [
    {
      refs: [madeRef('Refund', '1')],
      order: madeRef('Order', '1'),
      return: madeRef('Return', '1'),
      amount: exchange ? addAmounts(whole, taken) : whole,
      lines,
      charges: [],
      adjustments: exchange ? [{ kind: 'exchange', amount: taken }] : [],
      method: 'original',
      transactions: [madeRef('OrderTransaction', 'refund')],
      state,
      at: '2027-01-03T00:00:00Z',
    },
  ]
}

function refundLine(
  order: Order,
  { line, index }: { readonly line: OrderLine; readonly index: number },
): RefundLine[] {
  const { returned, ordered } = line.quantity
  if (compareDecimals(returned, '0') <= 0) return []
  const share = (money: Money) => shareOfUnits(money, { units: returned, ordered })
  const net = sidesOf(order, (side) => originalTotals(order, side)?.lines[index]?.net as Money)
  return [
    {
      line: line.ref,
      quantity: returned,
      net: eachSide(net, share),
      taxes: line.taxes.map((tax) => ({ ...tax, amount: eachSide(tax.amount, share) })),
    },
  ]
}

function refundTransaction({ amount, state, at }: Refund): PaymentTransaction {
  return {
    refs: [madeRef('OrderTransaction', 'refund')],
    order: madeRef('Order', '1'),
    kind: 'refund',
    parent: madeRef('OrderTransaction', 'sale'),
    amount,
    state,
    at,
  }
}

function sidesOf(order: Order, read: (side: 'shop' | 'buyer') => Money): Amount {
  const shop = read('shop')
  return order.buyerCurrency === undefined ? { shop } : { shop, buyer: read('buyer') }
}
