import { describe, expect, it } from 'vitest'
import { decoded, only, openDepot as openAny, pullAll } from './depot.js'
import { push, rung, sale, TILL_PROFILE, ticket } from './till.js'
import { ACCOUNT, intent, line, openWorld, order } from './world.js'

const openDepot = (...skus: string[]) => openAny(TILL_PROFILE, ...skus)

describe('what the ERP has in stock', () => {
  it('is pulled: locations, items with article numbers and barcodes, quantities of each at each', async () => {
    const world = openDepot('MUG')
    world.simulator.addItem({ itemId: 'CARD', upcCode: '4006381333931', displayName: 'Card' })
    world.simulator.addStock({ item: 'MUG', location: '8', quantity: '12' })
    const documents = await pullAll(world)
    expect(only(documents, 'location@suiteql').map(decoded)).toMatchObject([
      { refs: [{ kind: 'location', id: '7' }], name: 'Main Warehouse', active: true },
      { refs: [{ kind: 'location', id: '8' }], name: 'Store 8' },
    ])
    expect(only(documents, 'item@suiteql').map(decoded)).toMatchObject([
      { refs: [{ kind: 'item', id: '1001' }], sku: 'MUG', gtins: [] },
      { sku: 'CARD', title: 'Card', gtins: ['04006381333931'] },
    ])
    expect(only(documents, 'itemLocation@suiteql').map(decoded)).toMatchObject([
      {
        refs: [{ system: 'netsuite', kind: 'itemLocation', id: '1001:8' }],
        variant: { kind: 'item', id: '1001' },
        sku: 'MUG',
        location: { kind: 'location', id: '8' },
        at: '2026-11-24T10:00:00.000Z',
        onHand: '12',
        reserved: '0',
      },
    ])
  })

  it('falls with a cash sale, and what a sales order wants is reserved', async () => {
    const world = openDepot('SKU-1')
    world.simulator.addStock({ item: 'SKU-1', location: '8', quantity: '5' })
    world.simulator.addStock({ item: 'SKU-1', location: '7', quantity: '3' })
    await push(world, sale(ticket({ lines: [rung('1')] })))
    const quantity = { ordered: '2', cancelled: '0', fulfilled: '0', returned: '0' }
    await push(world, intent({ body: order({ lines: [line('1', { quantity })] }) }))
    const positions = only(await pullAll(world), 'itemLocation@suiteql').map(decoded)
    expect(positions).toMatchObject([
      { location: { id: '7' }, onHand: '3', reserved: '2', available: '1' },
      { location: { id: '8' }, onHand: '4', reserved: '0', available: '4' },
    ])
  })

  it('may be less than nothing, which is said and not hidden', async () => {
    const world = openDepot('SKU-1')
    await push(world, sale())
    const [position] = only(await pullAll(world), 'itemLocation@suiteql').map(decoded)
    expect(position).toMatchObject({ onHand: '-1', available: '-1' })
  })

  it('comes whole, page by page of a thousand rows, though rows come and go meanwhile', async () => {
    const world = openDepot()
    for (let count = 0; count < 1201; count += 1) {
      world.simulator.addItem({ itemId: `SKU-${count}` })
      for (const location of ['7', '8']) {
        world.simulator.addStock({ item: `SKU-${count}`, location, quantity: '1' })
      }
    }
    const documents = await pullAll(world)
    expect(new Set(documents.map(({ resource, key }) => `${resource} ${key}`)).size).toBe(
      2 + 1201 + 2402,
    )
    expect(documents).toHaveLength(2 + 1201 + 2402)
    const queries = world.requests.filter((request) => request.includes('suiteql'))
    expect(queries.every((request) => request.includes('offset=0'))).toBe(true)
  })

  it('is read by ref, and what is not there or no name of a row is left out', async () => {
    const world = openDepot('MUG')
    world.simulator.addStock({ item: 'MUG', location: '8', quantity: '2' })
    const ref = (kind: string, id: string) => ({ system: 'netsuite', account: ACCOUNT, kind, id })
    const refs = [
      ref('itemLocation', '1001:8'),
      ref('itemLocation', '1001:7'),
      ref('itemLocation', "1001:8' OR 1 = 1"),
      ref('itemLocation', '1001'),
      ref('item', '1001'),
      ref('location', '8'),
      { ...ref('item', '1001'), account: 'another' },
    ]
    const read = (await world.connector.read(refs))._unsafeUnwrap()
    expect(read.map(({ resource, key }) => [resource, key])).toEqual([
      ['location@suiteql', '8'],
      ['item@suiteql', '1001'],
      ['itemLocation@suiteql', '1001:8'],
    ])
  })

  it('is not pulled unless the connection is to', () => {
    expect(openWorld().connector.pull).toBeUndefined()
  })

  it.each(['{}', 'x', '{"table":"items","after":["1 OR 1"]}', '{"table":"items","after":[]}'])(
    'is not pulled from the cursor %s, which no page gave',
    async (cursor) => {
      const page = await openDepot().connector.pull?.(cursor)
      expect(page?._unsafeUnwrapErr()).toMatchObject({ kind: 'handler.bug' })
    },
  )
})
