import { decimal, decode, each, encode, from, mapping, maybe, patch, text } from '@canonry/mapping'
import { mappingLaws } from '@canonry/mapping/testing'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'

const Line = z.object({ sku: z.string(), price: z.string() })
const Order = z.object({ number: z.string(), buyer: z.string().optional(), lines: z.array(Line) })

const WireItem = z.object({ SellerSKU: z.string(), ItemPrice: z.string() })
/** An order as a marketplace tells it: two answers of two calls, and a third that not everybody may make. */
const WireBundle = z.object({
  order: z.object({ AmazonOrderId: z.string() }),
  items: z.object({ OrderItems: z.array(WireItem) }),
  buyer: z.object({ BuyerName: z.string().nullish() }).nullish(),
})

const item = mapping({
  system: 'market',
  entity: 'Line',
  wire: WireItem,
  canonical: Line,
  map: ($) => ({ sku: from($.SellerSKU, text), price: from($.ItemPrice, decimal) }),
})

const order = mapping({
  system: 'market',
  entity: 'Order',
  wire: WireBundle,
  canonical: Order,
  map: ($) => ({
    number: from($.order.AmazonOrderId, text),
    buyer: maybe($.buyer.BuyerName, text, { write: 'no call of ours' }),
    lines: each($.items.OrderItems, item, ({ sku }) => sku),
  }),
})

const bundle = {
  order: { AmazonOrderId: '1-2', MarketplaceId: 'A1' },
  items: { NextToken: 'n', OrderItems: [{ SellerSKU: 'TEA', ItemPrice: '2.50', Gift: true }] },
  buyer: null,
}

const documents = fc.record(
  {
    order: fc.record({ AmazonOrderId: fc.string(), MarketplaceId: fc.string() }),
    items: fc.record({
      OrderItems: fc.array(
        fc.record({ SellerSKU: fc.constantFrom('A', 'B'), ItemPrice: fc.constantFrom('1', '2.0') }),
        { maxLength: 3 },
      ),
    }),
    buyer: fc.option(fc.record({ BuyerName: fc.option(fc.string()) })),
  },
  { requiredKeys: ['order', 'items'] },
)

describe('several documents read as one', () => {
  for (const { name, run } of mappingLaws) {
    it(`keep the law of ${name}`, () => run({ mapping: order, context: {}, documents }))
  }

  it('give one entity, and come back each with its own rest', () => {
    const { entity, residue } = decode(order, bundle, {})._unsafeUnwrap()
    expect(entity).toEqual({ number: '1-2', lines: [{ sku: 'TEA', price: '2.5' }] })
    expect(encode(order, entity, { context: {}, residue })._unsafeUnwrap()).toEqual({
      ...bundle,
      items: { ...bundle.items, OrderItems: [{ SellerSKU: 'TEA', ItemPrice: '2.5', Gift: true }] },
    })
  })

  it('name the document of an error and of a change', () => {
    const items = { OrderItems: [{ SellerSKU: 7, ItemPrice: '1' }] }
    expect(decode(order, { ...bundle, items }, {})._unsafeUnwrapErr()).toMatchObject([
      { wire: '/items/OrderItems/0/SellerSKU', entity: '/lines/0/sku' },
    ])
    const { entity: before } = decode(order, bundle, {})._unsafeUnwrap()
    const named = patch(order, { before, after: { ...before, buyer: 'Ada' } }, { context: {} })
    expect(named._unsafeUnwrap().changes).toMatchObject([
      { entity: '/buyer', wire: [{ pointer: '/buyer/BuyerName', value: 'Ada' }] },
    ])
  })
})
