import fc from 'fast-check'
import type { Ref } from '../entity/ref.js'
import type { Charge } from '../order/charge.js'
import type { Order } from '../order/order.js'
import type { OrderLine } from '../order/order-line.js'
import { orderTotals } from '../order/order-totals.js'
import type { Amount } from '../value/amount.js'
import type { Currency } from '../value/currency.js'
import { arbitraryCurrency, arbitraryMoney } from './arbitrary-money.js'

/** The two currencies of an order and whether its prices contain tax. */
interface Frame {
  readonly currency: Currency
  readonly buyerCurrency?: Currency
  readonly taxIncluded: boolean
}

/**
 * Orders that satisfy every invariant by construction.
 *
 * One or two currencies, inclusive or exclusive tax, discounts with allocations, cancelled and
 * fulfilled units, shipping, tips and cash rounding; the asserted total is what the parts come to.
 */
export const arbitraryOrder: fc.Arbitrary<Order> = fc
  .record(
    {
      currency: arbitraryCurrency,
      buyerCurrency: arbitraryCurrency,
      taxIncluded: fc.boolean(),
    },
    { requiredKeys: ['currency', 'taxIncluded'] },
  )
  .map(({ currency, buyerCurrency, taxIncluded }) => ({
    currency,
    taxIncluded,
    ...(buyerCurrency === undefined || buyerCurrency === currency ? {} : { buyerCurrency }),
  }))
  .chain(arbitraryOrderIn)

function arbitraryOrderIn(frame: Frame): fc.Arbitrary<Order> {
  return fc
    .record({
      id: fc.bigInt({ min: 1n, max: 10n ** 19n }),
      lines: fc.array(arbitraryLine(frame), { minLength: 1, maxLength: 5 }),
      shipping: fc.array(arbitraryCharge('shipping', frame), { maxLength: 2 }),
      tip: fc.array(arbitraryCharge('tip', frame), { maxLength: 1 }),
      rounding: fc.option(arbitraryAmount(frame, -5, 5), { nil: undefined }),
      cancelled: fc.boolean(),
      guest: fc.boolean(),
    })
    .map(({ id, lines, shipping, tip, rounding, cancelled, guest }) =>
      withTotals({
        ...frame,
        refs: [orderRef('Order', String(id))],
        number: `#${id % 100_000n}`,
        placedAt: '2026-03-29T01:30:00+01:00',
        updatedAt: '2026-03-29T03:30:00+02:00',
        ...(guest ? {} : { customer: orderRef('Customer', '7') }),
        lines: lines.map((line, index) => ({ ...line, ref: orderRef('LineItem', String(index)) })),
        charges: [...shipping, ...tip],
        discounts: [
          { key: '0', code: 'SAVE', kind: 'fixed', value: '10', target: 'line', method: 'across' },
        ],
        ...(rounding ? { rounding } : {}),
        ...(cancelled ? { cancelledAt: '2026-03-29T04:00:00+02:00' } : {}),
        tags: [],
        asserted: {},
      }),
    )
}

function arbitraryLine(frame: Frame): fc.Arbitrary<OrderLine> {
  return fc
    .record({
      ordered: fc.integer({ min: 1, max: 9 }),
      cancelledShare: fc.integer({ min: 0, max: 9 }),
      fulfilledShare: fc.integer({ min: 0, max: 9 }),
      unitPrice: arbitraryAmount(frame, 0, 100_000),
      discount: fc.option(arbitraryAmount(frame, 0, 99), { nil: undefined }),
      taxes: fc.array(arbitraryAmount(frame, 0, 20_000), { maxLength: 2 }),
      sku: fc.stringMatching(/^[A-Z]{3}-\d{3}$/),
    })
    .map(({ ordered, cancelledShare, fulfilledShare, unitPrice, discount, taxes, sku }) => {
      const cancelled = cancelledShare % (ordered + 1)
      return {
        ref: orderRef('LineItem', '0'),
        sku,
        title: `Article ${sku}`,
        quantity: {
          ordered: String(ordered),
          cancelled: String(cancelled),
          fulfilled: String(fulfilledShare % (ordered - cancelled + 1)),
          returned: '0',
        },
        unitPrice,
        discounts: discount ? [{ application: '0', amount: discount }] : [],
        taxes: taxes.map((amount, index) => taxLine(`Tax ${index}`, amount, frame)),
        giftCard: false,
        requiresShipping: true,
      }
    })
}

function arbitraryCharge(kind: Charge['kind'], frame: Frame): fc.Arbitrary<Charge> {
  return fc
    .record({
      amount: arbitraryAmount(frame, 1, 5000),
      taxes: fc.array(arbitraryAmount(frame, 0, 500), { maxLength: 1 }),
      removed: fc.boolean(),
    })
    .map(({ amount, taxes, removed }) => ({
      kind,
      title: kind,
      amount,
      removed: kind === 'shipping' && removed,
      discounts: [],
      taxes: taxes.map((tax) => taxLine('Tax 0', tax, frame)),
    }))
}

function taxLine(
  title: string,
  amount: Amount,
  { taxIncluded }: Frame,
): OrderLine['taxes'][number] {
  return { title, rate: '0.19', amount, included: taxIncluded, collectedBy: 'merchant' }
}

function arbitraryAmount(frame: Frame, min: number, max: number): fc.Arbitrary<Amount> {
  const { currency, buyerCurrency } = frame
  const shop = arbitraryMoney(currency, { min, max })
  if (buyerCurrency === undefined) return shop.map((money) => ({ shop: money }))
  const buyer = arbitraryMoney(buyerCurrency, { min, max })
  return fc.record({ shop, buyer })
}

function withTotals(order: Order): Order {
  const { rounding, ...withoutRounding } = order
  const shop = orderTotals(withoutRounding, 'shop')?.total
  const buyer = order.buyerCurrency && orderTotals(withoutRounding, 'buyer')?.total
  if (!shop) return order
  return { ...order, asserted: { currentTotal: buyer ? { shop, buyer } : { shop } } }
}

function orderRef(kind: string, id: string): Ref {
  return { system: 'shopify', account: 'acme', kind, id }
}
