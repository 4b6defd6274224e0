import type { StockPosition } from '@canonry/model'
import { memoryStore, type Sync } from '@canonry/sync'
import { describe, expect, it } from 'vitest'
import { plannedOffers } from '../../src/index.js'
import { MINUTE, mortal, openRetailer, openSync, type Retailer } from './opening-world.js'

const by = { actor: 'anna', why: 'these are the numbers of the stock-take' }

/** Begins with plans, and goes on until that of the ledger is whole. */
async function untilPlanned(retailer: Retailer, sync: Sync) {
  retailer.tell(sync)
  const worker = await sync.start()
  await retailer.env.until(async () => (await sync.bootstrap('stock')).stage === 'plan')
  return worker
}

async function planOf(sync: Sync) {
  const bootstrap = await sync.bootstrap('stock')
  if (bootstrap.stage !== 'plan') throw new Error(`no plan, but ${bootstrap.stage}`)
  return bootstrap.plan
}

/** What the shop would be told, and what it says now, by location and SKU. */
async function offersOf(sync: Sync) {
  const offers = plannedOffers(await sync.proposals('stock'))
  const by = (what: 'offer' | 'says') =>
    Object.fromEntries(
      offers.map((each) => [`${each.location.id}/${each.sku}`, Number(each[what])]),
    )
  return { told: by('offer'), says: by('says') }
}

describe('the opening stock of a retailer that is already selling', { timeout: 240_000 }, () => {
  it('is planned, approved and followed: nothing is written before, and nothing counted twice', async () => {
    const retailer = await openRetailer(1)
    const { env, writes } = retailer
    const before = retailer.levels()
    const seen = new Map<string, StockPosition>()
    const sync = openSync(retailer, { store: memoryStore(), seen })
    const worker = await untilPlanned(retailer, sync)
    const first = await planOf(sync)
    expect(first.writes).toHaveLength(Object.keys(before).length)
    // line by line what the shop has, and what is free: less what is ordered and not sent
    expect(await offersOf(sync)).toEqual({ told: await retailer.free(), says: before })

    // people go on buying while somebody reads that
    retailer.ring('CAN-001-S')
    await env.advance(10 * MINUTE)
    expect(writes).toEqual([])
    expect(await sync.approve('stock', first.hash, by)).toMatchObject({ kind: 'outdated' })
    const approval = await sync.approve('stock', first.scope, by)
    expect(approval).toEqual({ kind: 'approved', writes: first.writes.length })
    expect(await sync.approve('stock', first.scope, by)).toMatchObject({ kind: 'no-plan' })
    await env.advance(5 * MINUTE)
    expect(writes.length).toBeGreaterThan(0)

    await retailer.sellOut()
    expect(retailer.levels()).toEqual(await retailer.free())
    expect(retailer.soldBeyond()).toBe(0)
    expect(await sync.exceptions({ state: 'open' })).toEqual([])
    await worker.stop()
  })

  it('is the same when the process dies in every phase, and another one goes on', async () => {
    const retailer = await openRetailer(2)
    const { env, writes } = retailer
    const store = memoryStore()
    const live = async (act: (sync: Sync) => Promise<void>) => {
      const process = mortal(store)
      const sync = openSync(retailer, { store: process.store })
      retailer.tell(sync)
      await sync.start()
      await act(sync)
      process.die()
      retailer.tell(undefined)
      await env.advance(MINUTE)
    }
    let scope = ''
    await live(async (sync) => {
      // the ERP takes two seconds for each page
      await env.advance(3_000)
      expect(await sync.bootstrap('stock')).toMatchObject({ stage: 'snapshot' })
    })
    await live(async (sync) => {
      await env.until(async () => (await sync.bootstrap('stock')).stage === 'plan')
      scope = (await planOf(sync)).scope
    })
    await live(async (sync) => {
      await env.advance(MINUTE)
      expect(writes).toEqual([])
      expect(await sync.approve('stock', scope, by)).toMatchObject({ kind: 'approved' })
    })
    expect(writes).toEqual([])
    await live(async (sync) => {
      expect(await sync.approve('stock', scope, by)).toMatchObject({ kind: 'no-plan' })
      await retailer.sellOut()
      expect(await sync.exceptions({ state: 'open' })).toEqual([])
    })
    expect(retailer.levels()).toEqual(await retailer.free())
    expect(retailer.soldBeyond()).toBe(0)
  })
})
