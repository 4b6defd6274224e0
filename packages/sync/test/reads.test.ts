import type { Connection, Connector, Failure } from '@canonry/pack'
import { err } from 'neverthrow'
import { describe, expect, it } from 'vitest'
import { bookedTotals } from './world/erp.js'
import { orderRef, shopOrder, webhook } from './world/shop.js'
import { createWorld, type World, workOff } from './world/world.js'

/** The ids that each call asked for, in order. */
type Calls = string[][]

interface Reading {
  readonly calls: Calls
  /** How many the shop reads together. */
  readonly together?: number
  /** Why a call fails, by what it asks for; `undefined`: it does not. */
  readonly fails?: (ids: readonly string[], call: number) => Failure | undefined
  /** What happens while the answer of a call is on its way. */
  readonly onTheWay?: (call: number) => Promise<void>
}

function readingOf({ calls, together, fails, onTheWay }: Reading) {
  return (connection: Connection): Connection => {
    if (connection.id !== 'shop') return connection
    const open: Connection['open'] = (ports) => {
      const connector = connection.open(ports)
      const read: Connector['read'] = async (refs) => {
        const ids = refs.map(({ id }) => id)
        calls.push(ids)
        const failure = fails?.(ids, calls.length)
        const answer = failure ? err(failure) : await connector.read(refs)
        await onTheWay?.(calls.length)
        return answer
      }
      const capabilities = {
        ...connector.capabilities,
        ...(together !== undefined && { readTogether: together }),
      }
      return { ...connector, capabilities, read }
    }
    return { ...connection, open }
  }
}

/** A company whose shop only says that these orders changed. */
async function touched(reading: Reading, ids: readonly string[]): Promise<World> {
  const world = createWorld({ wrap: readingOf(reading) })
  for (const id of ids) {
    world.shopBooks.orders.set(id, shopOrder(id, 1))
    await touch(world, id)
  }
  await workOff(world)
  return world
}

let touches = 0

/** An event without a word of what changed; no two are the same. */
function touch({ sync }: World, id: string): Promise<Response> {
  touches += 1
  return sync.receive('shop', webhook(`{"id":"${id}","n":${touches}}`, { topic: 'orders/touched' }))
}

const ALL = ['1', '2', '3', '4', '5']

describe('documents that are read', () => {
  it('come one by one where a connector does not say otherwise', async () => {
    const calls: Calls = []
    await touched({ calls }, ALL)
    expect(calls.map(({ length }) => length)).toEqual([1, 1, 1, 1, 1])
  })

  it('come together, as many as it says', async () => {
    const calls: Calls = []
    const world = await touched({ calls, together: 3 }, ALL)
    expect(calls.map(({ length }) => length)).toEqual([3, 2])
    expect(calls.flat().sort()).toEqual(ALL)
    for (const id of ALL) expect(bookedTotals(world.erpBooks, orderRef(id))).toEqual(['11'])
    expect((await world.sync.counters())['reads.done']).toBe(5)
  })

  it('come by themselves once one of them may have failed the others, which come at once', async () => {
    const calls: Calls = []
    const failure: Failure = { kind: 'contract.invalid', message: 'the shop chokes on it' }
    const fails: Reading['fails'] = (ids, call) =>
      ids.includes('2') && call <= 4 ? failure : undefined
    const world = await touched({ calls, together: 5, fails }, ALL)
    expect(calls[0]).toHaveLength(5)
    expect(calls.slice(1).every(({ length }) => length === 1)).toBe(true)
    for (const id of ALL) expect(bookedTotals(world.erpBooks, orderRef(id))).toEqual(['11'])
  })

  it('stay together while the system is down', async () => {
    const calls: Calls = []
    const failure: Failure = { kind: 'transient.definite', message: 'down' }
    const world = await touched(
      { calls, together: 5, fails: (_, call) => (call === 1 ? failure : undefined) },
      ALL,
    )
    expect(calls[0]).toHaveLength(5)
    expect(calls.length).toBeLessThan(6)
    expect(await world.sync.exceptions()).toEqual([])
  })

  it('come once, however often they were asked for before', async () => {
    const calls: Calls = []
    const world = createWorld({ wrap: readingOf({ calls }) })
    world.shopBooks.orders.set('1', shopOrder('1', 1))
    for (let times = 0; times < 4; times += 1) await touch(world, '1')
    expect(await world.sync.backlog()).toMatchObject({ facts: 4 })
    await workOff(world)
    expect(calls).toEqual([['1']])
  })

  it('come again when they were asked for anew while they were on their way', async () => {
    const calls: Calls = []
    const world: World = createWorld({ wrap: readingOf({ calls, onTheWay }) })
    world.shopBooks.orders.set('1', shopOrder('1', 1))
    await touch(world, '1')
    await workOff(world)
    expect(calls).toHaveLength(2)
    expect(bookedTotals(world.erpBooks, orderRef('1')).at(-1)).toBe('12')

    // the order changes and says so, which is decided on before the older answer arrives
    async function onTheWay(call: number): Promise<void> {
      if (call !== 1) return
      world.shopBooks.orders.set('1', shopOrder('1', 2))
      await touch(world, '1')
      await world.env.sleep(5_000)
    }
  })
})

/** An event that says which version of the order it tells of. */
function tellOf({ sync }: World, id: string, version: string | number): Promise<Response> {
  touches += 1
  const told = typeof version === 'number' ? shopOrder(id, version).version : version
  const text = `{"id":"${id}","version":"${told}","n":${touches}}`
  return sync.receive('shop', webhook(text, { topic: 'orders/touched' }))
}

describe('events that say of which version they tell', () => {
  it.each([
    ['is known', 2, []],
    ['is older than what is known', 1, []],
    ['is newer than what is known', 3, [['1']]],
    ['cannot be compared with what is known', 'x', [['1']]],
  ])('have the document read only where it is news: it %s', async (_, version, expected) => {
    const calls: Calls = []
    const world = createWorld({ wrap: readingOf({ calls }) })
    world.shopBooks.orders.set('1', shopOrder('1', 2))
    await touch(world, '1')
    await workOff(world)
    calls.length = 0
    await tellOf(world, '1', version)
    await workOff(world)
    expect(calls).toEqual(expected)
  })

  it('say in the timeline and the counters that they were skipped', async () => {
    const world = createWorld({})
    world.shopBooks.orders.set('1', shopOrder('1', 2))
    await touch(world, '1')
    await workOff(world)
    await tellOf(world, '1', 2)
    await workOff(world)
    const timeline = await world.sync.timeline(orderRef('1'))
    const { version } = shopOrder('1', 2)
    const why = 'not newer than what is known'
    expect(timeline).toContainEqual(
      expect.objectContaining({ kind: 'fact-skipped', topic: 'orders/touched', version, why }),
    )
    expect((await world.sync.counters())['facts.stale']).toBe(1)
  })

  it('have a document read that is not known, that was deleted, and one that was erased', async () => {
    const calls: Calls = []
    const world = createWorld({ wrap: readingOf({ calls }) })
    for (const id of ['1', '2']) world.shopBooks.orders.set(id, shopOrder(id, 1))
    for (const id of ['1', '2']) await tellOf(world, id, 1)
    await workOff(world)
    expect(calls.flat().sort()).toEqual(['1', '2'])
    calls.length = 0
    await world.sync.receive('shop', webhook('{"id":"1"}', { topic: 'orders/delete' }))
    await world.sync.erase(orderRef('2'), { actor: 'ann', why: 'asked to' })
    await workOff(world)
    for (const id of ['1', '2']) await tellOf(world, id, 1)
    await workOff(world)
    expect(calls.flat().sort()).toEqual(['1', '2'])
  })
})
