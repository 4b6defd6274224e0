import { expect } from 'vitest'
import { shopOrder, webhook } from '../world/shop.js'
import type { StoreCase } from '../world/store-case.js'
import { createWorld, isIdle, workOff } from '../world/world.js'

const BEN = { actor: 'ben', why: 'the ERP is upgraded' }

/** What pausing a connection promises over any store. */
export const pauseCases: readonly StoreCase[] = [
  {
    name: 'sends nothing to a paused connection, while facts are journaled and decided on',
    run: async (create) => {
      const world = createWorld({ store: create() })
      await world.sync.pause('erp', BEN)
      const worker = await world.sync.start()
      await world.sync.receive('shop', webhook(shopOrder('1')))
      await world.env.advance(30_000)
      expect(world.erpBooks.pushes).toEqual([])
      const paused = [{ connection: 'erp', ...BEN, since: Date.parse('2026-11-27T08:00:00Z') }]
      expect(await world.sync.backlog()).toMatchObject({ facts: 0, effects: 1, paused })
      await world.sync.unpause('erp', { ...BEN, why: 'it is done' })
      await world.env.until(() => isIdle(world.sync))
      await worker.stop()
      expect(world.erpBooks.ledger).toHaveLength(1)
      const timeline = await world.sync.timeline({
        system: 'shop',
        account: 'acme',
        kind: 'Order',
        id: '1',
      })
      expect(timeline.at(-1)).toMatchObject({ kind: 'effect-confirmed', attempt: 1 })
      expect(await world.sync.acts()).toMatchObject([
        { kind: 'pause', about: 'erp', ...BEN },
        { kind: 'unpause', about: 'erp', actor: 'ben', why: 'it is done' },
      ])
    },
  },
  {
    name: 'holds over a restart, and ends by itself when it was said to',
    run: async (create) => {
      const store = create()
      const { sync, env, erpBooks } = createWorld({ store })
      await sync.pause('erp', { ...BEN, until: '2026-11-27T08:00:30Z' })
      await sync.receive('shop', webhook(shopOrder('1')))
      const world = createWorld({ store, env, erpBooks })
      const worker = await world.sync.start()
      await env.advance(29_000)
      expect(erpBooks.pushes).toEqual([])
      await env.advance(2_000)
      await worker.stop()
      expect(erpBooks.ledger).toHaveLength(1)
      expect(await world.sync.backlog()).not.toHaveProperty('paused')
    },
  },
  {
    name: 'reads nothing from a paused connection',
    run: async (create) => {
      const world = createWorld({ store: create() })
      world.shopBooks.orders.set('1', shopOrder('1', 1, { note: 'the truth' }))
      await world.sync.pause('shop', BEN)
      const worker = await world.sync.start()
      await world.sync.receive('shop', webhook(shopOrder('1', 1, { note: 'a' })))
      await world.sync.receive('shop', webhook(shopOrder('1', 1, { note: 'b' })))
      await world.env.advance(60_000)
      expect(world.shopBooks.reads).toEqual([])
      expect(await world.sync.backlog()).toMatchObject({ facts: 0, reads: 1 })
      await worker.stop()
      await world.sync.unpause('shop', BEN)
      await workOff(world)
      expect(world.shopBooks.reads).toHaveLength(1)
    },
  },
  {
    name: 'refuses to pause what is no connection, or until a moment that is over',
    run: async (create) => {
      const { sync } = createWorld({ store: create() })
      await expect(sync.pause('crm', BEN)).rejects.toThrow(/"crm" is no connection/)
      const over = { ...BEN, until: '2026-11-27T07:59:59Z' }
      const local = { ...BEN, until: '2099-11-27T08:00:00' }
      await expect(sync.pause('erp', local)).rejects.toThrow(/its offset/)
      await expect(sync.pause('erp', over)).rejects.toThrow(/still to come/)
    },
  },
]
