import { isJsonObject } from '@canonry/mapping'
import {
  type Decimal,
  decimalOf,
  multiplyDecimals,
  subtractDecimals,
  sumDecimals,
} from '@canonry/model'

type JsonObject = Readonly<Record<string, unknown>>

/**
 * Puts the lines that are tips beside those of goods, where the order states its tips as a sum as well:
 * they would count twice. What was given back of them, so that the line counts it no more, is taken off
 * that sum and stands beside it. A value that is no order stays as it is.
 *
 * A line is a tip where it says how that was paid, be it null.
 * https://shopify.dev/docs/api/admin-rest/latest/resources/order (`line_items`, `total_tip_received`)
 */
export function foldOrder(wire: unknown): unknown {
  if (!isJsonObject(wire) || !isSome(wire['total_tip_received'])) return wire
  const lines = wire['line_items']
  if (!Array.isArray(lines) || !lines.some(isTip)) return wire
  return {
    ...wire,
    ...tipSums(lines.filter(isTip), wire['total_tip_received']),
    line_items: lines.filter((line) => !isTip(line)),
    tip_lines: lines.filter(isTip),
  }
}

/** What is left of the tips, and what was given back; nothing where the sum is of other lines. */
function tipSums(lines: readonly unknown[], received: unknown): JsonObject {
  const tips = lines.filter(isJsonObject).map(({ price, quantity, current_quantity: current }) => ({
    price: decimalIn(price) ?? '0',
    ordered: unitsOf(quantity) ?? 1,
    gone: (unitsOf(quantity) ?? 1) - (unitsOf(current) ?? unitsOf(quantity) ?? 1),
  }))
  const sumOf = (count: 'ordered' | 'gone') =>
    sumDecimals(tips.map((tip) => multiplyDecimals(tip.price, String(tip[count]))))
  const [all, gone] = [sumOf('ordered'), sumOf('gone')]
  if (gone === '0' || all !== decimalIn(received)) return {}
  return { total_tip_received: subtractDecimals(all, gone), tip_given_back: gone }
}

function decimalIn(value: unknown): Decimal | undefined {
  return typeof value === 'string' ? decimalOf(value) : undefined
}

function unitsOf(quantity: unknown): number | undefined {
  return Number.isSafeInteger(quantity) ? (quantity as number) : undefined
}

function isTip(line: unknown): boolean {
  return isJsonObject(line) && Object.hasOwn(line, 'tip_payment_gateway')
}

function isSome(sum: unknown): boolean {
  return typeof sum === 'string' && Number(sum) !== 0
}
