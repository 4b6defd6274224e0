import { refKey } from '@canonry/model'
import { type Commit, memoryStore, type Store, type StoreFailure } from '@canonry/sync'
import { errAsync, okAsync, ResultAsync } from 'neverthrow'
import { describe, expect, it } from 'vitest'
import { emptyCommit } from '../src/store/empty-commit.js'
import { bookedTotals } from './world/erp.js'
import { orderRef, shopOrder, webhook } from './world/shop.js'
import { createWorld, workOff } from './world/world.js'

/** A store that throws for what touches one order, as for what it has no word for. */
function throwing(id: string): Store & { mended: boolean } {
  const memory = memoryStore()
  const store = {
    ...memory,
    mended: false,
    open: (tenant: string) => {
      const own = memory.open(tenant)
      const commit = (request: Commit) => {
        const isMeant = request.sources.some(({ key }) => key.endsWith(`Order/${id}`))
        if (!isMeant || store.mended) return own.commit(request)
        return new ResultAsync<void, StoreFailure>(Promise.reject(new Error('index row too large')))
      }
      return { ...own, commit }
    },
  }
  return store
}

/** A store in which every commit that touches one order conflicts. */
function contested(id: string): Store {
  const store = memoryStore()
  const touches = ({ sources }: Commit) => sources.some(({ key }) => key.endsWith(`Order/${id}`))
  return {
    ...store,
    open: (tenant) => {
      const own = store.open(tenant)
      const conflict = { kind: 'conflict', message: 'somebody else keeps writing' } as const
      return {
        ...own,
        commit: (request) => (touches(request) ? errAsync(conflict) : own.commit(request)),
      }
    },
  }
}

/** A store in which somebody else writes an order just before each of so many commits that touch it. */
function raced(id: string, races: number): Store {
  const store = memoryStore()
  let left = races
  return {
    ...store,
    open: (tenant) => {
      const own = store.open(tenant)
      const refs = [refKey(orderRef(id))]
      const touch = () =>
        own.query<'situation'>({ kind: 'situation', refs }).andThen(({ states: [state] }) => {
          if (!state || left === 0) return okAsync()
          left -= 1
          const { row } = state
          const change = { expected: row.version, row: { ...row, version: row.version + 1 } }
          return own.commit({ ...emptyCommit(0), entities: [change] })
        })
      const touches = ({ sources }: Commit) => sources.some(({ key }) => key.endsWith(`/${id}`))
      return {
        ...own,
        commit: (request) =>
          touches(request) ? touch().andThen(() => own.commit(request)) : own.commit(request),
      }
    },
  }
}

/** A store that tells of each commit which sources it wrote. */
function watchedStore(written: (keys: readonly string[]) => void): Store {
  const store = memoryStore()
  return {
    ...store,
    open: (tenant) => {
      const own = store.open(tenant)
      const commit = (request: Commit) => {
        written(request.sources.map(({ connection, key }) => `${connection} ${key}`))
        return own.commit(request)
      }
      return { ...own, commit }
    },
  }
}

describe('one step', () => {
  it('writes once what a source says several times', async () => {
    const commits: (readonly string[])[] = []
    const world = createWorld({ store: watchedStore((keys) => commits.push(keys)) })
    for (const version of [1, 2, 3]) {
      await world.sync.receive('shop', webhook(shopOrder('1', version)))
    }
    await workOff(world)
    const writing = commits.filter((keys) => keys.length > 0)
    expect(writing).toHaveLength(1)
    expect(new Set(writing[0]).size).toBe(writing[0]?.length)
    expect(bookedTotals(world.erpBooks, orderRef('1'))).toEqual(['13'])
  })
})

describe('a fact whose commit conflicts time and again', () => {
  it('becomes an exception, and holds up no other fact', async () => {
    const world = createWorld({ store: contested('2') })
    for (const id of ['1', '2', '3']) await world.sync.receive('shop', webhook(shopOrder(id)))
    await workOff(world)
    expect(bookedTotals(world.erpBooks, orderRef('1'))).toEqual(['11'])
    expect(bookedTotals(world.erpBooks, orderRef('3'))).toEqual(['11'])
    expect(await world.sync.exceptions()).toMatchObject([
      { reason: 'commit-conflict', connection: 'shop' },
    ])
  })
})

describe('a fact for which the store throws', () => {
  it('becomes an exception that says why, holds up no other fact, and is read again when mended', async () => {
    const store = throwing('2')
    const world = createWorld({ store })
    for (const id of ['1', '2', '3']) await world.sync.receive('shop', webhook(shopOrder(id)))
    await workOff(world)
    expect(world.erpBooks.ledger).toHaveLength(2)
    expect(await world.sync.exceptions()).toMatchObject([
      { reason: 'commit-failed', connection: 'shop', message: /#?2.*index row too large/ },
    ])
    store.mended = true
    await world.sync.resume({ reason: 'commit-failed' }, { actor: 'anna', why: 'it is mended' })
    await workOff(world)
    expect(bookedTotals(world.erpBooks, orderRef('2'))).toEqual(['11'])
    expect(await world.sync.exceptions({ state: 'open' })).toEqual([])
  })
})

describe('a fact whose thing others change time and again', () => {
  it.each([12, 60])('is decided on when they are done, after %i lost races', async (races) => {
    const world = createWorld({ store: raced('1', races) })
    for (const version of [1, 2]) {
      await world.sync.receive('shop', webhook(shopOrder('1', version)))
      await workOff(world)
    }
    expect(await world.sync.exceptions()).toEqual([])
    expect(bookedTotals(world.erpBooks, orderRef('1'))).toEqual(['11', '12'])
  })
})
