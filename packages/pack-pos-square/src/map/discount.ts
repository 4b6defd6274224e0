import {
  absent,
  constant,
  currency,
  decimal,
  from,
  group,
  type Handle,
  int,
  isRefusal,
  joint,
  mapping,
  maybe,
  needs,
  type Rule,
  refuse,
  text,
} from '@canonry/mapping'
import { type Decimal, DiscountAllocation, DiscountApplication } from '@canonry/model'
import type { z } from 'zod'
import { carriedIn } from '../wire/carried.js'
import { UNREAD_DISCOUNT, WireDiscount } from '../wire/order.js'
import { WireAppliedDiscount } from '../wire/order-line.js'
import { amount, maybeAmount, minorOf, moneyOf } from './money.js'

/** What a discount needs to know of its order. */
export interface DiscountContext {
  readonly currency: string
}

/** A discount of the order; what it took off is stated, and never computed again. */
export const discountMapping = mapping({
  system: 'square',
  entity: 'DiscountApplication',
  wire: WireDiscount,
  canonical: DiscountApplication,
  needs: needs<DiscountContext>(),
  map: ($) => ({
    key: from($.uid, text),
    code: absent('a discount of the till has no code'),
    title: maybe($.name, text),
    description: absent('Square has the name alone'),
    ...ruleOf($),
    target: constant('line'),
    method: methodOf($.scope),
    amount: maybeAmount($.applied_money),
    funding: absent('Square does not say who pays'),
  }),
  preserve: ($) => carriedIn($, UNREAD_DISCOUNT),
})

const METHODS: Readonly<Record<string, DiscountApplication['method']>> = {
  LINE_ITEM: 'one',
  ORDER: 'across',
}

function methodOf(scope: Handle<string | null | undefined>): Rule<DiscountApplication['method']> {
  return group(
    { scope },
    {
      doc: 'LINE_ITEM → one, ORDER → across, any other → unknown',
      loss: 'any other scope',
      get: ({ scope }) =>
        scope && Object.hasOwn(METHODS, scope) ? (METHODS[scope] ?? 'unknown') : 'unknown',
      put: (method) => {
        const found = Object.entries(METHODS).find(([, own]) => own === method)
        if (found) return { scope: found[0] }
        return method === 'unknown' ? { scope: undefined } : NO_METHOD
      },
    },
  )
}

const NO_METHOD = refuse('no-word', 'a discount of one line or of the order')

type Kind = 'percent' | 'fixed' | 'unknown'

const KINDS: Readonly<Record<string, Kind>> = {
  FIXED_PERCENTAGE: 'percent',
  VARIABLE_PERCENTAGE: 'percent',
  FIXED_AMOUNT: 'fixed',
  VARIABLE_AMOUNT: 'fixed',
}
const WORDS: Readonly<Record<Kind, string>> = {
  percent: 'FIXED_PERCENTAGE',
  fixed: 'FIXED_AMOUNT',
  unknown: 'UNKNOWN_DISCOUNT',
}

/** By which rule a discount takes off how much: a percentage, or an amount of money. */
function ruleOf($: Handle<z.infer<typeof WireDiscount>>) {
  return joint(
    {
      type: $.type,
      percentage: [$.percentage, decimal],
      amount: [$.amount_money.amount, int],
      currency: [$.amount_money.currency, currency],
    },
    {
      fields: ['kind', 'value'],
      doc: 'FIXED and VARIABLE_PERCENTAGE → percent, FIXED and VARIABLE_AMOUNT → fixed, any other → unknown; its percentage or amount',
      loss: 'whether the till asked for the value; the currency of an amount in another one',
      get: ({ type, percentage, amount, currency }): { kind: Kind; value: Decimal } => {
        const kind = Object.hasOwn(KINDS, type ?? '') ? (KINDS[type ?? ''] ?? 'unknown') : 'unknown'
        const money = moneyOf({ amount, currency })?.amount
        const value = kind === 'fixed' ? (money ?? percentage) : (percentage ?? money)
        return { kind, value: value ?? '0' }
      },
      put: ({ kind, value }, { currency }: DiscountContext) => {
        const type = WORDS[kind]
        if (kind !== 'fixed')
          return { type, percentage: value, amount: undefined, currency: undefined }
        const minor = minorOf({ amount: value, currency })
        return isRefusal(minor) ? minor : { type, percentage: undefined, ...minor }
      },
    },
  )
}

/** The part of a discount that falls on a line; the cents are kept as Square applied them. */
export const allocationMapping = mapping({
  system: 'square',
  entity: 'DiscountAllocation',
  wire: WireAppliedDiscount,
  canonical: DiscountAllocation,
  map: ($) => ({
    application: from($.discount_uid, text),
    amount: amount($.applied_money),
  }),
  preserve: ($) => carriedIn($, 'uid'),
})
