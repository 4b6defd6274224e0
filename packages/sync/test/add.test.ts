import { compareDecimals } from '@canonry/model'
import { type Addition, memoryStore, type NotAdded, type SumChange, type Sync } from '@canonry/sync'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ledger, positionRef, totalsToLedger } from './world/ledger.js'
import { shopOrder, webhook } from './world/shop.js'
import { createWorld, type World, type WorldOptions, workOff } from './world/world.js'

function company(options: WorldOptions = {}) {
  return createWorld({ more: [ledger], flows: () => [totalsToLedger()], ...options })
}

const plus = (id: string, by: string, more: object = {}) => ({
  resource: 'posting@ledger',
  key: id,
  document: { id, by, ...more },
})

/** Adds documents under no condition, and fails where they were not added. */
async function added(sync: Sync, documents: Addition['documents']): Promise<readonly SumChange[]> {
  return (await sync.add('ledger', { documents }))._unsafeUnwrap()
}

type Wish = readonly (readonly [id: 'a' | 'b' | 'c', by: string])[]

/** Takes from sums, as long as none of them falls below nothing. */
function take(sync: Sync, by: Wish) {
  const documents = by.map(([id, amount]) => plus(id, `-${amount}`))
  return sync.add('ledger', { documents, admit: neverBelowNothing })
}

const STOCK = { a: 9, b: 6, c: 3 }

interface Answer {
  readonly wish: Wish
  readonly kind: 'taken' | NotAdded['kind']
}

/** All wishes at once. */
async function takeAll(
  { sync, env }: Pick<World, 'sync' | 'env'>,
  wishes: readonly Wish[],
): Promise<readonly Answer[]> {
  const answers: Answer[] = []
  for (const wish of wishes) {
    void take(sync, wish).then((answer) => {
      const kind = answer.match<Answer['kind']>(
        () => 'taken',
        ({ kind }) => kind,
      )
      answers.push({ wish, kind })
    })
  }
  await env.until(async () => answers.length === wishes.length)
  return answers
}

const neverBelowNothing: NonNullable<Addition['admit']> = (sums) =>
  sums.some(({ after }) => compareDecimals(after['sellable'] as string, '0') < 0)
    ? 'there is not enough'
    : undefined

function sums(changes: readonly SumChange[]): unknown[] {
  return changes.map(({ ref, before, after }) => [ref.id, before?.['sellable'], after['sellable']])
}

describe('what is added to a ledger while somebody waits', () => {
  it('is added by turns within one process, at the first try, and by others at the same time', async () => {
    const store = memoryStore()
    let commits = 0
    const counted = {
      ...store,
      open: (tenant: string) => {
        const tables = store.open(tenant)
        const commit: typeof tables.commit = (request) => {
          commits += 1
          return tables.commit(request)
        }
        return { ...tables, commit }
      },
    }
    const { sync, env } = company({ store: counted })
    await added(sync, [plus('a', '30'), plus('b', '30')])
    const wishes = Array.from({ length: 40 }, (_, index): Wish => {
      const both = [
        ['a', '1'],
        ['b', '1'],
      ] as const
      return index % 2 === 0 ? both : [both[1], both[0]]
    })
    const answers = await takeAll({ sync, env }, wishes)
    expect(answers.map(({ kind }) => kind)).toEqual([
      ...Array.from({ length: 30 }, () => 'taken'),
      ...Array.from({ length: 10 }, () => 'refused'),
    ])
    expect(commits).toBe(31)
  })

  it('is there at once, all of it, with what it was before', async () => {
    const { sync } = company()
    const documents = [plus('a', '5'), plus('b', '1'), plus('a', '2')]
    const first = await sync.add('ledger', { documents })
    expect(first.map(sums)._unsafeUnwrap()).toEqual([
      ['a', undefined, '7'],
      ['b', undefined, '1'],
    ])
    const second = await take(sync, [['a', '3']])
    expect(second.map(sums)._unsafeUnwrap()).toEqual([['a', '7', '4']])
  })

  it('is all or nothing', async () => {
    const { sync } = company()
    await added(sync, [plus('a', '5'), plus('b', '1')])
    const refused = await take(sync, [
      ['a', '1'],
      ['b', '2'],
    ])
    expect(refused._unsafeUnwrapErr()).toEqual({ kind: 'refused', message: 'there is not enough' })
    const broken = { documents: [plus('a', '1'), plus('b', 'many')] }
    expect((await sync.add('ledger', broken))._unsafeUnwrapErr().kind).toBe('invalid')
    const looked = await sync.add('ledger', { documents: [plus('a', '0')] })
    expect(looked.map(sums)._unsafeUnwrap()).toEqual([['a', '5', '5']])
  })

  it('stands in the journal, and is not added again by whoever works it off', async () => {
    const world = company()
    await world.sync.receive('shop', webhook(shopOrder('1', 1)))
    await added(world.sync, [plus('sales', '100')])
    await world.sync.receive('shop', webhook(shopOrder('2', 1)))
    await workOff(world)
    const after = await world.sync.add('ledger', { documents: [plus('sales', '1000')] })
    await workOff(world)
    expect(after.map(sums)._unsafeUnwrap()).toEqual([['sales', '122', '1122']])
    const { sync } = world
    expect((await sync.counters())['facts.added']).toBe(2)
    expect(await sync.exceptions({ state: 'open' })).toEqual([])
    expect((await sync.replay({ connection: 'ledger', mode: 'plan' })).counts).toMatchObject({
      entities: 0,
    })
    const timeline = await world.sync.timeline(positionRef('sales'))
    expect(timeline.filter(({ kind }) => kind === 'fact-received')).toHaveLength(4)
  })

  it('never promises more than there is to any number of takers at once', async () => {
    const line = fc.tuple(fc.constantFrom('a' as const, 'b', 'c'), fc.constantFrom('1', '2', '4'))
    const wish = fc.array(line, { minLength: 1, maxLength: 3 })
    await fc.assert(
      fc.asyncProperty(fc.array(wish, { minLength: 2, maxLength: 12 }), async (wishes) => {
        const { sync, env } = company()
        const documents = Object.entries(STOCK).map(([id, by]) => plus(id, `${by}`))
        await added(sync, documents)
        const answers = await takeAll({ sync, env }, wishes)
        expect(answers.map(({ kind }) => kind)).not.toContain('overtaken')
        const left = { ...STOCK }
        const taken = answers.filter(({ kind }) => kind === 'taken').flatMap(({ wish }) => wish)
        for (const [id, by] of taken) left[id] -= Number(by)
        const looks = Object.keys(STOCK).map((id) => plus(id, '0'))
        const looked = await added(sync, looks)
        expect(looked.map(({ after }) => after['sellable'])).toEqual(
          Object.values(left).map(String),
        )
        expect(Math.min(...Object.values(left))).toBeGreaterThanOrEqual(0)
      }),
      { numRuns: 60 },
    )
  })

  it('is a mistake of the program where nothing is added up', async () => {
    const { sync } = company()
    await expect(
      sync.add('shop', { documents: [{ resource: 'order@webhook', key: '1', document: {} }] }),
    ).rejects.toThrow('adds nothing up')
    await expect(sync.add('none', { documents: [] })).rejects.toThrow('no connection')
  })
})

describe('entities', () => {
  it('are seen as they are known now, by any of their names', async () => {
    const world = company()
    await world.sync.receive('shop', webhook(shopOrder('1', 1)))
    await added(world.sync, [plus('a', '5')])
    await workOff(world)
    const names = [positionRef('a'), positionRef('a'), positionRef('never'), positionRef('sales')]
    const found = await world.sync.entities(names)
    expect(found.map(({ entity }) => entity)).toContain('stockPosition')
    expect(found.find(({ entity }) => entity === 'stockPosition')).toMatchObject({
      source: positionRef('a'),
      revision: 1,
      body: { sellable: '5' },
    })
    expect(await world.sync.entities([])).toEqual([])
  })
})

describe('a sum that time changes', () => {
  it('is read when its time has come, and what the read brings is added', async () => {
    const world = company()
    const until = world.env.now() + 900_000
    await added(world.sync, [plus('a', '1', { until })])
    await using _ = await world.sync.start()
    await world.env.advance(600_000)
    expect((await world.sync.counters())['reads.done'] ?? 0).toBe(0)
    await world.env.advance(400_000)
    expect((await world.sync.counters())['reads.done']).toBe(1)
    const timeline = await world.sync.timeline(positionRef('a'))
    expect(timeline.filter(({ kind }) => kind === 'fact-received')).toHaveLength(2)
  })
})
