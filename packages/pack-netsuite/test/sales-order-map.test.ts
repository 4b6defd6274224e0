import { decode, encode } from '@canonry/mapping'
import { mappingLaws } from '@canonry/mapping/testing'
import { orderTotals } from '@canonry/model'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cashSaleMapping } from '../src/map/cash-sale.js'
import { salesOrderMapping } from '../src/map/sales-order.js'
import { foldSale } from '../src/wire/fold-sale.js'
import { elementsOf, type JsonObject } from '../src/wire/json-object.js'
import { unfoldSale } from '../src/wire/unfold-sale.js'
import { saleBody } from '../src/write/sale-body.js'
import { booked, orderOverrides, profile } from './map-overrides.js'
import { ACCOUNT } from './world.js'

const salesOrders = salesOrderMapping(profile)
const mappings = { salesOrder: salesOrders, cashSale: cashSaleMapping(profile) }
const writing = { account: ACCOUNT, profile, mappings, record: 'salesOrder' } as const
/** What is written, with lines of others, as NetSuite gives it back. */
const flat = fc.tuple(booked, fc.nat({ max: 2 }), fc.boolean()).map(([order, others, rich]) => {
  const body = saleBody(order, writing)._unsafeUnwrap()
  const byHand = Array.from({ length: others }, (_, index) => ({
    line: 90 + index,
    item: { id: '7', refName: 'BY-HAND' },
    amount: index,
    taxDetailsReference: `hand ${index}`,
  }))
  const taxes = byHand.map(({ taxDetailsReference: id }) => ({
    taxDetailsReference: { id, refName: id },
    taxCode: { id: '1' },
    taxAmount: 1,
  }))
  return {
    ...body,
    id: '17',
    tranId: 'SO17',
    lastModifiedDate: '2026-11-24T10:00:00Z',
    total: 12.5,
    status: { id: 'B', refName: 'Pending Fulfillment' },
    item: {
      ...(rich ? { count: 1, links: [] } : {}),
      items: [...elementsOf(body['item']), ...byHand],
    },
    taxDetails: { items: [...elementsOf(body['taxDetails']), ...taxes] },
  }
})
const folded = flat.map(foldSale)

const context = { account: ACCOUNT }

/** A folded sales order with one line for three units. */
function documentOf(counts: { quantityFulfilled: number; isClosed: boolean }): JsonObject {
  const item = { id: '5', refName: 'SKU-1' }
  const line = { custcol_canonry_line: 'goods:1', item, quantity: 3, rate: 2, amount: 6, ...counts }
  return foldSale({
    id: '1',
    tranId: 'SO1',
    tranDate: '2026-11-24',
    currency: { id: '1' },
    entity: { id: '9' },
    item: { items: [line] },
  })
}

function inOrder(document: JsonObject): JsonObject {
  const sorted = (list: unknown) =>
    elementsOf(list)
      .map((element) => JSON.stringify(sortKeys(element)))
      .sort()
  return { ...document, item: sorted(document['item']), taxDetails: sorted(document['taxDetails']) }
}

function sortKeys(value: object): object {
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
}

describe('a folded sales order', () => {
  it('unfolds to the same document, up to the order of lists', () => {
    fc.assert(
      fc.property(flat, (document) => {
        expect(inOrder(unfoldSale(foldSale(document)))).toEqual(inOrder(document))
      }),
    )
  })

  it('folds again to the same when it is unfolded', () => {
    fc.assert(
      fc.property(folded, (document) => {
        expect(foldSale(unfoldSale(document))).toEqual(document)
      }),
    )
  })

  it('keeps apart what others entered, and a second line with the same key', () => {
    const line = { custcol_canonry_line: 'goods:1', amount: 1 }
    const document = { item: { items: [line, { ...line, amount: 2 }, { amount: 3 }] } }
    const { goods, otherLines } = foldSale(document)
    expect(goods).toEqual([{ amount: 1, key: '1', discounts: [], taxes: [] }])
    expect(otherLines).toEqual([{ ...line, amount: 2 }, { amount: 3 }])
  })

  it('never throws, whatever the document holds', () => {
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.constantFrom('item', 'taxDetails', 'shippingCost', 'total'),
          fc.jsonValue(),
        ),
        (document) => {
          expect(() => unfoldSale(foldSale(document as JsonObject))).not.toThrow()
        },
      ),
    )
  })
})

describe('the sales order mapping', () => {
  const subject = {
    mapping: salesOrders,
    context: { account: ACCOUNT },
    overrides: orderOverrides,
    // discount lines have no names
    allows: (pointer: string) => pointer.endsWith('/discounts'),
    wire: fc.sample(folded, { numRuns: 20, seed: 1 }),
  }
  it.each(mappingLaws)('keeps $name', ({ run }) => run(subject))

  it('reads back the money and the lines that were written', () => {
    fc.assert(
      fc.property(booked, (order) => {
        const body = saleBody(order, writing)._unsafeUnwrap()
        const { entity } = decode(salesOrders, foldSale(body), {
          account: ACCOUNT,
        })._unsafeUnwrap()
        expect(orderTotals(entity, 'shop')).toEqual(orderTotals(order, 'shop'))
        expect({ ...entity, refs: order.refs, asserted: order.asserted }).toEqual({
          ...order,
          lines: order.lines.map(({ sku: _, ...line }) => line),
        })
      }),
    )
  })

  it('takes units of a closed line that were not sent as cancelled', () => {
    const { entity } = decode(
      salesOrders,
      documentOf({ quantityFulfilled: 1, isClosed: true }),
      context,
    )._unsafeUnwrap()
    expect(entity.lines[0]).toMatchObject({
      sku: 'SKU-1',
      title: 'SKU-1',
      quantity: { ordered: '3', cancelled: '2', fulfilled: '1', returned: '0' },
    })
    expect(entity.number).toBe('SO1')
  })

  it('takes nothing as cancelled of a closed line of which more was sent than ordered', () => {
    const document = documentOf({ quantityFulfilled: 4, isClosed: true })
    const { entity, residue } = decode(salesOrders, document, context)._unsafeUnwrap()
    expect(entity.lines[0]?.quantity).toMatchObject({ cancelled: '0', fulfilled: '4' })
    expect(encode(salesOrders, entity, { context, residue })._unsafeUnwrap()).toEqual(document)
  })

  it('writes back that nothing was sent and that a line is not closed', () => {
    const document = documentOf({ quantityFulfilled: 0, isClosed: false })
    const { entity, residue } = decode(salesOrders, document, context)._unsafeUnwrap()
    expect(encode(salesOrders, entity, { context, residue })._unsafeUnwrap()).toEqual(document)
  })

  it('names a currency that the profile does not know', () => {
    const document = foldSale({
      tranId: 'SO1',
      tranDate: '2026-11-24',
      currency: { id: '99' },
      entity: { id: '9' },
    })
    const errors = decode(salesOrders, document, { account: ACCOUNT })._unsafeUnwrapErr()
    expect(errors).toContainEqual(
      expect.objectContaining({ code: 'currency', wire: '/currency/id' }),
    )
  })
})
