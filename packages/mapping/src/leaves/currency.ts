import { type Currency, currencyInfo } from '@canonry/model'
import { type Refusal, refuse } from '../refusal.js'
import { type Leaf, leaf } from './leaf.js'

/** An ISO 4217 code. */
export const currency: Leaf<string, Currency> = leaf({
  name: 'currency',
  doc: 'currency code',
  lossless: true,
  domain: { wire: { kind: 'currency' }, entity: { kind: 'currency' } },
  decode: checkedCurrency,
  encode: checkedCurrency,
})

/** Whether a value is a code of a currency that has a minor unit. */
export function isCurrency(value: unknown): value is Currency {
  return typeof value === 'string' && currencyInfo(value)?.exponent !== undefined
}

function checkedCurrency(value: string): Currency | Refusal {
  return isCurrency(value) ? value : refuse('currency', 'an ISO 4217 code')
}
