import { keyring, memoryStore, sealedStore } from '@canonry/sync'
import { describe, expect, it } from 'vitest'
import { keyOf } from './world/seal.js'
import { orderRef, shopOrder, webhook } from './world/shop.js'
import { createWorld, type World, workOff } from './world/world.js'

const customer = { id: 'c', name: 'Li' }
const by = { actor: 'anna', why: 'request 4711' }

async function hear(world: World, ...requests: Request[]): Promise<void> {
  for (const request of requests) await world.sync.receive('shop', request)
  await workOff(world)
}

describe('the audit log of a sealed store', () => {
  it('finds nothing changed: not after work, not with another key, not after an erasure', async () => {
    const store = memoryStore()
    const keys = { a: keyOf('a'), b: keyOf('b') }
    const open = (current: 'a' | 'b') =>
      createWorld({ audit: true, store: sealedStore(store, keyring({ current, keys })) })
    const world = open('a')
    await hear(world, webhook(shopOrder('1', 1, { customer })), webhook(shopOrder('2', 1)))
    const { problems, checked } = await world.sync.audit.verify()
    expect(problems).toEqual([])
    expect(checked).toBeGreaterThan(4)
    const later = open('b')
    await hear(later, webhook(shopOrder('1', 2, { customer })))
    expect((await later.sync.audit.verify()).problems).toEqual([])
    await later.sync.erase(orderRef('1'), by)
    expect((await later.sync.audit.verify()).problems).toEqual([])
  })
})
