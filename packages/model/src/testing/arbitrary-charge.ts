import fc from 'fast-check'
import type { Charge } from '../order/charge.js'
import { addAmounts, negateAmount } from '../value/amount.js'
import { fromUnits } from '../value/decimal.js'
import { taxLines } from './arbitrary-order-line.js'
import { amountOf, madeRef, type OrderFrame, timesAmount } from './order-frame.js'

/** Shipping with and without a discount, tips, duties and fees; shipping may be taken off again. */
export function arbitraryCharges(frame: OrderFrame): fc.Arbitrary<Charge[]> {
  const some = (kind: Charge['kind'], maxLength: number) =>
    fc.array(arbitraryCharge(kind, frame), { maxLength })
  return fc
    .tuple(some('shipping', 2), some('tip', 1), some('duty', 1), some('fee', 1))
    .map((kinds) =>
      kinds.flat().map((charge, index) => ({
        ...charge,
        ref: madeRef('Charge', String(index)),
      })),
    )
}

function arbitraryCharge(kind: Charge['kind'], frame: OrderFrame): fc.Arbitrary<Charge> {
  return fc
    .record({
      units: fc.integer({ min: 0, max: 5000 }),
      percentOff: fc.constantFrom(0, 0, 25, 100),
      perMille: fc.array(fc.constantFrom(70, 190), { maxLength: 1 }),
      removed: fc.boolean(),
      stated: fc.boolean(),
    })
    .map(({ units, percentOff, perMille, removed, stated }) => {
      const shipping = kind === 'shipping'
      const amount = amountOf(frame, units)
      const discount = timesAmount(amount, fromUnits(BigInt(shipping ? percentOff : 0), 2))
      const net = addAmounts(amount, negateAmount(discount))
      const reduced = shipping && percentOff > 0
      return {
        kind,
        title: kind,
        amount,
        ...(reduced && stated ? { discounted: net } : {}),
        removed: shipping && removed,
        discounts: reduced ? [{ application: '1', amount: discount }] : [],
        taxes: kind === 'tip' ? [] : taxLines(net, { perMille, included: frame.taxIncluded }),
      }
    })
}
