import { isJsonObject } from '@canonry/mapping'

/**
 * Puts the lines that are tips beside those of goods, where the order states its tips as a sum as well:
 * they would count twice. A value that is no order stays as it is.
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
    line_items: lines.filter((line) => !isTip(line)),
    tip_lines: lines.filter(isTip),
  }
}

function isTip(line: unknown): boolean {
  return isJsonObject(line) && Object.hasOwn(line, 'tip_payment_gateway')
}

function isSome(sum: unknown): boolean {
  return typeof sum === 'string' && Number(sum) !== 0
}
