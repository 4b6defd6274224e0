import { describe, expect, it } from 'vitest'
import { DEPOT_PROFILE, decoded, only, openDepot, pagesOf, pullAll, versionOf } from './depot.js'
import { push, sale, TILL_PROFILE } from './till.js'
import { ACCOUNT, openWorld, type World } from './world.js'

const HOUR = 3_600_000
const DAY = 24 * HOUR

const open = (...skus: string[]) => openDepot(DEPOT_PROFILE, ...skus)

async function movesOf(world: World, since?: number) {
  return only(await pullAll(world, since), 'stockMove@suiteql')
}

const own = (kind: string, id: string) => ({ system: 'netsuite', account: ACCOUNT, kind, id })
const shelf = (id: string) => ({
  kind: 'location',
  location: own('location', id),
  condition: 'sellable',
})

describe('what the ERP moves', () => {
  it('is a receipt from the supplier, with its order, moment and day', async () => {
    const world = open('MUG')
    const id = world.simulator.receive({ item: 'MUG', location: '7', quantity: '48' })
    const [move] = await movesOf(world)
    expect(move && decoded(move)).toMatchObject({
      refs: [own('transactionLine', `${id}:1`)],
      key: `netsuite/${ACCOUNT}/transactionLine/${id}:1`,
      variant: own('item', '1001'),
      sku: 'MUG',
      quantity: { value: '48', unit: 'C62' },
      from: { kind: 'outside', place: 'supplier' },
      to: shelf('7'),
      occurredAt: '2026-11-24T10:00:00.000Z',
      recordedAt: '2026-11-24T10:00:00.000Z',
      businessDate: '2026-11-24',
      cause: { kind: 'receipt', ref: { kind: 'purchaseOrder' } },
    })
    expect(world.simulator.onHand({ item: 'MUG', location: '7' })).toBe('48')
  })

  it('is one move from place to place where both legs of a transfer are lines', async () => {
    const world = open('MUG')
    world.simulator.transfer({ item: 'MUG', from: '7', to: '8', quantity: '6' })
    expect((await movesOf(world)).map(decoded)).toMatchObject([
      { from: shelf('7'), to: shelf('8'), quantity: { value: '6' }, cause: { kind: 'transfer' } },
    ])
  })

  it('is on its way between the two documents of a transfer order', async () => {
    const world = open('MUG')
    const sent = world.simulator.send({ item: 'MUG', from: '7', to: '8', quantity: '10' })
    world.simulator.arrive(sent)
    const [out, back] = (await movesOf(world)).map(decoded)
    expect(out).toMatchObject({
      from: shelf('7'),
      to: { kind: 'transit', to: own('location', '8') },
    })
    expect(out).toMatchObject({ to: { shipment: { kind: 'transferOrder' } } })
    expect(back).toMatchObject({ to: shelf('8'), cause: { kind: 'transfer' } })
    expect(back && 'from' in back && back.from).toEqual(out && 'to' in out && out.to)
  })

  it('is an adjustment, up or down', async () => {
    const world = open('MUG')
    world.simulator.adjust({ item: 'MUG', location: '8', quantity: '3' })
    world.simulator.adjust({ item: 'MUG', location: '8', quantity: '-2' })
    const unknown = { kind: 'outside', place: 'unknown' }
    expect((await movesOf(world)).map(decoded)).toMatchObject([
      { from: unknown, to: shelf('8'), quantity: { value: '3' }, cause: { kind: 'adjustment' } },
      { from: shelf('8'), to: unknown, quantity: { value: '2' }, cause: { kind: 'adjustment' } },
    ])
  })

  it('is a sale where it ships a sales order, so that flows can tell it apart', async () => {
    const world = open('MUG')
    world.simulator.ship({ item: 'MUG', location: '7', quantity: '1' })
    expect((await movesOf(world)).map(decoded)).toMatchObject([
      { to: { place: 'customer' }, cause: { kind: 'sale', ref: { kind: 'salesOrder' } } },
    ])
  })

  it('is no cash sale, whose goods a till tells of', async () => {
    const world = open('SKU-1')
    await push(world, sale())
    expect(world.simulator.onHand({ item: 'SKU-1', location: '8' })).toBe('-1')
    expect(await movesOf(world)).toEqual([])
  })

  it('is made of parts that leave, whichever line tells of it, and taken apart again', async () => {
    const world = open('SET', 'MUG', 'BOX')
    const parts = [
      { item: 'MUG', quantity: '10' },
      { item: 'BOX', quantity: '5' },
    ]
    const assembly = { item: 'SET', location: '7', quantity: '5' }
    const built = world.simulator.build(assembly, parts)
    const apart = world.simulator.build({ ...assembly, quantity: '1' }, [], 'unbuild')
    const production = { kind: 'outside', place: 'production' }
    const cause = { kind: 'production' }
    const [own] = (await movesOf(world)).map(decoded)
    expect((await movesOf(world)).map(({ key }) => key)).toEqual(
      ['0', '1', '2'].map((line) => `${built}:${line}`).concat(`${apart}:0`),
    )
    expect(own).toMatchObject({ sku: 'SET', from: production, to: shelf('7'), cause })
    expect((await movesOf(world)).slice(1).map(decoded)).toMatchObject([
      { sku: 'MUG', quantity: { value: '10' }, from: shelf('7'), to: production, cause },
      { sku: 'BOX', quantity: { value: '5' }, from: shelf('7'), to: production, cause },
      { sku: 'SET', quantity: { value: '1' }, from: shelf('7'), to: production, cause },
    ])
    expect(world.simulator.onHand({ item: 'SET', location: '7' })).toBe('4')
  })

  it('is the adjustment that an approved count enters, and never the count', async () => {
    const world = open('MUG')
    world.simulator.addStock({ item: 'MUG', location: '7', quantity: '9' })
    const count = world.simulator.count({ item: 'MUG', location: '7', quantity: '7' })
    const moves = await movesOf(world)
    expect(moves.map(decoded)).toMatchObject([
      { from: shelf('7'), quantity: { value: '2' }, cause: { kind: 'adjustment' } },
    ])
    expect(moves.filter(({ key }) => key.startsWith(`${count}:`))).toEqual([])
    expect(world.simulator.onHand({ item: 'MUG', location: '7' })).toBe('7')
    world.simulator.count({ item: 'MUG', location: '7', quantity: '7' })
    expect(await movesOf(world)).toHaveLength(1)
  })

  it('is nothing that orders work, or moves goods within one location', async () => {
    const world = open('MUG')
    const goods = { item: 'MUG', location: '7', quantity: '4' }
    world.simulator.addStock(goods)
    world.simulator.orderWork(goods)
    world.simulator.moveBins(goods)
    world.simulator.changeStatus(goods)
    expect(await movesOf(world)).toEqual([])
    expect(await familiesOf(world, 0)).toEqual([])
    expect(world.simulator.onHand({ item: 'MUG', location: '7' })).toBe('4')
  })

  it('comes whole over many pages, each row once', async () => {
    const world = open('MUG')
    for (let count = 0; count < 2100; count += 1) {
      world.simulator.receive({ item: 'MUG', location: '7', quantity: '1' })
    }
    const moves = await movesOf(world)
    expect(moves).toHaveLength(2100)
    expect(new Set(moves.map(({ key }) => key)).size).toBe(2100)
    const pages = world.bodies.filter((body) => body.includes('FROM transactionline'))
    expect(pages).toHaveLength(3)
    expect(world.requests.filter((request) => /offset=[1-9]/.test(request))).toEqual([])
  })
})

describe('a pull of what the ERP moved since', () => {
  it('leaves out what is older, but for a day that is asked again', async () => {
    const world = open('MUG')
    const start = Date.parse('2026-11-24T10:00:00Z')
    const entered: string[] = []
    for (let day = 0; day < 5; day += 1) {
      entered.push(world.simulator.receive({ item: 'MUG', location: '7', quantity: '1' }))
      world.advance(DAY)
    }
    const since = start + 3 * DAY
    const keys = (await movesOf(world, since)).map(({ key }) => key)
    expect(keys).toEqual(entered.slice(2).map((id) => `${id}:1`))
  })

  it('goes on with the same bound over pages', async () => {
    const world = open('MUG')
    world.simulator.receive({ item: 'MUG', location: '7', quantity: '1' })
    world.advance(5 * DAY)
    for (let count = 0; count < 1001; count += 1) {
      world.simulator.receive({ item: 'MUG', location: '7', quantity: '1' })
    }
    const since = Date.parse('2026-11-29T10:00:00Z')
    expect(await movesOf(world, since)).toHaveLength(1001)
  })

  it('brings what was edited, however old it is, as a newer version of the same move', async () => {
    const world = open('MUG')
    const id = world.simulator.receive({ item: 'MUG', location: '7', quantity: '48' })
    const [first] = await movesOf(world)
    world.advance(30 * DAY)
    world.simulator.editQuantity(id, '45')
    const since = Date.parse('2026-12-24T09:00:00Z')
    const [edited, ...others] = await movesOf(world, since)
    expect(others).toEqual([])
    expect(edited && decoded(edited)).toMatchObject({
      refs: [own('transactionLine', `${id}:1`)],
      quantity: { value: '45' },
      occurredAt: '2026-11-24T10:00:00.000Z',
    })
    expect(first && versionOf(first)).toBe('2026-11-24T10:00:00.000Z')
    expect(edited && versionOf(edited)).toBe('2026-12-24T10:00:00.000Z')
    expect(world.simulator.onHand({ item: 'MUG', location: '7' })).toBe('45')
  })

  it('gives no version in the hour that clocks show twice', async () => {
    const world = open('MUG')
    world.advance(Date.parse('2027-10-31T01:30:00Z') - Date.parse('2026-11-24T10:00:00Z'))
    world.simulator.receive({ item: 'MUG', location: '7', quantity: '1' })
    const [move] = await movesOf(world)
    expect(move && versionOf(move)).toBeUndefined()
  })

  it('never looks back before the day from which moves are wanted', async () => {
    const profile = DEPOT_PROFILE
    const world = openWorld({ profile, options: { stock: true, movesFrom: '2026-11-27' } })
    world.simulator.addItem({ itemId: 'MUG' })
    const entered: string[] = []
    for (let day = 0; day < 5; day += 1) {
      entered.push(world.simulator.receive({ item: 'MUG', location: '7', quantity: '1' }))
      world.advance(DAY)
    }
    const lines = (from: number) => entered.slice(from).map((id) => `${id}:1`)
    const keysSince = async (since?: number) => (await movesOf(world, since)).map(({ key }) => key)
    expect(await keysSince()).toEqual(lines(2))
    expect(await keysSince(0)).toEqual(lines(2))
    expect(await keysSince(Date.parse('2026-11-28T12:00:00Z'))).toEqual(lines(3))
  })

  it('does not bring what was deleted', async () => {
    const world = open('MUG')
    const id = world.simulator.receive({ item: 'MUG', location: '7', quantity: '48' })
    world.simulator.deleteTransaction(id)
    expect(await movesOf(world)).toEqual([])
    expect(world.simulator.onHand({ item: 'MUG', location: '7' })).toBe('0')
  })

  it('still tells all quantities, items and locations', async () => {
    const world = open('MUG')
    world.simulator.receive({ item: 'MUG', location: '7', quantity: '48' })
    world.advance(30 * DAY)
    const documents = await pullAll(world, Date.parse('2026-12-24T09:00:00Z'))
    expect(documents.map(({ resource }) => resource)).toEqual([
      'location@suiteql',
      'location@suiteql',
      'item@suiteql',
      'itemLocation@suiteql',
    ])
  })
})

/** The families that a pull brings whole. */
async function familiesOf(world: World, since?: number): Promise<string[]> {
  const pages = await pagesOf(world, since)
  return pages.flatMap(({ complete = [] }) => complete.map(({ begins }) => begins))
}

describe('a pull of what changed in the ERP', () => {
  const since = Date.parse('2026-12-24T09:00:00Z')
  const received = (world: World, pieces: number) => {
    const goods = { item: 'MUG', location: '7', quantity: '1' }
    return world.simulator.receive(...Array.from({ length: pieces }, () => goods))
  }

  it('names every transaction that changed, of which it brings all lines', async () => {
    const world = open('MUG')
    const untouched = received(world, 1)
    const edited = received(world, 3)
    world.advance(30 * DAY)
    world.simulator.deleteLine(edited, '2')
    const fresh = received(world, 2)
    expect((await movesOf(world, since)).map(({ key }) => key)).toEqual([
      `${edited}:1`,
      `${edited}:3`,
      `${fresh}:1`,
      `${fresh}:2`,
    ])
    expect(await familiesOf(world, since)).toEqual([`${edited}:`, `${fresh}:`])
    expect(await familiesOf(world, since)).not.toContain(`${untouched}:`)
    // a scan of everything compares by itself
    expect(await familiesOf(world)).toEqual([])
  })

  it('names a transaction that has no lines left, or posts no more', async () => {
    const world = open('MUG')
    const emptied = received(world, 1)
    const shipped = world.simulator.ship({ item: 'MUG', location: '7', quantity: '1' })
    world.advance(30 * DAY)
    world.simulator.deleteLine(emptied, '1')
    world.simulator.unship(shipped)
    expect(world.simulator.onHand({ item: 'MUG', location: '7' })).toBe('0')
    expect(await movesOf(world, since)).toEqual([])
    expect(await familiesOf(world, since)).toEqual([`${emptied}:`, `${shipped}:`])
    world.simulator.unship(shipped, false)
    expect(await movesOf(world, since)).toHaveLength(1)
  })

  it('names what was deleted, where the role may know it', async () => {
    const world = open('MUG')
    const [early, late] = [received(world, 1), received(world, 1)]
    world.simulator.deleteTransaction(early)
    world.advance(30 * DAY)
    world.simulator.deleteTransaction(late)
    expect(await familiesOf(world, since)).toEqual([`${late}:`])
  })

  it('goes on without what was deleted where the role may not know it', async () => {
    const options = { stock: true }
    const world = openWorld({ profile: DEPOT_PROFILE, options, hidden: ['deletedrecord'] })
    world.simulator.addItem({ itemId: 'MUG' })
    const [gone, kept] = [received(world, 1), received(world, 1)]
    world.simulator.deleteTransaction(gone)
    expect(await familiesOf(world, 0)).toEqual([`${kept}:`])
  })

  it('fails where the question what was deleted fails for another reason', async () => {
    const world = open('MUG')
    world.fault(/suiteql/, { kind: 'answer', status: 503 })
    const cursor = JSON.stringify({ table: 'deletions', since: 0, isPartial: true })
    const page = await world.connector.pull?.(cursor)
    expect(page?.isErr() && page.error.kind).toBe('transient.definite')
  })

  it('leaves a transaction that the end of a page cuts through to the next page', async () => {
    const world = open('MUG')
    const [first, second, long] = [received(world, 998), received(world, 5), received(world, 2100)]
    const pages = (await pagesOf(world, 0)).filter(({ complete }) => complete)
    const shown = pages.map(({ documents, complete = [] }) => [
      documents.length,
      complete.map(({ begins }) => begins),
    ])
    expect(shown).toEqual([
      [998, [`${first}:`]],
      [5, [`${second}:`]],
      [1000, [`${long}:`]],
      [1000, [`${long}:`]],
      [100, [`${long}:`]],
      [0, []],
    ])
    const keys = pages.flatMap(({ documents }) => documents.map(({ key }) => key))
    expect(new Set(keys).size).toBe(998 + 5 + 2100)
  })
})

describe('a line that moved stock', () => {
  it('is read by its ref', async () => {
    const world = open('MUG')
    const id = world.simulator.receive({ item: 'MUG', location: '7', quantity: '48' })
    const refs = [`${id}:1`, `${id}:9`, id, `${id}:1 OR 1 = 1`].map((name) =>
      own('transactionLine', name),
    )
    const read = (await world.connector.read(refs))._unsafeUnwrap()
    expect(read.map(({ resource, key }) => [resource, key])).toEqual([
      ['stockMove@suiteql', `${id}:1`],
    ])
  })

  it('is not read without the zone of the account, and then nobody asks by itself', async () => {
    const world = openDepot(TILL_PROFILE, 'MUG')
    const id = world.simulator.receive({ item: 'MUG', location: '7', quantity: '48' })
    expect(await movesOf(world)).toEqual([])
    expect(
      (await world.connector.read([own('transactionLine', `${id}:1`)]))._unsafeUnwrap(),
    ).toEqual([])
    expect(world.connector.capabilities.pullsSince).toBe(false)
    expect(open().connector.capabilities.pullsSince).toBe(true)
  })
})
