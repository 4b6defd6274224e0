import { type Ref, refKey, type StockMove, type StockNode } from '@canonry/model'
import type { Intent } from '@canonry/pack'
import { externalIdOf } from '@canonry/pack-netsuite'
import { describe, expect, it } from 'vitest'
import { INVENTORY_ADJUSTMENT } from '../src/simulator/inventory-adjustment-schema.js'
import { DEPOT_PROFILE, decoded, only, openDepot, pullAll } from './depot.js'
import { ELSEWHERE, push, STORE, TILL_PROFILE } from './till.js'
import { ACCOUNT, type World } from './world.js'

const SOURCE: Ref = { system: 'ledger', account: 'acme', kind: 'Correction', id: 'C/1' }
const VARIANT: Ref = { system: 'square', account: 'MERCHANT', kind: 'ItemVariation', id: 'V1' }

const shelf = (location: Ref, condition: 'sellable' | 'damaged' = 'sellable'): StockNode => ({
  kind: 'location',
  location,
  condition,
})
const outside = (place: 'count' | 'customer' | 'supplier' = 'count'): StockNode => ({
  kind: 'outside',
  place,
})

function move(change: Partial<StockMove> = {}): StockMove {
  return {
    refs: [SOURCE],
    key: 'C1',
    variant: VARIANT,
    sku: 'MUG',
    quantity: { value: '2', unit: 'C62' },
    from: shelf(STORE),
    to: outside(),
    occurredAt: '2026-11-24T23:30:00Z',
    recordedAt: '2026-11-24T23:30:00Z',
    cause: { kind: 'count' },
    reason: 'Recount of store 8',
    ...change,
  }
}

function moving(body: StockMove = move(), change: Partial<Intent> = {}): Intent {
  const key = `erp|upsert|stockMove|${refKey(SOURCE)}`
  return { key, kind: 'upsert', entity: 'stockMove', source: SOURCE, body, links: {}, ...change }
}

const open = (...skus: string[]) => openDepot(DEPOT_PROFILE, ...skus)
const lineOf = (id: string): Ref => ({
  system: 'netsuite',
  account: ACCOUNT,
  kind: 'transactionLine',
  id,
})
const onHand = ({ simulator }: World) => simulator.onHand({ item: 'MUG', location: '8' })

describe('a move of goods', () => {
  it('is one inventory adjustment: by so many, at its place, on the day of the account', async () => {
    const world = open('MUG')
    expect(await push(world, moving())).toEqual({ kind: 'confirmed', ref: lineOf('1002:1') })
    expect(world.simulator.adjustments()).toEqual([
      {
        id: '1002',
        externalId: externalIdOf(SOURCE),
        account: '9301',
        date: '2026-11-25',
        memo: 'Recount of store 8',
        lines: [{ item: 'MUG', location: '8', by: '-2' }],
        updates: 0,
      },
    ])
    expect(onHand(world)).toBe('-2')
  })

  it('puts goods on where they come from outside, and keeps the day that it says', async () => {
    const world = open('MUG')
    const found = { from: outside('supplier'), to: shelf(STORE), businessDate: '2026-11-20' }
    expect(await push(world, moving(move(found)))).toMatchObject({ kind: 'confirmed' })
    expect(world.simulator.adjustments()).toMatchObject([
      { date: '2026-11-20', lines: [{ by: '2' }] },
    ])
    expect(onHand(world)).toBe('2')
  })

  it('moves its goods once, however often it is sent', async () => {
    const world = open('MUG')
    const again = { kind: 'no-op', ref: lineOf('1002:1') }
    await push(world, moving())
    expect(await push(world, moving())).toEqual(again)
    const [outcome] = await world.reopen().push([moving()])
    expect(outcome).toEqual(again)
    expect(world.simulator.adjustments()).toHaveLength(1)
    expect(onHand(world)).toBe('-2')
  })

  it('is written once though its answer was lost, and found again, by another process as well', async () => {
    const world = open('MUG')
    world.fault(/PUT/, { kind: 'lose-answer' })
    expect(await push(world, moving())).toMatchObject({ kind: 'unknown' })
    const applied = { kind: 'applied', ref: lineOf('1002:1') }
    expect(await world.connector.verify([moving()])).toMatchObject([applied])
    expect(await world.reopen().verify([moving()])).toMatchObject([applied])
    expect(await push(world, moving())).toMatchObject({ kind: 'no-op', ref: lineOf('1002:1') })
    expect(world.simulator.adjustments()).toHaveLength(1)
    expect(onHand(world)).toBe('-2')
  })

  it('is not taken for applied when its write never arrived', async () => {
    const world = open('MUG')
    world.fault(/PUT/, { kind: 'answer', status: 503 })
    expect(await push(world, moving())).toMatchObject({ kind: 'unknown' })
    expect(await world.connector.verify([moving()])).toEqual([{ kind: 'not-applied' }])
    expect(await push(world, moving())).toMatchObject({ kind: 'confirmed' })
    expect(onHand(world)).toBe('-2')
  })

  it('is verified once its line can be asked for', async () => {
    const world = open('MUG')
    world.fault(/suiteql/, { kind: 'answer', status: 503 })
    expect(await push(world, moving())).toMatchObject({ failure: { kind: 'transient.definite' } })
    world.fault(/PUT/, { kind: 'lose-answer' })
    await push(world, moving())
    world.fault(/suiteql/, { kind: 'answer', status: 503 })
    expect(await world.connector.verify([moving()])).toMatchObject([{ kind: 'failed' }])
    expect(await world.connector.verify([moving()])).toMatchObject([{ kind: 'applied' }])
    expect(onHand(world)).toBe('-2')
  })

  it('is what it says again after somebody changed it, in the same line', async () => {
    const world = open('MUG')
    await push(world, moving())
    const inventory = { items: [{ line: 1, adjustQtyBy: -5 }] }
    await world.write('PATCH', 'inventoryAdjustment/1002', { inventory })
    expect(onHand(world)).toBe('-5')
    expect(await push(world, moving())).toEqual({ kind: 'confirmed', ref: lineOf('1002:1') })
    expect(onHand(world)).toBe('-2')
  })

  it('says all that the record must have, and nothing that it does not know', async () => {
    const world = open('MUG')
    await push(world, moving())
    const body = world.bodies[world.requests.findIndex((line) => line.startsWith('PUT'))] ?? ''
    const { inventory, ...header } = JSON.parse(body)
    const [line] = inventory.items
    const { properties, sublists } = INVENTORY_ADJUSTMENT
    const known = (names: Iterable<string> = []) => expect.arrayContaining([...names])
    expect([...properties.values()]).toEqual(known(Object.keys(header)))
    expect([...(sublists['inventory']?.properties.values() ?? [])]).toEqual(
      known(Object.keys(line)),
    )
    // mandatory by the metadata of the record
    expect(Object.keys(header)).toEqual(known(['account', 'subsidiary']))
    expect(Object.keys(line)).toEqual(known(['item', 'location', 'adjustQtyBy']))
  })

  it('comes back by a pull as the move that it is: under the name of its source', async () => {
    const world = open('MUG')
    await push(world, moving())
    world.simulator.adjust({ item: 'MUG', location: '8', quantity: '1' })
    const moves = only(await pullAll(world), 'stockMove@suiteql').map(decoded)
    expect(moves).toMatchObject([
      {
        refs: [lineOf('1002:1'), SOURCE],
        from: { kind: 'location', location: { id: '8' } },
        quantity: { value: '2' },
        reason: 'Recount of store 8',
        businessDate: '2026-11-25',
      },
      { refs: [{ kind: 'transactionLine' }] },
    ])
    expect(moves[1]?.refs).toHaveLength(1)
  })

  it('is under the name of nobody where only the external id is known, as of another integration', async () => {
    const world = open('MUG')
    await push(world, moving())
    const inventory = { items: [{ line: 1, memo: 'by hand' }] }
    await world.write('PATCH', 'inventoryAdjustment/1002', { inventory })
    const [pulled] = only(await pullAll(world), 'stockMove@suiteql').map(decoded)
    expect(pulled?.refs).toEqual([lineOf('1002:1')])
  })

  it('waits for an item and for a place, and says which', async () => {
    const world = open()
    expect(await push(world, moving())).toMatchObject({
      failure: { kind: 'dependency.missing', dependency: { kind: 'item', id: 'MUG' } },
    })
    const elsewhere = move({ from: shelf(ELSEWHERE) })
    expect(await push(world, moving(elsewhere))).toMatchObject({
      failure: { kind: 'dependency.missing', dependency: ELSEWHERE },
    })
    const item: Ref = { system: 'netsuite', account: ACCOUNT, kind: 'item', id: '' }
    const id = world.simulator.addItem({ itemId: 'Cup' })
    const links = { 'square/MERCHANT/ItemVariation/V1': { ...item, id } }
    expect(await push(world, moving(move(), { links }))).toMatchObject({ kind: 'confirmed' })
  })

  it.each([
    ['from place to place', { to: shelf(ELSEWHERE) }],
    ['on its way', { to: { kind: 'transit' as const, shipment: SOURCE, to: ELSEWHERE } }],
    ['outside alone', { from: outside(), to: outside('supplier') }],
    ['of damaged goods', { from: shelf(STORE, 'damaged') }],
    ['to a customer', { to: outside('customer') }],
    ['of a lot', { lot: 'L1' }],
    ['of serial numbers', { serials: ['1', '2'] }],
    ['of kilograms', { quantity: { value: '2', unit: 'KGM' } }],
    ['of nothing', { quantity: { value: '0', unit: 'C62' } }],
  ])('%s is refused, and nothing is sent', async (_, change) => {
    const world = open('MUG')
    expect(await push(world, moving(move(change)))).toMatchObject({
      failure: { kind: 'contract.invalid', message: expect.stringContaining('adjustment') },
    })
    expect(world.requests).toEqual([])
  })

  it('is refused where the profile names no account for it, and where it is to be cancelled', async () => {
    const failure = { kind: 'contract.invalid' }
    const world = openDepot(TILL_PROFILE, 'MUG')
    expect(await push(world, moving())).toMatchObject({ failure })
    expect(await push(open(), moving(move(), { kind: 'cancel' }))).toMatchObject({ failure })
    expect(world.requests).toEqual([])
  })
})

describe('the simulated account', () => {
  it.each([
    ['account', { account: null }, 'Adjustment Account'],
    ['subsidiary', { subsidiary: null }, 'Subsidiary'],
    ['lines', { inventory: { items: [] } }, 'at least one line'],
    ['an item', { inventory: { items: [{ location: { id: '8' }, adjustQtyBy: 1 }] } }, 'Item'],
    [
      'a location',
      { inventory: { items: [{ item: { id: '1001' }, adjustQtyBy: 1 }] } },
      'Location',
    ],
    [
      'a quantity',
      { inventory: { items: [{ item: { id: '1001' }, location: { id: '8' } }] } },
      'Adjust Qty. By',
    ],
    [
      'goods that are kept in stock',
      { inventory: { items: [{ item: { id: '9003' }, location: { id: '8' }, adjustQtyBy: 1 }] } },
      'Invalid Field Value 9003',
    ],
  ])('wants %s of an adjustment', async (_, change, message) => {
    const world = open('MUG')
    await pullAll(world)
    const line = { item: { id: '1001' }, location: { id: '8' }, adjustQtyBy: 1 }
    const body = {
      account: { id: '9301' },
      subsidiary: { id: '1' },
      inventory: { items: [line] },
      ...change,
    }
    const answer = await world.write('POST', 'inventoryAdjustment', body)
    expect(answer.status).toBe(400)
    expect(await answer.text()).toContain(message)
    expect(onHand(world)).toBe('0')
  })
})
