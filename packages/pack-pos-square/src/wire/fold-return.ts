import { isJsonObject } from '@canonry/mapping'
import { additiveTax, type JsonObject, joinTaxes, listOf, moneyAt } from './join-taxes.js'
import { beforeRounding, isApportioned, roundingOf } from './without-rounding.js'

/**
 * Brings every tax of a return together with the lines and charges that it falls on, and says of
 * each how much of its total stands elsewhere: taxes on top, and charges that were spread over the
 * lines and are given back by themselves. A line of money alone says so; a return whose total does not
 * hold the rounding of cash says what was paid. Tips that it states in its sums alone stand in their
 * list as well. A value that is no return stays as it is.
 */
export function foldReturn(given: unknown): unknown {
  if (!isJsonObject(given)) return given
  const wire = { ...given, ...statedTips(given) }
  const taxes = listOf(wire['return_taxes'])
  return {
    ...wire,
    ...folded(wire, 'return_line_items', (line) => ({
      ...withElsewhere(line, additiveTax(line, taxes) + spreadOver(line, wire)),
      ...joinTaxes(line, taxes),
      ...(isMoneyAlone(line) ? { money_alone: true } : {}),
    })),
    ...folded(wire, 'return_service_charges', (charge) => ({
      ...withElsewhere(charge, additiveTax(charge, taxes)),
      ...joinTaxes(charge, taxes),
    })),
    ...paidOf(wire),
  }
}

function folded(
  wire: JsonObject,
  name: string,
  fold: (element: JsonObject) => JsonObject,
): JsonObject {
  const list = wire[name]
  if (!Array.isArray(list)) return {}
  return { [name]: list.map((element) => (isJsonObject(element) ? fold(element) : element)) }
}

function withElsewhere(element: JsonObject, amount: number): JsonObject {
  const currency = moneyAt(element, '/total_money')?.currency
  return amount === 0 ? {} : { elsewhere_money: { amount, currency } }
}

function spreadOver(line: JsonObject, wire: JsonObject): number {
  const charges = listOf(wire['return_service_charges']).filter(isApportioned)
  const own = new Set(charges.map(({ uid }) => uid))
  return listOf(line['applied_service_charges'])
    .filter(({ service_charge_uid }) => own.has(service_charge_uid))
    .reduce((sum, applied) => sum + (moneyAt(applied, '/applied_money')?.amount ?? 0), 0)
}

// https://developer.squareup.com/docs/orders-api/order-returns-exchanges: a custom refund, of an amount
function isMoneyAlone({ item_type, source_line_item_uid, catalog_object_id }: JsonObject): boolean {
  return item_type === 'CUSTOM_AMOUNT' && !source_line_item_uid && !catalog_object_id
}

// the specification does not say whether the total holds the rounding: the parts do
function paidOf(wire: JsonObject): JsonObject {
  const rounding = roundingOf(wire)
  const total = moneyAt(wire, '/return_amounts/total_money')
  if (rounding === 0 || total === undefined) return {}
  const isLeftOut = partsOf(wire, listedTips(wire)) === total.amount
  return isLeftOut ? { paid_money: { ...total, amount: total.amount + rounding } } : {}
}

function partsOf(wire: JsonObject, tips: number): number | undefined {
  const { return_line_items: lines, return_service_charges: charges } = wire
  return beforeRounding({ lines, charges, tips })
}

function listedTips(wire: JsonObject): number {
  return listOf(wire['return_tips']).reduce(
    (sum, tip) => sum + (moneyAt(tip, '/applied_money')?.amount ?? 0),
    0,
  )
}

// the list came to the API after the sum: what the total needs of the sum is in no other part
function statedTips(wire: JsonObject): JsonObject {
  const [stated, total] = ['/return_amounts/tip_money', '/return_amounts/total_money'].map(
    (place) => moneyAt(wire, place),
  )
  const missing = (stated?.amount ?? 0) - listedTips(wire)
  if (missing <= 0 || total === undefined) return {}
  const parts = partsOf(wire, listedTips(wire) + missing)
  const isPart = parts === total.amount || parts === total.amount - roundingOf(wire)
  if (!isPart) return {}
  return {
    return_tips: [
      ...listOf(wire['return_tips']),
      { applied_money: { amount: missing, currency: total.currency } },
    ],
  }
}
