import { cancel, defineFlow } from '@canonry/sync'
import { describe, expect, it } from 'vitest'
import { orderRef, shopOrder, webhook } from './world/shop.js'
import { createWorld, ordersTo, type World, workOff } from './world/world.js'

const gone = (id: string, eventId = 'gone') =>
  webhook(JSON.stringify({ id }), { topic: 'orders/delete', eventId })

async function hear(world: World, ...requests: Request[]): Promise<void> {
  for (const request of requests) await world.sync.receive('shop', request)
  await workOff(world)
}

const kindsOf = async ({ sync }: World) =>
  (await sync.timeline(orderRef('1'))).map(({ kind }) => kind)

describe('a document that was deleted in its source', () => {
  it('leaves what is known of it, marked as gone, and plans nothing', async () => {
    const world = createWorld()
    await hear(world, webhook(shopOrder('1', 1)), gone('1'))
    expect(world.erpBooks.ledger).toHaveLength(1)
    expect(await kindsOf(world)).toContain('entity-deleted')
    expect(await world.sync.exceptions()).toEqual([])
  })

  it('is a change that a flow decides on when it says so', async () => {
    const seen: unknown[] = []
    const world = createWorld({
      flows: ({ erp }) => [
        ordersTo(erp),
        defineFlow({
          name: 'gone',
          on: 'order',
          class: 'high',
          deletions: true,
          decide: ({ deleted, before, paths }, order) => {
            if (!deleted) return []
            seen.push({ paths, same: before?.number === order.number })
            return [cancel(erp, order)]
          },
        }),
      ],
    })
    await hear(world, webhook(shopOrder('1', 1)))
    await hear(world, gone('1'))
    expect(seen).toEqual([{ paths: [], same: true }])
    expect(world.erpBooks.ledger.map(({ kind }) => kind)).toEqual(['upsert', 'cancel'])
  })

  it('is a change that tells that it was gone before, whatever comes of it', async () => {
    const seen: unknown[] = []
    const world = createWorld({
      flows: () => [
        defineFlow({
          name: 'life',
          on: 'order',
          class: 'high',
          deletions: true,
          decide: ({ before, deleted = false, wasDeleted = false }) => {
            seen.push({ known: before !== undefined, wasDeleted, deleted })
            return []
          },
        }),
      ],
    })
    await hear(world, webhook(shopOrder('1', 1)), gone('1'))
    world.shopBooks.orders.set('1', shopOrder('1', 3))
    await hear(world, webhook(shopOrder('1', 3)))
    await hear(world, webhook(shopOrder('1', 4)))
    expect(seen).toEqual([
      { known: false, wasDeleted: false, deleted: false },
      { known: true, wasDeleted: false, deleted: true },
      { known: true, wasDeleted: true, deleted: false },
      { known: true, wasDeleted: false, deleted: false },
    ])
  })

  it('stays gone whatever old or equal document comes late', async () => {
    const world = createWorld()
    await hear(world, webhook(shopOrder('1', 2)), gone('1'))
    await hear(world, webhook(shopOrder('1', 1)), webhook({ ...shopOrder('1', 2), note: 'x' }))
    expect(world.shopBooks.reads).toEqual([])
    expect((await kindsOf(world)).slice(-2)).toEqual(['fact-skipped', 'fact-skipped'])
  })

  it('is asked for when a newer document tells of it, and is there again only if it is', async () => {
    const world = createWorld()
    await hear(world, webhook(shopOrder('1', 1)), gone('1'), webhook(shopOrder('1', 2)))
    expect(world.shopBooks.reads).toEqual([orderRef('1')])
    expect(await kindsOf(world)).not.toContain('entity-restored')
    world.shopBooks.orders.set('1', shopOrder('1', 3))
    await hear(world, webhook(shopOrder('1', 3)))
    expect(await kindsOf(world)).toContain('entity-restored')
    expect(world.erpBooks.ledger).toHaveLength(2)
  })

  it('is gone once, however often that is said', async () => {
    const world = createWorld()
    await hear(world, webhook(shopOrder('1', 1)), gone('1'))
    await hear(world, webhook('{"id":"1","again":true}', { topic: 'orders/delete' }))
    const deletions = (await kindsOf(world)).filter((kind) => kind === 'entity-deleted')
    expect(deletions).toHaveLength(1)
    expect((await world.sync.counters())['facts.stale']).toBe(1)
  })

  it('is remembered even if nothing was known of it: what tells of it later is asked for', async () => {
    const world = createWorld()
    await hear(world, gone('1'), webhook(shopOrder('1', 1)))
    expect(world.shopBooks.reads).toEqual([orderRef('1')])
    expect(world.erpBooks.ledger).toEqual([])
    world.shopBooks.orders.set('1', shopOrder('1', 2))
    await hear(world, webhook(shopOrder('1', 2)))
    expect(world.erpBooks.ledger).toHaveLength(1)
    expect(await world.sync.exceptions()).toEqual([])
  })

  it('is an exception when nothing says which document it was', async () => {
    const world = createWorld()
    await hear(world, webhook('{}', { topic: 'orders/delete' }))
    expect(await world.sync.exceptions()).toMatchObject([{ reason: 'nameless-deletion' }])
  })
})
