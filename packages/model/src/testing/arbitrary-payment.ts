import fc from 'fast-check'
import { MONEY_STATES } from '../payment/money-state.js'
import type { PaymentTransaction } from '../payment/payment-transaction.js'
import type { Refund, RefundLine } from '../payment/refund.js'
import { type Amount, addAmounts, negateAmount } from '../value/amount.js'
import { fromUnits } from '../value/decimal.js'
import { taxLines } from './arbitrary-order-line.js'
import {
  amountOf,
  arbitraryOrderFrame,
  madeRef,
  type OrderFrame,
  timesAmount,
} from './order-frame.js'

/** Payment transactions of every kind and state, in one or two currencies. */
export const arbitraryPaymentTransaction: fc.Arbitrary<PaymentTransaction> = arbitraryOrderFrame
  .chain((frame) =>
    fc.record({
      id: fc.nat(99_999),
      kind: fc.constantFrom(
        'authorization' as const,
        'capture' as const,
        'sale' as const,
        'void' as const,
        'refund' as const,
        'chargeback' as const,
        'chargeback-reversal' as const,
        'change' as const,
      ),
      state: fc.constantFrom(...MONEY_STATES),
      amount: fc.nat(100_000).map((units) => amountOf(frame, units)),
      card: fc.boolean(),
    }),
  )
  .map(({ id, kind, state, amount, card }) => ({
    refs: [madeRef('OrderTransaction', String(id))],
    order: madeRef('Order', '1'),
    kind,
    ...(kind === 'capture' ? { parent: madeRef('OrderTransaction', 'authorization') } : {}),
    amount,
    state,
    at: '2026-10-25T02:30:00+01:00',
    method: card
      ? { kind: 'card' as const, brand: 'Visa', last4: '4242' }
      : { kind: 'cash' as const },
    ...(state === 'failed' ? { failure: { code: 'declined' } } : {}),
  }))

/** Refunds that are the sum of their lines, charges and adjustments, with exchanges and kept fees. */
export const arbitraryRefund: fc.Arbitrary<Refund> = arbitraryOrderFrame.chain((frame) =>
  fc
    .record({
      id: fc.nat(99_999),
      lines: fc.array(arbitraryRefundLine(frame), { maxLength: 4 }),
      shipping: fc.array(fc.nat(900), { maxLength: 1 }),
      keptPercent: fc.constantFrom(0, 0, 10, 100),
      kept: fc.constantFrom('exchange' as const, 'restocking-fee' as const),
      state: fc.constantFrom(...MONEY_STATES),
    })
    .map(({ id, lines, shipping, keptPercent, kept, state }) => {
      const charges = shipping.map((units) => ({
        kind: 'shipping' as const,
        net: amountOf(frame, units),
        taxes: taxLines(amountOf(frame, units), { perMille: [190], included: frame.taxIncluded }),
      }))
      const whole = sumParts(frame, [...lines, ...charges])
      const share = negateAmount(timesAmount(whole, fromUnits(BigInt(keptPercent), 2)))
      return {
        refs: [madeRef('Refund', String(id))],
        order: madeRef('Order', '1'),
        amount: addAmounts(whole, share),
        lines,
        charges,
        adjustments: keptPercent === 0 ? [] : [{ kind: kept, amount: share }],
        method: 'original' as const,
        transactions: [],
        state,
        at: '2026-03-29T03:00:00+02:00',
      }
    }),
)

/** What refunded parts come to, with the taxes that come on top. */
export function sumParts(
  frame: OrderFrame,
  parts: readonly Pick<RefundLine, 'net' | 'taxes'>[],
): Amount {
  const onTop = parts.flatMap(({ taxes }) => taxes.filter(({ included }) => !included))
  return [...parts.map(({ net }) => net), ...onTop.map(({ amount }) => amount)].reduce(
    addAmounts,
    amountOf(frame, 0),
  )
}

function arbitraryRefundLine(frame: OrderFrame): fc.Arbitrary<RefundLine> {
  return fc
    .record({
      id: fc.nat(20),
      quantity: fc.nat(9),
      units: fc.nat(50_000),
      perMille: fc.array(fc.constantFrom(70, 190), { maxLength: 1 }),
      goodwill: fc.boolean(),
    })
    .map(({ id, quantity, units, perMille, goodwill }) => ({
      line: madeRef('LineItem', String(id)),
      quantity: String(quantity),
      net: amountOf(frame, units),
      taxes: taxLines(amountOf(frame, units), { perMille, included: frame.taxIncluded }),
      ...(goodwill ? { goodwill } : {}),
    }))
}
