import { isJsonObject } from '@canonry/mapping'
import { additiveTax, type JsonObject, joinTaxes, listOf, moneyAt } from './join-taxes.js'

/**
 * Brings every tax of a return together with the lines and charges that it falls on, and says of
 * each what its taxes on top add up to. A value that is no return stays as it is.
 */
export function foldReturn(wire: unknown): unknown {
  if (!isJsonObject(wire)) return wire
  const taxes = listOf(wire['return_taxes'])
  return {
    ...wire,
    ...folded(wire, 'return_line_items', taxes),
    ...folded(wire, 'return_service_charges', taxes),
  }
}

function folded(wire: JsonObject, name: string, taxes: readonly JsonObject[]): JsonObject {
  const list = wire[name]
  if (!Array.isArray(list)) return {}
  return {
    [name]: list.map((element) => (isJsonObject(element) ? withTaxes(element, taxes) : element)),
  }
}

function withTaxes(element: JsonObject, taxes: readonly JsonObject[]): JsonObject {
  const amount = additiveTax(element, taxes)
  const currency = moneyAt(element, '/total_money')?.currency
  const sum = amount === 0 ? {} : { additive_tax_money: { amount, currency } }
  return { ...joinTaxes(element, taxes), ...sum }
}
