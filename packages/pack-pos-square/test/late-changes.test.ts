import type { StockMove, StockPosition } from '@canonry/model'
import type { Intent } from '@canonry/pack'
import { describe, expect, it } from 'vitest'
import type { Fault } from '../src/simulator/index.js'
import { createWorld, MERCHANT, START, type World } from './world.js'

const HOUR = 3_600_000
const own = (kind: string, id: string) => ({ system: 'square', account: MERCHANT, kind, id })
const [variant, location] = [own('ItemVariation', 'VARIATIONMUG'), own('Location', 'L01')]

/** Pieces that were sent to a buyer so many hours after the shelves were counted. */
function sent(hours: number, quantity = '3'): StockMove {
  const at = new Date(START + hours * HOUR).toISOString()
  return {
    ...{ refs: [], key: 'move', variant, quantity: { value: quantity, unit: 'C62' } },
    from: { kind: 'location', location, condition: 'sellable' },
    to: { kind: 'outside', place: 'customer' },
    ...{ occurredAt: at, recordedAt: at, cause: { kind: 'sale' } },
  }
}

function counted(hours: number): StockPosition {
  return {
    ...{ refs: [], variant, location, at: new Date(START + hours * HOUR).toISOString() },
    ...{ unit: 'C62', sellable: '7', onHand: '7', available: '7', incoming: [], asserted: [] },
    ...{ quarantine: '0', damaged: '0', reserved: '0', safety: '0' },
  }
}

function intent(
  body: StockMove | StockPosition,
  { key = 'a', ...more }: Partial<Intent> = {},
): Intent {
  const entity = 'sellable' in body ? 'stockPosition' : 'stockMove'
  const source = { system: 'stock', account: 'main', kind: 'Correction', id: key }
  return { key, kind: 'upsert', entity, source, body, links: {}, ...more }
}

/** A merchant whose shelves were counted so many hours ago: 200 of everything. */
function opened(hours: number): World & { shelf(): string | undefined } {
  const world = createWorld({ tickets: 0 })
  world.pass(hours * HOUR)
  const article = { variation: variant.id }
  return Object.assign(world, { shelf: () => world.merchant.onShelf('L01', article) })
}

const count = ({ merchant }: World, quantity: string, hours?: number) =>
  merchant.count({
    location: 'L01',
    goods: { variation: variant.id, quantity },
    ...(hours !== undefined && { at: START + hours * HOUR }),
  })

const LOOK = 'inventory/changes/batch-retrieve'
const WRITE = 'inventory/changes/batch-create'
const on = (path: string, fault: Fault) => (request: Request) =>
  request.url.endsWith(path) ? fault : undefined

describe('a movement from before the last 24 hours', () => {
  it('is told as of the oldest moment that Square takes, where nobody has counted since', async () => {
    const world = opened(31)
    count(world, '150', 0.5)
    const [outcome] = await world.connector.push([intent(sent(1))])
    expect(outcome).toMatchObject({ kind: 'confirmed', ref: { kind: 'InventoryAdjustment' } })
    expect(world.shelf()).toBe('147')
    const [written] = world.merchant.written()
    expect((world.now() - (written?.occurredAt ?? 0)) / HOUR).toBeCloseTo(24, 0)
    expect(written?.reference).toContain('canonry:')
  })

  it.each([1, 1.5, 9, 30.9])(
    'is not told where somebody counted since, who has seen that it is gone (hour %s)',
    async (hour) => {
      const world = opened(31)
      count(world, '150', hour)
      const [outcome] = await world.connector.push([intent(sent(1))])
      expect(outcome).toMatchObject({
        kind: 'failed',
        failure: { kind: 'stale', message: expect.stringContaining('a recount of 2026-03') },
      })
      expect([world.shelf(), world.merchant.written()]).toEqual(['150', []])
    },
  )

  it('is one of a batch of which the others are told as ever', async () => {
    const world = opened(31)
    const outcomes = await world.connector.push([
      intent(sent(1), { key: 'old' }),
      intent(sent(30), { key: 'new' }),
      intent(sent(1, '0.1234567'), { key: 'bad' }),
      intent(sent(2, '4'), { key: 'older' }),
    ])
    expect(outcomes.map(({ kind }) => kind)).toEqual([
      'confirmed',
      'confirmed',
      'failed',
      'confirmed',
    ])
    expect(world.shelf()).toBe('190')
  })

  it('is told when it is sent again, where it became one on its way, and stops no other', async () => {
    const world = opened(24.9)
    world.fault = (request) => {
      if (request.url.endsWith(WRITE)) world.pass(HOUR / 2)
      return undefined
    }
    const intents = [
      intent(sent(1), { key: 'old' }),
      intent(sent(20), { key: 'new' }),
      intent(sent(21), { key: 'newer' }),
    ]
    const [old, ...others] = await world.connector.push(intents)
    expect(old).toMatchObject({ kind: 'failed', failure: { kind: 'conflict.version' } })
    expect(others.map(({ kind }) => kind)).toEqual(['confirmed', 'confirmed'])
    world.fault = () => undefined
    expect(await world.connector.push(intents.slice(0, 1))).toMatchObject([{ kind: 'confirmed' }])
    expect(world.shelf()).toBe('191')
  })

  it('is told once where its answer was lost, and found where it is read back', async () => {
    const world = opened(31)
    const old = [intent(sent(1))]
    world.fault = on(WRITE, { kind: 'lose-answer' })
    expect(await world.connector.push(old)).toMatchObject([{ kind: 'unknown' }])
    world.fault = () => undefined
    world.pass(HOUR)
    expect(await world.connector.push(old)).toMatchObject([{ kind: 'confirmed' }])
    expect(await world.connector.verify(old)).toMatchObject([{ kind: 'applied' }])
    expect(world.shelf()).toBe('197')
  })

  it('is told once, even if Square does not find it yet when it is sent again as of another moment', async () => {
    const world = opened(31)
    const old = [intent(sent(1))]
    world.fault = on(WRITE, { kind: 'lose-answer' })
    await world.connector.push(old)
    world.pass(HOUR)
    world.fault = on(LOOK, { kind: 'answer', status: 200, body: '{}' })
    expect(await world.connector.push(old)).toMatchObject([
      { kind: 'unknown', message: expect.stringContaining('as of another moment') },
    ])
    world.fault = () => undefined
    expect(await world.connector.verify(old)).toMatchObject([{ kind: 'applied' }])
    expect(world.shelf()).toBe('197')
  })

  it('is told once where it was told in time, by itself or among others, and no answer came', async () => {
    const world = opened(2)
    const all = [intent(sent(1)), intent(sent(1, '5'), { key: 'b' })]
    world.fault = on(WRITE, { kind: 'lose-answer' })
    await world.connector.push(all)
    world.fault = () => undefined
    world.pass(40 * HOUR)
    expect(await world.connector.push(all)).toMatchObject([
      { kind: 'confirmed' },
      { kind: 'confirmed' },
    ])
    expect(world.shelf()).toBe('192')
  })

  it('is not written where Square cannot say what happened since, and tried again', async () => {
    const world = opened(31)
    world.fault = on(LOOK, { kind: 'answer', status: 500, body: '' })
    const [outcome] = await world.connector.push([intent(sent(1))])
    expect(outcome).toMatchObject({ kind: 'failed', failure: { kind: 'transient.definite' } })
    expect(world.merchant.written()).toEqual([])
  })

  it('of more than a week ago is shown to people, with amount and age, unless somebody counted', async () => {
    const world = opened(200)
    const [outcome] = await world.connector.push([intent(sent(1))])
    expect(outcome).toMatchObject({
      kind: 'failed',
      failure: {
        kind: 'business.rejected',
        owner: 'merchandising',
        message: expect.stringMatching(/3 of VARIATIONMUG moved at L01 .* 199 hours ago/),
      },
    })
    count(world, '120')
    const [later] = await world.connector.push([intent(sent(1))])
    expect(later).toMatchObject({ kind: 'failed', failure: { kind: 'stale' } })
    expect([world.shelf(), world.merchant.written()]).toEqual(['120', []])
  })
})

describe('a recount from before the last 24 hours', () => {
  it('is shown to people: what lies there now it does not say', async () => {
    const world = opened(31)
    const [outcome] = await world.connector.push([intent(counted(1))])
    expect(outcome).toMatchObject({
      kind: 'failed',
      failure: {
        kind: 'business.rejected',
        message: expect.stringMatching(/7 of VARIATIONMUG were counted at L01 .* 30 hours ago/),
      },
    })
  })

  it('is over where somebody counted since', async () => {
    const world = opened(31)
    count(world, '12', 20)
    const [outcome] = await world.connector.push([intent(counted(1))])
    expect(outcome).toMatchObject({ kind: 'failed', failure: { kind: 'stale' } })
    expect(world.shelf()).toBe('12')
  })
})

describe('a movement that is past what its flow allows', () => {
  const late = { late: true } as const

  it('is told as of its own moment, where Square has said no number since', async () => {
    const world = opened(5)
    const [outcome] = await world.connector.push([intent(sent(1), late)])
    expect(outcome).toMatchObject({ kind: 'confirmed' })
    expect(world.merchant.written()).toMatchObject([{ occurredAt: START + HOUR }])
  })

  it('is left to what sets differences right, where Square has', async () => {
    const world = opened(5)
    world.merchant.ring({ location: 'L01', lines: [{ variation: variant.id, quantity: '1' }] })
    world.pass(HOUR / 2)
    const [outcome] = await world.connector.push([intent(sent(1), late)])
    expect(outcome).toMatchObject({
      kind: 'failed',
      failure: { kind: 'stale', message: expect.stringContaining('said a number since') },
    })
    expect(world.shelf()).toBe('199')
  })

  it('is told beside others of the same goods, each of which makes a number', async () => {
    const world = opened(5)
    for (const hours of [1, 2, 3]) {
      world.pass(60_000)
      const of = intent(sent(hours), { key: `of-${hours}`, ...late })
      expect(await world.connector.push([of])).toMatchObject([{ kind: 'confirmed' }])
    }
    expect(world.shelf()).toBe('191')
  })

  it('is left alone by what was said elsewhere, of something else, or before', async () => {
    const world = opened(1)
    world.merchant.ring({ location: 'L01', lines: [{ variation: variant.id, quantity: '1' }] })
    world.pass(30 * HOUR)
    world.merchant.ring({ location: 'L02', lines: [{ variation: variant.id, quantity: '1' }] })
    const [outcome] = await world.connector.push([intent(sent(2), late)])
    expect(outcome).toMatchObject({ kind: 'confirmed' })
    expect(world.shelf()).toBe('196')
  })

  it('is found where it was told before its answer was lost', async () => {
    const world = opened(5)
    world.fault = on(WRITE, { kind: 'lose-answer' })
    await world.connector.push([intent(sent(1))])
    world.fault = () => undefined
    expect(await world.connector.push([intent(sent(1), late)])).toMatchObject([
      { kind: 'confirmed' },
    ])
    expect(world.shelf()).toBe('197')
  })
})
