import { addDecimals, type Currency, type Decimal } from '@canonry/model'
import { lineAmount } from '../book/unit-price.js'
import type { NetsuiteProfile, Store } from '../profile.js'
import { SHIPPING_REFERENCE } from '../wire/fold-sale.js'
import { elementsIn, isJsonObject, type JsonObject, referenceIdOf } from '../wire/json-object.js'
import { type LineKind, printLineKey } from '../wire/line-key.js'
import { numberFrom, wireDecimal } from '../wire/wire-decimal.js'
import { moneyTaken } from './money-taken.js'

/** What a document is completed with. */
export interface Completion {
  readonly profile: NetsuiteProfile
  readonly currency: Currency
  /** The store of what a till sold, which says where the goods and the money are. */
  readonly store?: Store | undefined
}

/**
 * Adds to a folded sale what the account's profile says: subsidiary, items of special lines,
 * the shipping method, and the amounts that NetSuite would otherwise compute.
 */
export function completeSale(folded: JsonObject, completion: Completion): JsonObject {
  const { profile } = completion
  const charges = elementsIn(folded['charges'])
  return {
    ...folded,
    subsidiary: { id: profile.subsidiary },
    ...placeOf(completion),
    taxDetailsOverride: true,
    ...(charges.some(({ kind }) => kind === 'shipping')
      ? { shipMethod: { id: profile.shipItem } }
      : { shippingCost: 0 }),
    goods: elementsIn(folded['goods']).map((line) => completeGoods(line, completion)),
    charges: charges.map((charge) => completeCharge(charge, profile)),
    ...lineAlone('rounding', { folded, item: profile.roundingItem }),
    ...lineAlone('giftCard', { folded, item: profile.giftCardTenderItem }),
  }
}

/** Adds the item of a line that stands by itself; nothing where there is no such line. */
export function lineAlone(
  name: 'rounding' | 'giftCard',
  { folded, item }: { readonly folded: JsonObject; readonly item: string | undefined },
): JsonObject {
  const line = folded[name]
  if (!isJsonObject(line) || item === undefined) return {}
  return { [name]: { ...line, ...itemLine(item, line['amount']) } }
}

function placeOf({ profile, store }: Completion): JsonObject {
  if (store) return { location: { id: store.location }, ...moneyTaken(profile, store) }
  return profile.location === undefined ? {} : { location: { id: profile.location } }
}

function completeGoods(line: JsonObject, { profile, currency }: Completion): JsonObject {
  const unitPrice = wireDecimal(line['rate']) ?? '0'
  const quantity = wireDecimal(line['quantity']) ?? '0'
  const amount = lineAmount({ unitPrice, quantity, currency })
  const discounts = elementsIn(line['discounts'])
  const net = discounts
    .map((discount) => wireDecimal(discount['amount']) ?? '0')
    .reduce(addDecimals, amount)
  return {
    ...line,
    item: { id: referenceIdOf(line['item']) },
    price: CUSTOM_PRICE,
    amount: numberFrom(amount),
    discounts: discounts.map((discount) => ({
      ...discount,
      ...itemLine(profile.discountItem, discount['amount']),
    })),
    ...taxesOf(line, {
      reference: printLineKey({ kind: 'goods', id: String(line['key']) }),
      basis: net,
      profile,
    }),
  }
}

/** Adds the item of a charge's line, and what its taxes are reckoned from. */
export function completeCharge(charge: JsonObject, profile: NetsuiteProfile): JsonObject {
  const basis = wireDecimal(charge['amount']) ?? '0'
  if (charge['kind'] === 'shipping') {
    const { taxes } = taxesOf(charge, { reference: SHIPPING_REFERENCE, basis, profile })
    return { ...charge, taxes }
  }
  const kind = charge['kind'] as LineKind & ('tip' | 'duty' | 'fee')
  const items = { tip: profile.tipItem, duty: profile.dutyItem, fee: profile.feeItem }
  return {
    ...charge,
    quantity: 1,
    ...itemLine(items[kind], charge['amount']),
    ...taxesOf(charge, {
      reference: printLineKey({ kind, id: String(charge['key']) }),
      basis,
      profile,
    }),
  }
}

/** Price level -1 is "custom": NetSuite keeps the rate that is given. */
export const CUSTOM_PRICE = { id: '-1' }

/** What a line on an item with an amount of its own says. */
export function itemLine(item: string, amount: unknown): JsonObject {
  return { item: { id: item }, price: CUSTOM_PRICE, rate: amount, amount }
}

/** The taxes of a line, with what they are reckoned from and the reference that pairs them. */
export function taxesOf(
  part: JsonObject,
  { reference, basis, profile }: { reference: string; basis: Decimal; profile: NetsuiteProfile },
): { taxDetailsReference: string; taxes: JsonObject[] } {
  const { taxType } = profile
  const named = taxType === undefined ? {} : { taxType }
  const taxes = elementsIn(part['taxes']).map((tax) => ({
    ...tax,
    ...named,
    taxBasis: numberFrom(basis),
  }))
  return { taxDetailsReference: reference, taxes }
}
