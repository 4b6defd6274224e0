import type { StockPosition } from '@canonry/model'
import { defineFlow, type Flow, memoryStore, record } from '@canonry/sync'
import { testEnv } from '@canonry/sync/testing'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ledger, positionRef, totalsToLedger } from './world/ledger.js'
import { pageOf, shopBooks, shopOrder, webhook, withoutNotes } from './world/shop.js'
import { createWorld, type World, type WorldOptions, workOff } from './world/world.js'

const BY = { actor: 'anna', why: 'it is clear now' }

/** A flow on positions that tells a system what is in the ledger. */
function seenIn(seen: string[]): Flow {
  return defineFlow({
    name: 'positions',
    on: 'stockPosition',
    class: 'high',
    decide: (_, { sellable }: StockPosition) => {
      seen.push(sellable)
      return []
    },
  })
}

function company(flows: readonly Flow[], options: WorldOptions = {}): World {
  return createWorld({ more: [ledger], ...options, flows: () => flows })
}

async function hear(world: World, ...orders: ReturnType<typeof shopOrder>[]): Promise<void> {
  for (const order of orders) await world.sync.receive('shop', webhook(order))
  await workOff(world)
}

async function additions({ sync }: World): Promise<number> {
  const timeline = await sync.timeline(positionRef('sales'))
  return timeline.filter(({ kind }) => kind === 'fact-received').length
}

describe('what flows record', () => {
  it('is heard of a ledger, which flows may follow in turn', async () => {
    const seen: string[] = []
    const world = company([totalsToLedger(), seenIn(seen)])
    await hear(world, shopOrder('1', 1))
    await hear(world, shopOrder('2', 1), shopOrder('1', 3))
    expect(seen.at(-1)).toBe('24')
    expect(await additions(world)).toBe(3)
    const [, received] = await world.sync.timeline(positionRef('sales'))
    expect(received).toMatchObject({ connection: 'ledger' })
  })

  it('is the same in whatever order and however often its causes come', async () => {
    const order = fc.record({
      id: fc.constantFrom('1', '2', '3'),
      version: fc.integer({ min: 1, max: 4 }),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(order, { minLength: 1, maxLength: 12 }), async (orders) => {
        const seen: string[] = []
        const world = company([totalsToLedger(), seenIn(seen)])
        for (const { id, version } of orders) {
          await world.sync.receive('shop', webhook(shopOrder(id, version)))
        }
        await workOff(world)
        const newest = new Map<string, number>()
        for (const { id, version } of orders) {
          newest.set(id, Math.max(version, newest.get(id) ?? 0))
        }
        const sum = [...newest.values()].reduce((all, version) => all + 10 + version, 0)
        expect(seen.at(-1)).toBe(`${sum}`)
      }),
      { numRuns: 50 },
    )
  })

  it('asks once for a sum to be read in time that several facts of one step give a moment', async () => {
    const store = memoryStore()
    const asked: string[][] = []
    const watched = {
      ...store,
      open: (tenant: string) => {
        const tables = store.open(tenant)
        const commit: typeof tables.commit = (request) => {
          if (request.reads.length > 0) asked.push(request.reads.map(({ id }) => id))
          return tables.commit(request)
        }
        return { ...tables, commit }
      },
    }
    const world = company([], { store: watched })
    const until = world.env.now() + 3_600_000
    const posting = (by: string) => ({
      resource: 'posting@ledger',
      key: 'sales',
      body: JSON.stringify({ id: 'sales', by, until }),
    })
    await world.sync.ingest('ledger', [posting('1'), posting('2'), posting('3')])
    await workOff(world)
    expect(asked).toEqual([['in-time:ledger|ledger/main/Position/sales']])
  })

  it('is not recorded again by a replay, and shown where a replay changes something', async () => {
    const wrap: WorldOptions['wrap'] = (connection) =>
      connection.id === 'shop' ? withoutNotes(connection) : connection
    const noted = defineFlow({
      name: 'notes',
      on: 'order',
      class: 'normal',
      decide: ({ before }, { note }) =>
        note === before?.note
          ? []
          : [
              record(ledger, {
                resource: 'posting@ledger',
                key: 'notes',
                document: { id: 'notes', by: '1' },
              }),
            ],
    })
    const old = company([totalsToLedger(), noted], { wrap })
    await hear(old, shopOrder('1', 1, { note: 'at the door' }), shopOrder('2'))
    const { store, env } = old
    const world = company([totalsToLedger(), noted], { store, env })
    const preview = await world.sync.replay({ connection: 'shop', mode: 'plan' })
    expect(preview.counts).toMatchObject({ entities: 1, recorded: 1 })
    await world.sync.replay({ connection: 'shop', apply: preview.hash, ...BY })
    await world.sync.replay({ connection: 'ledger', mode: 'plan' })
    await workOff(world)
    expect(await additions(world)).toBe(2)
    const notes = await world.sync.timeline(positionRef('notes'))
    expect(notes.map(({ kind }) => kind)).toContain('entity-created')
  })

  it('is nothing for a connection that is only planned', async () => {
    const books = shopBooks()
    books.pull = async () => pageOf([shopOrder('1', 1)])
    const world = company([totalsToLedger()], { bootstrap: true, shopBooks: books })
    await using _ = await world.sync.start()
    await world.env.until(async () => (await world.sync.bootstrap('shop')).stage === 'plan')
    await world.sync.receive('shop', webhook(shopOrder('1', 2)))
    await world.env.advance(5_000)
    expect(await additions(world)).toBe(0)
  })

  it('is recorded of a planned connection where it says what is', async () => {
    const books = shopBooks()
    books.pull = async () => pageOf([shopOrder('1', 1)])
    const counted = defineFlow({
      name: 'counted',
      on: 'order',
      class: 'normal',
      decide: () => {
        const document = { id: 'sales', by: '7' }
        return [
          record(ledger, { resource: 'posting@ledger', key: 'sales', document, isState: true }),
        ]
      },
    })
    const world = company([counted], { bootstrap: true, shopBooks: books })
    await using _ = await world.sync.start()
    await world.env.until(async () => (await world.sync.bootstrap('shop')).stage === 'plan')
    await world.env.advance(5_000)
    expect(await additions(world)).toBe(1)
  })

  it('is set aside alone where it cannot be added, and added once when somebody resumes it', async () => {
    let broken = true
    const say = (by: string) => ({ id: 'sales', by: broken && by === '12' ? 'a dozen' : by })
    const seen: string[] = []
    const world = company([totalsToLedger(say), seenIn(seen)])
    await hear(world, shopOrder('1', 2))
    await hear(world, shopOrder('2', 1))
    await hear(world, shopOrder('3', 1))
    expect(seen.at(-1)).toBe('22')
    const open = await world.sync.exceptions({ state: 'open' })
    expect(open).toMatchObject([{ connection: 'ledger', subject: { kind: 'fact' } }])
    broken = false
    // the document says "a dozen" for good: the ledger learns to read it
    const learned = { ...ledger, resources: { 'posting@ledger': dozens() } }
    const { store, env } = world
    const again = company([totalsToLedger(say), seenIn(seen)], { store, env, more: [learned] })
    const both = await Promise.all([
      again.sync.resume({ id: open[0]?.id ?? '' }, BY),
      again.sync.resume({ id: open[0]?.id ?? '' }, BY),
    ])
    expect(
      both
        .flat()
        .map(({ kind }) => kind)
        .sort(),
    ).toEqual(['done', 'skipped'])
    expect(seen.at(-1)).toBe('34')
    expect(await again.sync.exceptions({ state: 'open' })).toEqual([])
  })

  it('is a mistake of the flow where there is no such connection, resource or key', async () => {
    const posting = { resource: 'posting@ledger', key: 'sales', document: {} }
    expect(() => record(ledger, { ...posting, resource: 'postings' })).toThrow('posting@ledger')
    expect(() => record(ledger, { ...posting, key: '' })).toThrow('needs a key')
    expect(() => record(ledger, { ...posting, document: undefined })).toThrow('JSON')
    const world = createWorld({ env: testEnv(), flows: () => [totalsToLedger()] })
    await hear(world, shopOrder('1', 1))
    expect(await world.sync.exceptions({ state: 'open' })).toMatchObject([
      { reason: 'decision-failed', message: expect.stringContaining('no connection of this sync') },
    ])
  })
})

function dozens() {
  const posting = ledger.resources['posting@ledger']
  if (!posting?.adds) throw new Error('postings are added')
  const { adds } = posting
  return {
    ...posting,
    adds: (before: unknown, change: unknown) => {
      const { by, ...rest } = change as { readonly by: string }
      return adds(before, { ...rest, by: by === 'a dozen' ? '12' : by })
    },
  }
}
