import type { StockPosition } from '@canonry/model'
import { secret, staticCredentials } from '@canonry/pack'
import { square } from '@canonry/pack-pos-square'
import { positionRef } from '@canonry/stock-ledger'
import { createSync, memoryStore } from '@canonry/sync'
import { testEnv } from '@canonry/sync/testing'
import { describe, expect, it } from 'vitest'
import { closedPlaces, countsToLedger, type StockMap, ticketsToLedger } from '../../src/index.js'
import { ledger } from './ledger.js'

const tills = square.connect({
  id: 'tills',
  merchant: 'M1',
  notificationUrl: 'https://a.example/h',
})
const stock: StockMap = {
  ledger,
  places: [
    { id: 'store-1', refs: [{ system: 'square', account: 'M1', kind: 'Location', id: 'L1' }] },
  ],
}

/** A moment of a morning. */
function at(minute: number): string {
  return new Date(Date.UTC(2026, 10, 27, 8, minute)).toISOString()
}

interface Sold {
  readonly id: string
  readonly minute: number
  readonly quantity: number
  readonly variation?: string
  readonly location?: string
  /** When it was changed, if it was. */
  readonly changed?: number
}

function ticket({ id, minute, quantity, variation = 'VMUG', location = 'L1', changed }: Sold) {
  const money = { amount: quantity * 100, currency: 'EUR' }
  const order = {
    id,
    location_id: location,
    state: 'COMPLETED',
    created_at: at(minute),
    updated_at: at(changed ?? minute),
    closed_at: at(minute),
    line_items: [
      {
        uid: 'line',
        name: 'Something',
        quantity: `${quantity}`,
        catalog_object_id: variation,
        item_type: 'ITEM',
        base_price_money: { amount: 100, currency: 'EUR' },
        total_money: money,
      },
    ],
    total_money: money,
  }
  const catalogue = variation === 'VMUG' ? { VMUG: { sku: 'MUG' } } : {}
  return { resource: 'order@rest', key: id, body: JSON.stringify({ order, catalogue }) }
}

function counted(id: string, { minute, quantity }: { minute: number; quantity: string }) {
  const physical_count = {
    id,
    state: 'IN_STOCK',
    location_id: 'L1',
    catalog_object_id: 'VMUG',
    quantity,
    occurred_at: at(minute),
    created_at: at(minute),
  }
  const body = JSON.stringify({ physical_count, catalogue: { VMUG: { sku: 'MUG' } } })
  return { resource: 'inventoryPhysicalCount@rest', key: id, body }
}

function company() {
  const env = testEnv()
  const credentials = staticCredentials({
    tills: { values: { accessToken: secret('t') }, webhookSecrets: [secret('k')] },
    stock: {},
  })
  const flows = [
    ...ticketsToLedger({ stock, from: [tills] }),
    ...countsToLedger({ stock, from: [tills] }),
  ]
  const connections = [tills, ledger]
  const reconcile = { tills: false } as const
  const sync = createSync({
    ...{ tenant: 'acme', store: memoryStore(), env, connections, credentials, flows, reconcile },
  })
  return {
    sync,
    hear: async (...documents: { resource: string; key: string; body: string }[]) => {
      const taken = await sync.ingest('tills', documents)
      expect(taken.map(({ kind }) => kind)).toEqual(documents.map(() => 'accepted'))
      const worker = await sync.start()
      await env.until(async () => (await sync.backlog()).facts === 0)
      await worker.stop()
    },
    has: async (place: string, item: string) => {
      const [known] = await sync.entities([positionRef('main', { place, item })])
      return (known?.body as StockPosition | undefined)?.sellable
    },
  }
}

describe('the ledger of stock', () => {
  it('goes below nothing where more was sold than counted, and says so', async () => {
    const { sync, hear, has } = company()
    await hear(
      counted('C1', { minute: 0, quantity: '2' }),
      ticket({ id: 'T1', minute: 5, quantity: 5 }),
    )
    expect(await has('store-1', 'MUG')).toBe('-3')
    const findings = await sync.findings()
    expect(findings.map(({ code, connection }) => [code, connection])).toContainEqual([
      'negative-stock',
      'stock',
    ])
  })

  it('keeps what no catalogue and no map knows under its own name, and the rest goes on', async () => {
    const { sync, hear, has } = company()
    await hear(
      counted('C1', { minute: 0, quantity: '9' }),
      ticket({ id: 'T1', minute: 5, quantity: 1, variation: 'VGONE' }),
      ticket({ id: 'T2', minute: 6, quantity: 2, location: 'LCLOSED' }),
      ticket({ id: 'T3', minute: 7, quantity: 3 }),
    )
    expect(await has('store-1', 'MUG')).toBe('6')
    expect(await has('store-1', '?square/M1/ItemVariation/VGONE')).toBe('-1')
    expect(await has('?square:M1:Location:LCLOSED', 'MUG')).toBe('-2')
    expect(await sync.exceptions({ state: 'open' })).toEqual([])
  })

  it('says what lies at a place that its system has closed, and goes on counting there', async () => {
    const { sync, hear, has } = company()
    const location = (status: string, name = 'Main street') => {
      const said = { id: 'L1', name, status, timezone: 'Europe/Berlin' }
      return { resource: 'location@rest', key: 'L1', body: JSON.stringify({ location: said }) }
    }
    await hear(location('ACTIVE'), counted('C1', { minute: 0, quantity: '9' }))
    expect(await closedPlaces(sync, stock)).toEqual([])
    await hear(location('INACTIVE'), ticket({ id: 'T1', minute: 5, quantity: 2 }))
    expect(await has('store-1', 'MUG')).toBe('7')
    const [place] = stock.places
    const closed = {
      ...{ id: 'store-1', by: [{ ...place?.refs[0], name: 'Main street' }], isOffered: true },
      lying: [{ item: 'MUG', onHand: '7', unit: 'C62' }],
    }
    expect(await closedPlaces(sync, stock)).toEqual([closed])
    const said = { ...stock, places: stock.places.map((each) => ({ ...each, closed: true })) }
    expect(await closedPlaces(sync, said)).toEqual([{ ...closed, isOffered: false }])
    await hear(counted('C2', { minute: 9, quantity: '0' }))
    expect(await closedPlaces(sync, stock)).toEqual([{ ...closed, lying: [] }])
    await hear(location('ACTIVE', 'Main street again'))
    expect(await closedPlaces(sync, stock)).toEqual([])
    expect(await sync.exceptions({ state: 'open' })).toEqual([])
  })

  it('takes the same ticket with other content for what it corrects', async () => {
    const { hear, has } = company()
    const first = ticket({ id: 'T1', minute: 5, quantity: 3 })
    await hear(counted('C1', { minute: 0, quantity: '9' }), first)
    await hear(ticket({ id: 'T1', minute: 5, quantity: 1, changed: 30 }))
    expect(await has('store-1', 'MUG')).toBe('8')
    // what was known before comes once more, and changes nothing
    await hear({ ...first, body: ` ${first.body}` })
    expect(await has('store-1', 'MUG')).toBe('8')
  })

  it('puts a late count before the sales after it, and refuses one that it cannot place any more', async () => {
    const { sync, hear, has } = company()
    const sales = Array.from({ length: 140 }, (_, index) =>
      ticket({ id: `T${index}`, minute: index + 10, quantity: 1 }),
    )
    await hear(...sales)
    // of the first twelve sales only the sum is known by now, until minute 21
    await hear(counted('C1', { minute: 15, quantity: '9' }))
    expect(await has('store-1', 'MUG')).toBe('-140')
    const open = await sync.exceptions({ state: 'open' })
    expect(open).toMatchObject([
      { connection: 'stock', message: expect.stringContaining('count again') },
    ])
    await hear(counted('C2', { minute: 100, quantity: '200' }))
    // sold at minutes 101 to 149
    expect(await has('store-1', 'MUG')).toBe('151')
    await hear(ticket({ id: 'LATE', minute: 99, quantity: 50 }))
    expect(await has('store-1', 'MUG')).toBe('151')
  })
})
