import { addDecimals, businessDate, type StockMove, sumDecimals } from '@canonry/model'
import type { DecodedPart } from '@canonry/pack'
import { describe, expect, it } from 'vitest'
import type { SquareSimulatorOptions, TillLocation } from '../src/simulator/index.js'
import { pulled } from './pulled.js'
import { createWorld, START, type World } from './world.js'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

/** A merchant whose shelves were counted a minute ago. */
function quiet(): World {
  const world = createWorld({ tickets: 0 })
  world.pass(MINUTE)
  return world
}

const bodies = (parts: readonly DecodedPart[], entity: string) =>
  parts.flatMap((part) => (part.entity === entity ? [part.body] : []))

describe('the staff of a simulated merchant', () => {
  it('rings up chosen goods, which leave the shelf', async () => {
    const world = quiet()
    const { merchant } = world
    const lines = [
      { sku: 'MUG', quantity: '2' },
      { variation: 'VARIATIONBEANS', quantity: '0.375' },
    ]
    const id = merchant.ring({ location: 'L01', lines, discount: 0.1, cash: true })
    expect(merchant.onShelf('L01', { sku: 'MUG' })).toBe('198')
    expect(merchant.onShelf('L01', { sku: 'BEANS' })).toBe('199.625')
    expect(merchant.onShelf('L03', { sku: 'MUG' })).toBe('200')
    expect(merchant.books()).toMatchObject([
      { id, kind: 'sale', location: 'L01', soldAt: START + MINUTE },
    ])
    const parts = await pulled(world)
    expect(parts.flatMap(({ findings }) => findings)).toEqual([])
    expect(bodies(parts, 'order')).toMatchObject([
      { number: id, lines: [{ sku: 'MUG' }, { sku: 'BEANS', unit: 'KGM' }] },
    ])
  })

  it('takes back no more than was sold, part by part', async () => {
    const world = quiet()
    const { merchant } = world
    const order = merchant.ring({ location: 'L01', lines: [{ sku: 'TEA', quantity: '3' }] })
    const back = (quantity: string) =>
      merchant.takeBack({ order, goods: { sku: 'TEA', quantity }, at: START + HOUR })
    back('1')
    back('2')
    expect(() => back('1')).toThrow('not back yet')
    expect(() => merchant.takeBack({ order: 'X', goods: { sku: 'TEA', quantity: '1' } })).toThrow()
    await merchant.run()
    expect(merchant.onShelf('L01', { sku: 'TEA' })).toBe('200')
    expect(sumDecimals(merchant.books().map(({ total }) => total.amount))).toBe('0')
    const parts = await pulled(world)
    expect(parts.flatMap(({ findings }) => findings)).toEqual([])
    expect(bodies(parts, 'return')).toMatchObject([
      { order: { id: order }, lines: [{ sku: 'TEA', quantity: { received: '1' } }] },
      { order: { id: order }, lines: [{ sku: 'TEA', quantity: { received: '2' } }] },
    ])
  })

  it('counts, receives and transfers; what arrives later is on its way until then', async () => {
    const world = quiet()
    const { merchant } = world
    const coats = (location: string) => merchant.onShelf(location, { sku: 'COAT' })
    merchant.count({ location: 'L01', goods: { sku: 'COAT', quantity: '7' } })
    world.pass(MINUTE)
    merchant.receive({ location: 'L01', goods: { sku: 'COAT', quantity: '5' } })
    const arrivesAt = START + 3 * HOUR
    const goods = { sku: 'COAT', quantity: '4' }
    merchant.transfer({ from: 'L01', to: 'L02', goods, arrivesAt })
    expect([coats('L01'), coats('L02')]).toEqual(['8', '200'])
    await merchant.run()
    expect([coats('L01'), coats('L02')]).toEqual(['8', '204'])
    merchant.transfer({ from: 'L02', to: 'L01', goods })
    expect([coats('L01'), coats('L02')]).toEqual(['12', '200'])
    const moves = bodies(await pulled(world), 'stockMove') as StockMove[]
    expect(moves.map(({ sku }) => sku)).toEqual(Array(5).fill('COAT'))
  })

  it('sends late what was done without network, and a count covers what was sold before it', async () => {
    const world = quiet()
    const { merchant } = world
    const mugs = () => merchant.onShelf('L01', { sku: 'MUG' })
    const lines = [{ sku: 'MUG', quantity: '3' }]
    const soldAt = START + 2 * MINUTE
    merchant.ring({ location: 'L01', lines, at: soldAt, sentAt: START + 5 * HOUR })
    const goods = { sku: 'MUG', quantity: '190' }
    merchant.count({ location: 'L01', goods, at: START + HOUR })
    expect(mugs()).toBe('200')
    expect(merchant.books()).toEqual([])
    await merchant.run()
    expect(world.now()).toBe(START + 5 * HOUR)
    expect(mugs()).toBe('190')
    expect(merchant.books()).toMatchObject([{ soldAt }])
  })

  it.each([
    ['an article', { location: 'L01', lines: [{ sku: 'HAT', quantity: '1' }] }, 'HAT'],
    ['a location', { location: 'L99', lines: [{ sku: 'MUG', quantity: '1' }] }, 'L99'],
    ['a quantity', { location: 'L01', lines: [{ sku: 'MUG', quantity: '-1' }] }, '-1'],
  ])('knows no %s that there is not', (_, sale, name) => {
    expect(() => quiet().merchant.ring(sale)).toThrow(`knows no ${name}`)
  })
})

const ZONES = ['America/New_York', 'America/Chicago', 'America/Denver', 'America/Los_Angeles']

/** Three hundred stores in four time zones. */
const STORES: readonly TillLocation[] = Array.from({ length: 300 }, (_, index) => ({
  id: `S${String(index + 1).padStart(3, '0')}`,
  name: `Store ${index + 1}`,
  zone: ZONES[index % ZONES.length] as string,
  currency: 'USD',
  tax: { name: 'Sales tax', percent: '8', included: false },
}))

// the evening before clocks go forward, in each zone at two in the morning of 8 March 2026
const NIGHT = Date.UTC(2026, 2, 8, 0)

describe('the night of a retailer with 300 stores', () => {
  it('is told whole and once, by business days, although tills are offline and events come twice', async () => {
    const night: Partial<SquareSimulatorOptions> = {
      locations: STORES,
      tickets: 1_200,
      everySeconds: 60,
      offline: 0.2,
      offlineHours: 6,
      deliveryFaults: { duplicate: 0.2, late: 0.3 },
      callsPerSecond: 1_000_000,
    }
    const world = createWorld(night, NIGHT)
    await world.merchant.run()
    expect(world.merchant.counts.acknowledged).toBeGreaterThan(world.merchant.counts.events)
    const orders = bodies(await pulled(world), 'order') as PlacedOrder[]
    const books = world.merchant.books()
    expect(new Set(orders.map(({ number }) => number))).toEqual(new Set(books.map(({ id }) => id)))
    const zones = new Map(STORES.map(({ id, zone }) => [id, zone]))
    const dayOf = (location: string, at: number | string) =>
      businessDate(new Date(at).toISOString(), { zone: zones.get(location) ?? '' })._unsafeUnwrap()
    const told = tally(orders.map(({ location, placedAt }) => dayOf(location.id, placedAt)))
    expect(told).toEqual(tally(books.map(({ location, soldAt }) => dayOf(location, soldAt))))
    expect(Object.keys(told).sort()).toEqual(['2026-03-07', '2026-03-08'])
  })
})

interface PlacedOrder {
  readonly number: string
  readonly placedAt: string
  readonly location: { readonly id: string }
}

function tally(names: readonly string[]): Record<string, string> {
  const counts: Record<string, string> = {}
  for (const name of names) counts[name] = addDecimals(counts[name] ?? '0', '1')
  return counts
}
