import fc from 'fast-check'
import type { Charge } from '../order/charge.js'
import type { DiscountApplication } from '../order/discount.js'
import type { Order } from '../order/order.js'
import type { OrderLine } from '../order/order-line.js'
import { orderTotals, originalTotals } from '../order/order-totals.js'
import { type Amount, addAmounts, type Side } from '../value/amount.js'
import { currencyExponent } from '../value/currency.js'
import { fromUnits, toUnits } from '../value/decimal.js'
import type { Money } from '../value/money.js'
import { arbitraryCharges } from './arbitrary-charge.js'
import { arbitraryLines, numberLines } from './arbitrary-order-line.js'
import { amountOf, arbitraryOrderFrame, madeRef, type OrderFrame } from './order-frame.js'

/**
 * Orders that satisfy every invariant by construction.
 *
 * One or two currencies, inclusive or exclusive tax, weighed goods, bundles, gift cards, discounts
 * with allocations, any part cancelled, sent and returned, shipping, tips, duties, fees and cash
 * rounding, placed around midnights at which clocks change; the asserted totals are what the parts
 * come to.
 */
export const arbitraryOrder: fc.Arbitrary<Order> = arbitraryOrderFrame.chain((frame) =>
  arbitraryParts(frame).map((parts) => withTotals(orderOf(frame, parts), parts.cash)),
)

// moments that are easily booked on a wrong day: clock changes, year ends, far zones
const arbitraryPlacedAt: fc.Arbitrary<string> = fc.constantFrom(
  '2026-03-29T00:30:00+01:00',
  '2026-03-29T01:59:59+01:00',
  '2026-03-29T03:00:00+02:00',
  '2026-10-25T02:30:00+02:00',
  '2026-10-25T02:30:00+01:00',
  '2026-11-01T01:30:00-04:00',
  '2026-11-01T01:30:00-05:00',
  '2026-12-31T23:59:59-11:00',
  '2026-12-31T19:50:00Z',
  '2027-01-01T00:10:00+14:00',
)

type Parts = ReturnType<typeof arbitraryParts> extends fc.Arbitrary<infer P> ? P : never

function arbitraryParts(frame: OrderFrame) {
  return fc.record({
    id: fc.bigInt({ min: 1n, max: 10n ** 19n }),
    groups: fc.array(arbitraryLines(frame), { minLength: 1, maxLength: 4 }),
    charges: arbitraryCharges(frame),
    cash: fc.boolean(),
    till: fc.boolean(),
    placedAt: arbitraryPlacedAt,
    cancelled: fc.boolean(),
    guest: fc.boolean(),
    vendorShare: fc.integer({ min: 0, max: 10 }),
  })
}

function orderOf(frame: OrderFrame, parts: Parts): Order {
  const { id, groups, charges, till, placedAt } = parts
  const { per100, ...money } = frame
  const lines = numberLines(groups)
  return {
    ...money,
    refs: [madeRef('Order', String(id))],
    number: `#${id % 100_000n}`,
    placedAt,
    updatedAt: '2027-01-02T03:30:00+02:00',
    ...(till ? tillOf(placedAt) : { channel: { code: 'web', kind: 'online' } }),
    ...(parts.guest ? {} : { customer: madeRef('Customer', '7') }),
    lines,
    charges,
    discounts: applicationsOf(frame, { lines, charges, vendorShare: parts.vendorShare }),
    ...(parts.cancelled ? { cancelledAt: '2027-01-02T03:30:00+02:00' } : {}),
    tags: [],
    asserted: {},
  }
}

function tillOf(placedAt: string): Partial<Order> {
  return {
    channel: { code: 'till', kind: 'store' },
    businessDate: placedAt.slice(0, 10),
    location: madeRef('Location', '12'),
    workstation: '3',
    sequence: '4711',
  }
}

function applicationsOf(
  frame: OrderFrame,
  parts: {
    readonly lines: readonly OrderLine[]
    readonly charges: readonly Charge[]
    readonly vendorShare: number
  },
): DiscountApplication[] {
  const sum = (key: string) =>
    [...parts.lines, ...parts.charges]
      .flatMap(({ discounts }) => discounts)
      .filter(({ application }) => application === key)
      .reduce((total, { amount }) => addAmounts(total, amount), amountOf(frame, 0))
  const share = (tenths: number) => fromUnits(BigInt(tenths), 1)
  return [
    {
      key: '0',
      code: 'SAVE',
      kind: 'percent',
      value: '10',
      target: 'line',
      method: 'across',
      amount: sum('0'),
      funding: [
        { by: 'merchant', share: share(10 - parts.vendorShare) },
        { by: 'vendor', share: share(parts.vendorShare) },
      ],
    },
    {
      key: '1',
      title: 'Free shipping',
      kind: 'percent',
      value: '100',
      target: 'shipping',
      method: 'each',
      amount: sum('1'),
    },
  ]
}

function withTotals(order: Order, cash: boolean): Order {
  const amountBy = (read: (side: Side) => Money | undefined): Amount => {
    const shop = read('shop') as Money
    const buyer = order.buyerCurrency && read('buyer')
    return buyer ? { shop, buyer } : { shop }
  }
  const currentTotal = amountBy((side) => orderTotals(order, side)?.total)
  const total = amountBy((side) => originalTotals(order, side)?.total)
  const asserted = { total, currentTotal }
  if (!cash) return { ...order, asserted }
  const rounding = amountBy((side) => cashRounding(currentTotal[side] as Money))
  return { ...order, rounding, asserted }
}

// to the nearest five of the smallest unit, as where small coins are gone
function cashRounding({ amount, currency }: Money): Money {
  const exponent = currencyExponent(currency)
  const over = Number((toUnits(amount, exponent) as bigint) % 5n)
  const step = over > 2 ? 5 - over : -over
  return { amount: fromUnits(BigInt(step), exponent), currency }
}
