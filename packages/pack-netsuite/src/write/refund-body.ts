import { type AnyMapping, encode } from '@canonry/mapping'
import type { Currency, Ref, Refund } from '@canonry/model'
import type { Failure } from '@canonry/pack'
import type { Result } from 'neverthrow'
import { unitPriceOf } from '../book/unit-price.js'
import type { NetsuiteProfile, Store } from '../profile.js'
import { unfoldRefund } from '../wire/fold-refund.js'
import { elementsIn, type JsonObject, referenceIdOf } from '../wire/json-object.js'
import { printLineKey } from '../wire/line-key.js'
import { numberFrom, wireDecimal } from '../wire/wire-decimal.js'
import { CUSTOM_PRICE, completeCharge, itemLine, lineAlone, taxesOf } from './complete-sale.js'
import { moneyGiven } from './money-taken.js'
import { knownCurrency, unwritable } from './unwritable.js'

const NOT_WRITTEN = new Set(['id', 'externalId', 'total', 'lastModifiedDate'])

/** What booked refunds are written with. */
export interface RefundWriting {
  readonly account: string
  readonly profile: NetsuiteProfile
  /** The mapping made with the profile. */
  readonly refunds: AnyMapping
}

/** Whose money goes back, and from where. */
export interface RefundTarget {
  readonly customer: Ref
  readonly store: Store
}

/** The flat document that a booked refund is written as, without keys of lines. */
export function refundBody(
  refund: Refund,
  { account, profile, refunds, customer, store }: RefundWriting & RefundTarget,
): Result<JsonObject, Failure> {
  const { currency } = refund.amount.shop
  return knownCurrency(currency, { account, profile })
    .andThen(() =>
      encode(refunds, refund, { context: { account } }).mapErr((errors) => unwritable(errors)),
    )
    .map((folded) => {
      const header = { entity: { id: customer.id }, ...moneyGiven(profile, store) }
      const whole = completeRefund(folded as JsonObject, { profile, currency })
      const flat = Object.entries(unfoldRefund({ ...whole, ...header }))
      return Object.fromEntries(flat.filter(([name]) => !NOT_WRITTEN.has(name)))
    })
}

interface Completion {
  readonly profile: NetsuiteProfile
  readonly currency: Currency
}

function completeRefund(folded: JsonObject, completion: Completion): JsonObject {
  const { profile } = completion
  const charges = elementsIn(folded['charges'])
  return {
    ...folded,
    subsidiary: { id: profile.subsidiary },
    taxDetailsOverride: true,
    ...(charges.some(({ kind }) => kind === 'shipping')
      ? { shipMethod: { id: profile.shipItem } }
      : { shippingCost: 0 }),
    goods: elementsIn(folded['goods']).map((line) => completeGoods(line, completion)),
    allowances: elementsIn(folded['allowances']).map((line) => completeAllowance(line, profile)),
    charges: charges.map((charge) => completeCharge(charge, profile)),
    adjustments: elementsIn(folded['adjustments']).map((line) => ({
      ...line,
      quantity: 1,
      ...itemLine(adjustmentItem(line, profile), line['amount']),
    })),
    ...lineAlone('rounding', { folded, item: profile.roundingItem }),
    ...lineAlone('giftCard', { folded, item: profile.giftCardTenderItem }),
  }
}

function completeGoods(line: JsonObject, { profile, currency }: Completion): JsonObject {
  const amount = wireDecimal(line['amount']) ?? '0'
  const quantity = wireDecimal(line['quantity']) ?? '0'
  const reference = printLineKey({ kind: 'goods', id: String(line['key']) })
  return {
    ...line,
    item: { id: referenceIdOf(line['item']) },
    price: CUSTOM_PRICE,
    rate: numberFrom(unitPriceOf({ amount, quantity, currency })),
    amount: numberFrom(amount),
    ...taxesOf(line, { reference, basis: amount, profile }),
  }
}

function completeAllowance(line: JsonObject, profile: NetsuiteProfile): JsonObject {
  const reference = printLineKey({ kind: 'allowance', id: String(line['key']) })
  const basis = wireDecimal(line['amount']) ?? '0'
  return {
    ...line,
    quantity: 1,
    ...itemLine(allowanceItem(profile), line['amount']),
    ...taxesOf(line, { reference, basis, profile }),
  }
}

function adjustmentItem({ key }: JsonObject, profile: NetsuiteProfile): string {
  const isFee = key === 'restocking-fee' || key === 'return-shipping'
  return isFee ? profile.feeItem : allowanceItem(profile)
}

function allowanceItem({ allowanceItem: item, feeItem }: NetsuiteProfile): string {
  return item ?? feeItem
}
