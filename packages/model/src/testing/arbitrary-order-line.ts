import fc from 'fast-check'
import type { OrderLine } from '../order/order-line.js'
import { type Amount, addAmounts, negateAmount } from '../value/amount.js'
import { fromUnits } from '../value/decimal.js'
import { amountOf, madeRef, type OrderFrame, taxAmounts, timesAmount } from './order-frame.js'

/** Goods of an order before they are numbered: one line, or a bundle followed by its components. */
export type MadeLines = readonly OrderLine[]

/**
 * The goods that shops sell: pieces, goods weighed at the till, pieces that are priced by weight,
 * bundles with components, gift cards; each with any part cancelled, sent and returned.
 */
export function arbitraryLines(frame: OrderFrame): fc.Arbitrary<MadeLines> {
  return fc.oneof(
    { weight: 4, arbitrary: pieces(frame) },
    { weight: 1, arbitrary: weighed(frame) },
    { weight: 1, arbitrary: catchWeight(frame) },
    { weight: 1, arbitrary: bundle(frame) },
    { weight: 1, arbitrary: giftCard(frame) },
  )
}

/** Lines with their names: the components of a bundle name its line. */
export function numberLines(groups: readonly MadeLines[]): OrderLine[] {
  const lines: OrderLine[] = []
  for (const group of groups) {
    const parent = madeRef('LineItem', String(lines.length))
    for (const line of group) {
      const ref = madeRef('LineItem', String(lines.length))
      lines.push({ ...line, ref, ...(line.parent ? { parent, bundle: parent.id } : {}) })
    }
  }
  return lines
}

const perMille = fc.array(fc.constantFrom(0, 7, 55, 70, 88, 190, 200), { maxLength: 2 })
const sku = fc.stringMatching(/^[A-Z]{3}-\d{3}$/)
const steps = fc.record({
  ordered: fc.integer({ min: 1, max: 9 }),
  cancelled: fc.nat(9),
  fulfilled: fc.nat(9),
  returned: fc.nat(9),
})
const priced = (frame: OrderFrame, max: number) =>
  fc.record({
    sku,
    steps,
    unitPrice: fc.integer({ min: 0, max }).map((units) => amountOf(frame, units)),
    percentOff: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 100 })),
    perMille,
    shipped: fc.boolean(),
  })

type Priced =
  ReturnType<typeof priced> extends fc.Arbitrary<infer P> ? P & { readonly digits?: number } : never

function pieces(frame: OrderFrame): fc.Arbitrary<MadeLines> {
  return priced(frame, 100_000).map((made) => [lineOf(frame, made)])
}

// sold by weight: the counters are kilograms
function weighed(frame: OrderFrame): fc.Arbitrary<MadeLines> {
  return priced(frame, 5000).map((made) => [
    { ...lineOf(frame, { ...made, digits: 3 }), unit: 'KGM' },
  ])
}

// sold by the piece and priced by weight: the price is per kilogram
function catchWeight(frame: OrderFrame): fc.Arbitrary<MadeLines> {
  return fc.tuple(priced(frame, 5000), fc.integer({ min: 1, max: 12_000 })).map(([made, grams]) => {
    const measured = { value: fromUnits(BigInt(grams), 3), unit: 'KGM' }
    return [{ ...lineOf(frame, made, measured.value), unit: 'C62', measured }]
  })
}

// the bundle has the price, its components have none
function bundle(frame: OrderFrame): fc.Arbitrary<MadeLines> {
  return fc
    .tuple(priced(frame, 50_000), fc.array(sku, { minLength: 1, maxLength: 3 }))
    .map(([made, parts]) => {
      const line = lineOf(frame, made)
      const free = { unitPrice: amountOf(frame, 0), percentOff: 0, perMille: [] }
      const components = parts.map((part) => ({
        ...lineOf(frame, { ...made, ...free, sku: part }),
        parent: line.ref,
      }))
      return [line, ...components]
    })
}

function giftCard(frame: OrderFrame): fc.Arbitrary<MadeLines> {
  return priced(frame, 10_000).map((made) => [
    {
      ...lineOf(frame, { ...made, percentOff: 0, perMille: [], shipped: false }),
      giftCard: true,
    },
  ])
}

function lineOf(frame: OrderFrame, made: Priced, measure?: string): OrderLine {
  const quantity = quantityOf(made.steps, made.digits ?? 0)
  const gross = timesAmount(made.unitPrice, measure ?? quantity.ordered)
  const discount = timesAmount(gross, fromUnits(BigInt(made.percentOff), 2))
  const net = addAmounts(gross, negateAmount(discount))
  const { taxIncluded: included } = frame
  return {
    ref: madeRef('LineItem', '0'),
    sku: made.sku,
    title: `Article ${made.sku}`,
    quantity,
    unitPrice: made.unitPrice,
    discounts: made.percentOff === 0 ? [] : [{ application: '0', amount: discount }],
    taxes: taxLines(net, { perMille: made.perMille, included }),
    giftCard: false,
    requiresShipping: made.shipped,
  }
}

/** Tax lines over a net price, with the cents that their rates come to. */
export function taxLines(
  net: Amount,
  tax: { readonly perMille: readonly number[]; readonly included: boolean },
): OrderLine['taxes'] {
  return taxAmounts(net, tax).map((amount, index) => ({
    title: `Tax ${index}`,
    rate: fromUnits(BigInt(tax.perMille[index] ?? 0), 3),
    amount,
    included: tax.included,
    collectedBy: index === 0 ? ('merchant' as const) : ('channel' as const),
  }))
}

// steps of one piece or one gram; what is too much of one is taken round
function quantityOf(
  { ordered, cancelled, fulfilled, returned }: Priced['steps'],
  digits: number,
): OrderLine['quantity'] {
  const gone = cancelled % (ordered + 1)
  const sent = fulfilled % (ordered - gone + 1)
  const print = (units: number) => fromUnits(BigInt(units), digits)
  return {
    ordered: print(ordered),
    cancelled: print(gone),
    fulfilled: print(sent),
    returned: print(returned % (sent + 1)),
  }
}
