import { currencyExponent } from '@canonry/model'
import type { Random } from '@canonry/pack/simulator'
import { type Buyer, currencyOf, makeBuyer } from './buyers.js'
import type { Article } from './catalogue.js'
import { discountLines, makeDiscounts } from './make-discounts.js'
import { addPairs, type Currencies, mapPair, NOTHING, type Pair } from './pair.js'
import type { ShopCustomer, ShopLine, ShopOrder, ShopShipping } from './shop-order.js'
import { shopTotals } from './shop-totals.js'
import { type TaxRule, taxesOn, taxRule } from './tax-rules.js'

/** What every order of a shop is made from. */
export interface OrderMaker {
  readonly currency: string
  readonly catalogue: readonly [Article, ...Article[]]
  readonly random: Random
  /** Existing customers; new ones are added. */
  readonly customers: ShopCustomer[]
}

/** Makes the next order of a shop at a moment (epoch ms). */
export function makeOrder(number: number, at: number, maker: OrderMaker): ShopOrder {
  const { random } = maker
  const customer = chooseCustomer(maker)
  const address = customer ?? makeBuyer(random)
  const currencies = { shop: maker.currency, buyer: buyerCurrency(address, maker) }
  const rule = taxRule(address.country)
  const convert = converter(currencies, random)
  const discounts = makeDiscounts(maker.currency, random)
  const bare = makeLines(maker, convert)
  const lines = discountLines(bare, discounts, { currencies, convert }).map((line) =>
    taxLine(line, rule),
  )
  const shipping = makeShipping(
    discounts.some(({ target }) => target === 'shipping_line'),
    {
      random,
      rule,
      convert,
      currency: maker.currency,
    },
  )
  const order: ShopOrder = {
    id: makeId(random),
    number,
    currencies,
    taxesIncluded: rule.included,
    createdAt: at,
    updatedAt: at,
    ...(customer ? { customer } : {}),
    address,
    lines,
    shipping,
    discounts,
    tip: random.chance(0.08)
      ? convert(random.between(1, 9) * 10 ** currencyExponent(maker.currency))
      : NOTHING,
    paid: 0,
    drift:
      !rule.included && rule.taxes.length > 0 && random.chance(0.04) ? random.pick([-1, 1]) : 0,
    ...(random.chance(0.1) ? { note: 'Leave it at the door, please – «merci» 🙂' } : {}),
  }
  return { ...order, paid: payment(order, random) }
}

/** A shop with ids of both ages: 13 digits, and 18 that no double can hold. */
export function makeId(random: Random): bigint {
  const low = BigInt(random.between(0, 999_999_999))
  return random.chance(0.3)
    ? 820_982_911_000_000_000n + BigInt(random.between(1, 999)) * 1_000_000_000n + low
    : 5_400_000_000_000n + BigInt(random.between(1, 99)) * 1_000_000_000n + low
}

function chooseCustomer({ random, customers }: OrderMaker): ShopCustomer | undefined {
  if (random.chance(0.1)) return undefined
  const known = customers[random.between(0, customers.length - 1)]
  if (known && random.chance(0.4)) return known
  const state = random.chance(0.4) ? 'disabled' : 'enabled'
  const customer: ShopCustomer = { ...makeBuyer(random), id: makeId(random), state }
  customers.push(customer)
  return customer
}

function buyerCurrency({ country }: Buyer, { currency, random }: OrderMaker): string {
  return random.chance(0.5) ? currencyOf(country) : currency
}

type Convert = (units: number) => Pair

// the shop converts each amount by itself, so the sides are not one rate apart
function converter({ shop, buyer }: Currencies, random: Random): Convert {
  if (shop === buyer) return (units) => ({ shop: units, buyer: units })
  const perShop = 0.8 + random.next()
  const scale = 10 ** (currencyExponent(buyer) - currencyExponent(shop))
  return (units) => ({ shop: units, buyer: Math.round(units * perShop * scale) })
}

function makeLines({ random, catalogue }: OrderMaker, convert: Convert): ShopLine[] {
  const group = random.chance(0.12) ? makeId(random) : undefined
  const count = group ? random.between(2, 4) : random.between(1, 5)
  return Array.from({ length: count }, (): ShopLine => {
    const article = random.pick(catalogue)
    const quantity = random.chance(0.7) ? 1 : random.between(2, 6)
    return {
      id: makeId(random),
      article,
      quantity,
      current: quantity,
      fulfilled: 0,
      unit: convert(article.price),
      allocations: [],
      taxes: [],
      ...(group ? { group } : {}),
    }
  })
}

function taxLine(line: ShopLine, rule: TaxRule): ShopLine {
  const gross = mapPair(line.unit, (unit) => unit * line.quantity)
  const discount = addPairs(...line.allocations.map(({ amount }) => amount))
  const charged = { shop: gross.shop - discount.shop, buyer: gross.buyer - discount.buyer }
  return { ...line, taxes: taxesOn(charged, rule) }
}

function makeShipping(
  free: boolean,
  given: { random: Random; rule: TaxRule; convert: Convert; currency: string },
): ShopShipping[] {
  if (given.random.chance(0.1)) return []
  const price = given.convert(
    given.random.pick([4, 7, 10, 15]) * 10 ** currencyExponent(given.currency),
  )
  const discounted = free ? NOTHING : price
  const title = given.random.pick(['Standard', 'Express', 'Pick-up point'])
  const taxes = taxesOn(discounted, given.rule)
  return [{ id: makeId(given.random), title, price, discounted, taxes }]
}

function payment(order: ShopOrder, random: Random): number {
  const total = shopTotals(order, 'current').total.shop
  if (random.chance(0.1)) return 0
  return random.chance(0.1) ? Math.floor(total / 2) : total
}
