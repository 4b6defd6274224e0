import { type Currency, isCurrency } from '@canonry/model'
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

function checkedCurrency(value: string): Currency | Refusal {
  return isCurrency(value) ? value : refuse('currency', 'an ISO 4217 code')
}
