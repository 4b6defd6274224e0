import {
  type Currency,
  currencyExponent,
  currencyInfo,
  type Decimal,
  fromUnits,
  toUnits,
} from '@canonry/model'
import { isRefusal, type Refusal, refuse } from '../refusal.js'
import { checkedDecimal } from './decimal.js'
import { type Leaf, leaf } from './leaf.js'

/** What an amount without a currency of its own needs to know of its document. */
export interface CurrencyContext {
  /** An ISO 4217 code, as `context` of a mapping hands it down. */
  readonly currency: string
}

const SAFE = {
  kind: 'integer',
  min: Number.MIN_SAFE_INTEGER,
  max: Number.MAX_SAFE_INTEGER,
} as const

/** A whole JSON number of steps: with `steps(3)`, `1250` in the document is `"1.25"`. */
export function steps(digits: number): Leaf<number, Decimal> {
  return leaf({
    name: 'steps',
    doc: `whole number of steps of 10^-${digits}`,
    lossless: true,
    domain: { wire: SAFE, entity: { kind: 'decimal', scale: digits } },
    decode: (wire) => fromSteps(wire, digits),
    encode: (value) => toSteps(value, digits),
  })
}

/**
 * An amount as a whole JSON number of minor units: `1990` in the document is `"19.9"` of euros.
 *
 * How many digits a currency has is what ISO 4217 says. The currency is that of the document, or
 * the one that is given; a code that is no currency is refused, and as an argument it throws.
 */
export function minorUnits(): Leaf<number, Decimal, CurrencyContext>
export function minorUnits(currency: Currency): Leaf<number, Decimal>
export function minorUnits(currency?: Currency): Leaf<number, Decimal, CurrencyContext> {
  if (currency !== undefined) {
    const doc = `whole number of minor units of ${currency}`
    return { ...steps(currencyExponent(currency)), name: 'minorUnits', doc }
  }
  return leaf<number, Decimal, CurrencyContext>({
    name: 'minorUnits',
    doc: "whole number of minor units of the document's currency",
    lossless: true,
    domain: { wire: SAFE, entity: { kind: 'decimal', scale: 'currency' } },
    decode: (wire, context) => {
      const digits = exponentOf(context)
      return isRefusal(digits) ? digits : fromSteps(wire, digits)
    },
    encode: (value, context) => {
      const digits = exponentOf(context)
      return isRefusal(digits) ? digits : toSteps(value, digits)
    },
  })
}

function exponentOf({ currency }: CurrencyContext): number | Refusal {
  const exponent = currencyInfo(currency)?.exponent
  return exponent ?? refuse('currency', 'a document with an ISO 4217 currency')
}

function fromSteps(wire: number, digits: number): Decimal | Refusal {
  if (!Number.isSafeInteger(wire)) return refuse('type', 'a whole number below 2^53')
  return fromUnits(BigInt(wire), digits)
}

function toSteps(value: Decimal, digits: number): number | Refusal {
  const checked = checkedDecimal(value)
  if (isRefusal(checked)) return checked
  const count = Number(toUnits(checked, digits) ?? Number.NaN)
  if (Number.isSafeInteger(count)) return count
  return refuse(
    'too-fine',
    `a decimal of at most ${digits} digits after the point, below 2^53 steps`,
  )
}
