import { verifyConsistency, verifyInclusion } from '@canonry/sync'
import { expect } from 'vitest'
import { shopOrder, webhook } from '../world/shop.js'
import type { StoreCase } from '../world/store-case.js'
import { createWorld, workOff } from '../world/world.js'

const BEN = { actor: 'ben', why: 'the ERP is upgraded' }

/** What the audit log promises over any store. */
export const auditCases: readonly StoreCase[] = [
  {
    name: 'proves facts, revisions, steps and acts, in the order in which they happened',
    run: async (create) => {
      const world = createWorld({ store: create(), audit: true })
      const { audit } = world.sync
      await world.sync.receive('shop', webhook(shopOrder('1')))
      await world.sync.pause('erp', BEN)
      await world.sync.unpause('erp', BEN)
      await workOff(world)
      const entries = await audit.entries()
      expect(entries.map(({ kind }) => kind)).toEqual([
        'fact',
        'act',
        'act',
        'entity',
        'effect',
        'effect',
        'effect',
      ])
      const head = await audit.head()
      expect(head.size).toBe(7)
      for (let index = 0; index < head.size; index++) {
        expect(verifyInclusion(await audit.inclusion(index, head.size), head)).toBe(true)
      }
      expect(await audit.verify()).toEqual({ checked: 7, problems: [] })
    },
  },
  {
    name: 'proves to who kept a head that the log only grew since',
    run: async (create) => {
      const world = createWorld({ store: create(), audit: true })
      const { audit } = world.sync
      const heads = [await audit.head()]
      for (let id = 1; id <= 30; id++) {
        await world.sync.receive('shop', webhook(shopOrder(`${id}`)))
        heads.push(await audit.head())
      }
      await workOff(world)
      const after = await audit.head()
      expect(after.size).toBeGreaterThan(100)
      for (const before of heads) {
        const path = await audit.consistency(before.size, after.size)
        expect(verifyConsistency(path, { before, after })).toBe(true)
        const forged = { ...before, root: after.root }
        expect(verifyConsistency(path, { before: forged, after })).toBe(false)
      }
      expect((await audit.verify({ from: 17, to: 40 })).checked).toBe(24)
      expect((await audit.verify()).problems).toEqual([])
    },
  },
  {
    name: 'is empty unless it was asked for, and stays once it was',
    run: async (create) => {
      const store = create()
      const without = createWorld({ store })
      await without.sync.receive('shop', webhook(shopOrder('1')))
      expect(await without.sync.audit.head()).toEqual({
        size: 0,
        root: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
      })
      expect(await without.sync.audit.verify()).toEqual({ checked: 0, problems: [] })
      const { env, erpBooks } = without
      const audited = createWorld({ store, env, erpBooks, audit: true })
      await audited.sync.receive('shop', webhook(shopOrder('2')))
      await without.sync.receive('shop', webhook(shopOrder('3')))
      expect((await without.sync.audit.head()).size).toBe(2)
    },
  },
  {
    name: 'says what is wrong with a question about what is not there',
    run: async (create) => {
      const world = createWorld({ store: create(), audit: true })
      const { audit } = world.sync
      await world.sync.receive('shop', webhook(shopOrder('1')))
      await expect(audit.inclusion(0, 2)).rejects.toThrow(/give a size up to 1/)
      await expect(audit.inclusion(1, 1)).rejects.toThrow(/has none at 1/)
      await expect(audit.consistency(2, 1)).rejects.toThrow(/never 2 entries/)
      expect(await audit.entries({ from: 1 })).toEqual([])
    },
  },
]
