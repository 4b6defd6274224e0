import { createRequire } from 'node:module'
import { currencyExponent } from '@canonry/model'
import { createRandom } from '@canonry/pack/simulator'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { describe, expect, it } from 'vitest'
import { createCatalogue } from '../src/simulator/catalogue.js'
import { makeHistory } from '../src/simulator/history.js'
import { printOrder } from '../src/simulator/print-order.js'
import type { ShopCustomer, ShopOrder } from '../src/simulator/shop-order.js'

const { schemaForWebhook } = createRequire(import.meta.url)('shopify-webhook-schemas')

function makeOrders(currency: string, count: number): ShopOrder[] {
  const customers: ShopCustomer[] = []
  const maker = {
    currency,
    catalogue: createCatalogue(currency),
    random: createRandom(7),
    customers,
  }
  return Array.from({ length: count }, (_, index) =>
    makeHistory(1001 + index, Date.UTC(2026, 2, 29), maker).map(({ order }) => order),
  ).flat()
}

const orders = [...makeOrders('EUR', 500), ...makeOrders('JPY', 100), ...makeOrders('KWD', 50)]

// the published schema was inferred from one sample, which has a customer; orders without exist
function validator(lifted: readonly string[]) {
  const schema = structuredClone(schemaForWebhook('2026-07', 'orders/create'))
  schema.required = schema.required.filter((name: string) => !lifted.includes(name))
  const ajv = new Ajv2020({ strict: false, allErrors: true })
  ;(addFormats as unknown as (ajv: Ajv2020) => void)(ajv)
  return ajv.compile(schema)
}

type Side = 'shop_money' | 'presentment_money'
type MoneySet = Readonly<Record<Side, { readonly amount: string; readonly currency_code: string }>>

function unitsOf(set: MoneySet, side: Side): number {
  return Math.round(Number(set[side].amount) * 10 ** currencyExponent(set[side].currency_code))
}

function totalOf(wire: { readonly total_price_set: MoneySet }, side: Side): number {
  return unitsOf(wire.total_price_set, side)
}

function partsOf(
  wire: {
    readonly subtotal_price_set: MoneySet
    readonly total_tax_set: MoneySet
    readonly taxes_included: boolean
    readonly shipping_lines: readonly { readonly discounted_price_set: MoneySet }[]
  },
  side: Side,
): number {
  const shipping = wire.shipping_lines.map((line) => unitsOf(line.discounted_price_set, side))
  const tax = wire.taxes_included ? 0 : unitsOf(wire.total_tax_set, side)
  return shipping.reduce((a, b) => a + b, unitsOf(wire.subtotal_price_set, side) + tax)
}

describe('Shopify simulator', () => {
  it(`prints ${orders.length} orders in the published webhook shape`, () => {
    const strict = validator([])
    const withoutCustomer = validator(['customer'])
    for (const order of orders) {
      const validate = order.customer ? strict : withoutCustomer
      validate(JSON.parse(printOrder(order, 'acme')))
      expect(validate.errors).toBeNull()
    }
  })

  it('makes every kind of order that shops have', () => {
    const kinds = {
      foreign: orders.filter(({ currencies }) => currencies.shop !== currencies.buyer),
      taxed: orders.filter(({ taxesIncluded }) => !taxesIncluded),
      discounted: orders.filter(({ discounts }) => discounts.length > 0),
      freeShipping: orders.filter(({ discounts }) =>
        discounts.some(({ target }) => target === 'shipping_line'),
      ),
      tipped: orders.filter(({ tip }) => tip.shop > 0),
      unpaid: orders.filter(({ paid }) => paid === 0),
      edited: orders.filter(({ lines }) =>
        lines.some(({ quantity, current }) => current < quantity),
      ),
      cancelled: orders.filter(({ cancelledAt }) => cancelledAt !== undefined),
      guests: orders.filter(({ customer }) => customer === undefined),
      bundles: orders.filter(({ lines }) => lines.some(({ group }) => group !== undefined)),
      longIds: orders.filter(({ id }) => id > BigInt(Number.MAX_SAFE_INTEGER)),
      drifting: orders.filter(({ drift }) => drift !== 0),
    }
    for (const [kind, found] of Object.entries(kinds)) {
      expect(found.length, kind).toBeGreaterThan(4)
    }
  })

  it('keeps every digit of ids that no double holds', () => {
    const order = orders.find(({ id }) => id > BigInt(Number.MAX_SAFE_INTEGER)) as ShopOrder
    expect(printOrder(order, 'acme')).toContain(`{"id":${order.id},`)
  })

  it('adds up by the published identity, on each side alone', () => {
    for (const order of orders) {
      const wire = JSON.parse(printOrder(order, 'acme'))
      expect(totalOf(wire, 'shop_money')).toBe(partsOf(wire, 'shop_money') + order.tip.shop)
      expect(totalOf(wire, 'presentment_money')).toBe(
        partsOf(wire, 'presentment_money') + order.tip.buyer,
      )
    }
  })

  it('makes the same orders from the same seed', () => {
    const print = (list: ShopOrder[]) => list.map((order) => printOrder(order, 'acme')).join('\n')
    expect(print(makeOrders('EUR', 20))).toBe(print(makeOrders('EUR', 20)))
  })
})
