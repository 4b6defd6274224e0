import { type Commit, memoryStore, type Store } from '@canonry/sync'
import { errAsync } from 'neverthrow'
import { describe, expect, it } from 'vitest'
import { bookedTotals } from './world/erp.js'
import { orderRef, shopOrder, webhook } from './world/shop.js'
import { createWorld, workOff } from './world/world.js'

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
