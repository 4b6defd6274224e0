import fc from 'fast-check'
import type { Return, ReturnLine } from '../returns/return.js'
import { RETURN_STATES } from '../returns/return-state.js'
import { fromUnits } from '../value/decimal.js'
import { madeRef } from './order-frame.js'

const HERE: readonly Return['state'][] = ['received', 'inspected', 'completed']

/** Returns in every state: goods are counted once they are here, and never more than announced. */
export const arbitraryReturn: fc.Arbitrary<Return> = fc
  .constantFrom(...RETURN_STATES)
  .chain((state) =>
    fc.record({
      id: fc.nat(99_999),
      state: fc.constant(state),
      lines: fc.array(arbitraryReturnLine(HERE.includes(state)), { minLength: 1, maxLength: 4 }),
      exchange: fc.boolean(),
    }),
  )
  .map(({ id, state, lines, exchange }) => ({
    refs: [madeRef('Return', String(id))],
    order: madeRef('Order', '1'),
    number: `R${id}`,
    state,
    requestedAt: '2026-03-29T01:59:59+01:00',
    lines,
    outcome: exchange ? ('exchange' as const) : ('refund' as const),
    ...(exchange
      ? { exchange: { lines: [{ sku: 'AAA-001', quantity: '1' }] } }
      : { labels: [{ carrier: 'DHL', cost: { amount: '3.5', currency: 'EUR' } }] }),
  }))

function arbitraryReturnLine(here: boolean): fc.Arbitrary<ReturnLine> {
  return fc
    .record({
      id: fc.nat(20),
      announced: fc.integer({ min: 1, max: 9000 }),
      received: fc.nat(9000),
      weighed: fc.boolean(),
      disposition: fc.constantFrom('restock' as const, 'quarantine' as const, 'scrap' as const),
      fee: fc.nat(500),
    })
    .map(({ id, announced, received, weighed, disposition, fee }) => {
      const digits = weighed ? 3 : 0
      const print = (units: number) => fromUnits(BigInt(units), digits)
      const counted = here ? received % (announced + 1) : 0
      return {
        line: madeRef('LineItem', String(id)),
        quantity: { announced: print(announced), received: print(counted) },
        reason: 'too small',
        ...(here ? { disposition } : {}),
        fee: { shop: { amount: fromUnits(BigInt(fee), 2), currency: 'EUR' } },
      }
    })
}
