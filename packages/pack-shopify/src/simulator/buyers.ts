import type { Random } from '@canonry/pack/simulator'
import type { ShopCustomer } from './shop-order.js'

const FIRST = [
  'Ada',
  'Björn',
  'Chiara',
  'Dmitri',
  'Élodie',
  'Fatma',
  'Grace',
  '花子',
  'Ivo',
  'Zoë',
] as const
const LAST = [
  "O'Brien",
  'Müller',
  'García',
  'Nguyễn',
  'Yılmaz',
  'Smith',
  'Novák',
  '佐藤',
  'Rossi',
] as const
const PLACES = [
  { country: 'DE', city: 'Köln', zip: '50667' },
  { country: 'FR', city: 'Lyon', zip: '69001' },
  { country: 'US', city: 'Austin', zip: '78701' },
  { country: 'GB', city: 'Leeds', zip: 'LS1 4AP' },
  { country: 'CH', city: 'Basel', zip: '4001' },
  { country: 'JP', city: '大阪', zip: '530-0001' },
  { country: 'KW', city: 'Kuwait City', zip: '13001' },
] as const

/** Where somebody lives and who they are, without a customer record. */
export type Buyer = Omit<ShopCustomer, 'id' | 'state'>

/** A new buyer. */
export function makeBuyer(random: Random): Buyer {
  const place = random.pick(PLACES)
  const tag = random.between(1000, 9_999_999)
  return {
    first: random.pick(FIRST),
    last: random.pick(LAST),
    email: `buyer-${tag}@example.com`,
    ...place,
  }
}

/** The currency that people of a country pay in. */
export function currencyOf(country: string): string {
  const currencies: Readonly<Record<string, string>> = {
    US: 'USD',
    GB: 'GBP',
    CH: 'CHF',
    JP: 'JPY',
    KW: 'KWD',
  }
  return currencies[country] ?? 'EUR'
}
