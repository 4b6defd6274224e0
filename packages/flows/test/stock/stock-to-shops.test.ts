import type { StockPosition } from '@canonry/model'
import { describe, expect, it } from 'vitest'
import { type StockPlace, stockToShops } from '../../src/index.js'
import { changeOf, connection, ledger, refIn, shop, stock } from './ledger.js'

const other = connection('other', 'walmart')

function position(more: Partial<StockPosition> = {}): StockPosition {
  return {
    refs: [refIn(ledger, 'Position', 'web/MUG')],
    variant: refIn(ledger, 'Item', 'MUG'),
    sku: 'MUG',
    location: refIn(ledger, 'Place', 'web'),
    at: '2026-11-28T10:00:00Z',
    countedAt: '2026-11-28T08:00:00Z',
    unit: 'C62',
    ...{ sellable: '9', quarantine: '1', damaged: '0', onHand: '10', reserved: '2', safety: '0' },
    available: '7',
    incoming: [{ quantity: '50', shipment: refIn(ledger, 'Shipment', 's') }],
    asserted: [{ system: 'shopify', account: 'acme', counts: 'unknown', quantity: '4' }],
    taken: [
      { system: 'shopify', account: 'acme', quantity: '3' },
      { system: 'walmart', account: 'acme', quantity: '1' },
    ],
    ...more,
  }
}

function plans(after: StockPosition, before?: StockPosition, options = {}) {
  const [flow] = stockToShops({ stock, to: [shop, other], ...options })
  const change = changeOf('stockPosition', before === undefined ? { after } : { after, before })
  return flow?.decide(change) ?? []
}

describe('stockToShops', () => {
  it('tells a shop, at its own location, what it may sell, and what it sold so far', () => {
    const told = plans(position(), undefined, { safety: () => '1', buffer: () => '4' })
    expect(told).toMatchObject([
      {
        kind: 'upsert',
        connection: 'shop',
        slaMs: 60_000,
        body: {
          sku: 'MUG',
          location: refIn(shop, 'Location', '1'),
          ...{ available: '2', safety: '5', incoming: [] },
          taken: [{ system: 'shopify', quantity: '3' }],
          asserted: [{ system: 'shopify', counts: 'available', quantity: '4' }],
        },
      },
    ])
  })

  it('says nothing that means the same for a shop', () => {
    const now = { at: '2026-11-28T11:00:00Z' }
    const sent = position({ ...now, sellable: '8', onHand: '9', reserved: '1' })
    expect(plans(sent, position())).toEqual([])
    const sold = position({ ...now, reserved: '3', available: '6' })
    expect(plans(sold, position())).toHaveLength(1)
    const elsewhere = position({
      ...now,
      taken: [
        { system: 'shopify', account: 'acme', quantity: '3' },
        { system: 'walmart', account: 'acme', quantity: '2' },
      ],
    })
    expect(plans(elsewhere, position())).toEqual([])
  })

  it('offers nothing of what lies at a place that is closed, and says so once', () => {
    const [web, ...others] = stock.places as [StockPlace, ...StockPlace[]]
    const closed = { ...stock, places: [{ ...web, closed: true }, ...others] }
    const offers = (after: StockPosition, before?: StockPosition) =>
      plans(after, before, { stock: closed, safety: () => '1' })
    expect(offers(position())).toMatchObject([{ body: { available: '0', safety: '7' } }])
    expect(offers(position({ sellable: '8', onHand: '9' }), position())).toEqual([])
    const promised = position({ reserved: '11' })
    expect(offers(promised)).toMatchObject([{ body: { available: '-2', safety: '0' } }])
  })

  it('tells shops nothing of places and items that they cannot know, nor of what nobody counted', () => {
    expect(plans(position({ location: refIn(ledger, 'Place', 'store-2') }))).toEqual([])
    expect(
      plans(position({ location: refIn(ledger, 'Place', '?square:acme:Location:X') })),
    ).toEqual([])
    const { countedAt: _, ...uncounted } = position()
    expect(plans(uncounted)).toEqual([])
    expect(plans(position({ sku: '?square/acme/ItemVariation/V' }))).toEqual([])
  })
})
