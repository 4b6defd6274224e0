import { currencyExponent } from '@canonry/model'
import type { Random } from '@canonry/pack/simulator'
import { type Currencies, mapPair, type Pair, printUnits } from './pair.js'
import type { ShopDiscount, ShopLine } from './shop-order.js'

/** None, one or two discounts, as a cart of this shop may carry them. */
export function makeDiscounts(currency: string, random: Random): ShopDiscount[] {
  const discounts: ShopDiscount[] = []
  if (random.chance(0.25)) {
    const percent = random.pick([5, 10, 15, 33])
    discounts.push({
      code: `SAVE${percent}`,
      kind: 'percentage',
      value: `${percent}.0`,
      target: 'line_item',
    })
  } else if (random.chance(0.15)) {
    const value = printUnits(10 * 10 ** currencyExponent(currency), currency)
    discounts.push({ code: 'TENOFF', kind: 'fixed_amount', value, target: 'line_item' })
  }
  if (random.chance(0.08)) {
    discounts.push({
      code: 'FREESHIP',
      kind: 'percentage',
      value: '100.0',
      target: 'shipping_line',
    })
  }
  return discounts
}

/** Gives every line its share of the discounts; a fixed amount is spread by value, cents last. */
export function discountLines(
  lines: readonly ShopLine[],
  discounts: readonly ShopDiscount[],
  given: { readonly currencies: Currencies; readonly convert: (units: number) => Pair },
): ShopLine[] {
  const application = discounts.findIndex(({ target }) => target === 'line_item')
  const discount = discounts[application]
  if (!discount) return [...lines]
  const amounts =
    discount.kind === 'percentage'
      ? lines.map((line) => percentOf(line, Number(discount.value)))
      : spread(lines, given.convert(10 * 10 ** currencyExponent(given.currencies.shop)))
  return lines.map((line, index) => ({
    ...line,
    allocations: [{ application, amount: amounts[index] as Pair }],
  }))
}

// Shopify cuts a percentage down to the cent: 15.996 was recorded as 15.99
function percentOf({ unit, quantity }: ShopLine, percent: number): Pair {
  return mapPair(unit, (units) => Math.floor((units * quantity * percent) / 100))
}

function spread(lines: readonly ShopLine[], whole: Pair): Pair[] {
  const shop = spreadSide(
    lines.map(({ unit, quantity }) => unit.shop * quantity),
    whole.shop,
  )
  const buyer = spreadSide(
    lines.map(({ unit, quantity }) => unit.buyer * quantity),
    whole.buyer,
  )
  return lines.map((_, index) => ({ shop: shop[index] as number, buyer: buyer[index] as number }))
}

// the last line takes the rest, as in the recorded 3.33 / 3.33 / 3.34; never more than it costs
function spreadSide(values: readonly number[], whole: number): number[] {
  const total = values.reduce((a, b) => a + b, 0)
  const amount = Math.min(whole, total)
  const parts = values.map((value) => Math.floor((amount * value) / total))
  const rest = amount - parts.reduce((a, b) => a + b, 0)
  return parts.map((part, index) => (index === parts.length - 1 ? part + rest : part))
}
