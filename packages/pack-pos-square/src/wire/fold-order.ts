import { isJsonObject } from '@canonry/mapping'
import { fromUnits, multiplyDecimals, sumDecimals, toUnits } from '@canonry/model'
import { valueAt } from '@canonry/pack'
import { type JsonObject, joinTaxes, listOf, moneyAt } from './join-taxes.js'
import { beforeRounding, roundingOf } from './without-rounding.js'

/**
 * Brings together what an order keeps apart: every applied tax with the tax that it is a part of,
 * every line with what its modifiers cost per unit, and at the top the currency, which an order has
 * only on its amounts, and whether its prices contain tax. An order that was closed says when: where
 * it has no `closed_at`, that is its last change. One whose total holds the rounding of cash says what
 * it is without. One that was paid by gift cards says how much of it.
 *
 * Nothing is lost; a value that is no order stays as it is.
 */
export function foldOrder(wire: unknown): unknown {
  if (!isJsonObject(wire)) return wire
  const taxes = listOf(wire['taxes'])
  const currency = currencyOf(wire)
  return {
    ...wire,
    ...(currency === undefined ? {} : { currency }),
    tax_included: taxes.some(({ type }) => type === 'INCLUSIVE'),
    ...closedOf(wire),
    ...unroundedOf(wire),
    ...giftCardsOf(wire),
    ...folded(wire, 'line_items', (line) => joinTaxes(withModifiers(line), taxes)),
    ...folded(wire, 'service_charges', (charge) => joinTaxes(withApplied(charge), taxes)),
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

function closedOf({ state, closed_at, updated_at, created_at }: JsonObject): JsonObject {
  const isClosed = state === 'COMPLETED' || state === 'CANCELED'
  if (!isClosed || (closed_at !== undefined && closed_at !== null)) return {}
  const at = updated_at ?? created_at
  return at === undefined ? {} : { closed_at: at }
}

// the specification does not say whether `total_money` holds the rounding: the parts do
function unroundedOf(wire: JsonObject): JsonObject {
  const rounding = roundingOf(wire)
  const total = moneyAt(wire, '/total_money')
  if (rounding === 0 || total === undefined) return {}
  const tips = moneyAt(wire, '/total_tip_money')?.amount ?? 0
  const { line_items: lines, service_charges: charges } = wire
  const amount = beforeRounding({ lines, charges, tips })
  const isHeld = amount !== undefined && total.amount === amount + rounding
  return isHeld ? { unrounded_money: { ...total, amount } } : {}
}

/** How a tender says that it came to nothing. */
const UNDONE: ReadonlySet<unknown> = new Set(['VOIDED', 'FAILED'])

// https://developer.squareup.com/reference/square/objects/Tender: the amount holds the tip
function giftCardsOf(wire: JsonObject): JsonObject {
  const paid = listOf(wire['tenders'])
    .filter((tender) => isGiftCard(tender) && !UNDONE.has(valueAt(tender, '/card_details/status')))
    .flatMap((tender) => moneyAt(tender, '/amount_money') ?? [])
  const [first] = paid
  if (first === undefined) return {}
  const amount = paid.reduce((sum, money) => sum + money.amount, 0)
  return { gift_card_money: { ...first, amount } }
}

function isGiftCard(tender: JsonObject): boolean {
  const brand = valueAt(tender, '/card_details/card/card_brand')
  return tender['type'] === 'SQUARE_GIFT_CARD' || brand === 'SQUARE_GIFT_CARD'
}

// the places of an order that hold money, most telling first: a return alone has no total_money
const MONEY = [
  '/total_money',
  '/net_amounts/total_money',
  '/return_amounts/total_money',
  '/returns/0/return_amounts/total_money',
  '/line_items/0/base_price_money',
  '/total_tax_money',
] as const

function currencyOf(order: JsonObject): unknown {
  return MONEY.map((place) => moneyAt(order, place)?.currency).find((found) => found !== undefined)
}

function withModifiers(line: JsonObject): JsonObject {
  const prices = listOf(line['modifiers']).flatMap((modifier) => {
    const money = moneyAt(modifier, '/base_price_money')
    return money ? [{ money, quantity: String(modifier['quantity'] ?? '1') }] : []
  })
  const [first] = prices
  if (first === undefined) return line
  const amounts = prices.map(({ money, quantity }) => timesOf(money.amount, quantity))
  const amount = Number(toUnits(sumDecimals(amounts), 0) ?? Number.NaN)
  if (!Number.isSafeInteger(amount)) return line
  return { ...line, modifiers_price: { amount, currency: first.money.currency } }
}

function timesOf(amount: number, quantity: string): string {
  const count = /^\d{1,12}(\.\d{1,5})?$/.test(quantity) ? quantity : '1'
  return multiplyDecimals(fromUnits(BigInt(amount), 0), count)
}

// https://developer.squareup.com/reference/square/objects/OrderServiceCharge: a fixed charge applies whole
function withApplied(charge: JsonObject): JsonObject {
  const { applied_money, amount_money } = charge
  return applied_money === undefined && amount_money !== undefined
    ? { ...charge, applied_money: amount_money }
    : charge
}
