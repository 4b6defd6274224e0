import { memoryStore } from '@canonry/sync'
import { testEnv } from '@canonry/sync/testing'
import { describe, expect, it } from 'vitest'
import { bookedTotals, erpBooks } from './world/erp.js'
import { orderRef, pageOf, type ShopBooks, shopBooks, shopOrder, webhook } from './world/shop.js'
import { createWorld, isIdle, type World, type WorldOptions } from './world/world.js'

const by = { actor: 'anna', why: 'the plan is what we want' }

/** A world whose shop is new and has three orders on two pages. */
function newShop(options: WorldOptions = {}, pull: ShopBooks['pull'] = twoPages) {
  const books = shopBooks()
  books.pull = pull
  return createWorld({ bootstrap: true, ...options, shopBooks: books })
}

const twoPages: ShopBooks['pull'] = async (cursor, since) => {
  if (since !== undefined) return pageOf([])
  if (cursor) return pageOf([shopOrder('3', 1)])
  return pageOf([shopOrder('1', 1), shopOrder('2', 1)], { next: 'two' })
}

async function whilePlanning(world: World, act: () => Promise<void>): Promise<void> {
  await using _ = await world.sync.start()
  await world.env.until(async () => (await world.sync.bootstrap('shop')).stage === 'plan')
  await act()
}

const planIn = async ({ sync }: World) => {
  const bootstrap = await sync.bootstrap('shop')
  if (bootstrap.stage !== 'plan') throw new Error(`no plan, but ${bootstrap.stage}`)
  return bootstrap.plan
}

describe('a new connection that begins with a plan', () => {
  it('tells how far it is, and sends nothing before its plan is approved', async () => {
    const world = newShop()
    expect(await world.sync.bootstrap('shop')).toEqual({
      stage: 'snapshot',
      pages: 0,
      documents: 0,
    })
    await whilePlanning(world, async () => {
      await world.env.advance(60_000)
      const { writes } = await planIn(world)
      expect(writes.map(({ source }) => source.id).sort()).toEqual(['1', '2', '3'])
      expect(writes[0]).toMatchObject({
        to: 'erp',
        entity: 'order',
        kind: 'upsert',
        flow: 'orders',
      })
      expect(world.erpBooks.pushes).toEqual([])
      expect((await world.sync.backlog()).blocked).toBe(3)
    })
  })

  it('sends exactly its plan once that is approved, and then works as any other', async () => {
    const world = newShop()
    await whilePlanning(world, async () => {
      const { hash } = await planIn(world)
      expect(await world.sync.approve('shop', hash, by)).toEqual({ kind: 'approved', writes: 3 })
      await world.env.until(() => isIdle(world.sync))
      expect(world.erpBooks.ledger).toHaveLength(3)
      await world.sync.receive('shop', webhook(shopOrder('1', 2)))
      await world.env.until(() => isIdle(world.sync))
    })
    expect(bookedTotals(world.erpBooks, orderRef('1'))).toEqual(['11', '12'])
    expect(await world.sync.bootstrap('shop')).toMatchObject({ stage: 'live' })
    expect(await world.sync.acts()).toMatchObject([{ kind: 'approve', actor: 'anna' }])
  })

  it('takes webhooks into the plan, and refuses a plan that has changed since', async () => {
    const world = newShop()
    await whilePlanning(world, async () => {
      const { hash } = await planIn(world)
      await world.sync.receive('shop', webhook(shopOrder('2', 2)))
      await world.env.advance(1_000)
      const refused = await world.sync.approve('shop', hash, by)
      expect(refused).toMatchObject({ kind: 'outdated', bootstrap: { stage: 'plan' } })
      expect(world.erpBooks.pushes).toEqual([])
      await world.sync.approve('shop', (await planIn(world)).hash, by)
      await world.env.until(() => isIdle(world.sync))
      expect(bookedTotals(world.erpBooks, orderRef('2'))).toEqual(['12'])
    })
  })

  it('is approved by its scope with what its writes say by now', async () => {
    const world = newShop()
    await whilePlanning(world, async () => {
      const { hash, scope } = await planIn(world)
      await world.env.advance(1_000)
      await world.sync.receive('shop', webhook(shopOrder('2', 2)))
      await world.sync.receive('shop', webhook(shopOrder('4', 1)))
      await world.env.advance(1_000)
      expect(await planIn(world)).not.toMatchObject({ hash })
      expect(await world.sync.approve('shop', scope, by)).toEqual({ kind: 'approved', writes: 3 })
      await world.env.until(() => world.erpBooks.ledger.length === 4)
      expect(bookedTotals(world.erpBooks, orderRef('2'))).toEqual(['12'])
    })
  })

  it('is not approved by its scope when one of its writes is not wanted any more', async () => {
    const world = newShop()
    await whilePlanning(world, async () => {
      const { scope } = await planIn(world)
      const cancelled = shopOrder('2', 2, { cancelled: '2026-11-27T09:00:02Z' })
      await world.sync.receive('shop', webhook(cancelled))
      await world.env.advance(1_000)
      expect(await world.sync.approve('shop', scope, by)).toMatchObject({ kind: 'outdated' })
      for (const odd of ['', 'scope-', 'scope-1-x', '1', 'x-y']) {
        expect(await world.sync.approve('shop', odd, by)).toMatchObject({ kind: 'outdated' })
      }
      expect(world.erpBooks.pushes).toEqual([])
    })
  })

  it('shows what each write says, page by page', async () => {
    const world = newShop()
    await whilePlanning(world, async () => {
      const { writes } = await planIn(world)
      const first = await world.sync.proposals('shop', { limit: 2 })
      const rest = await world.sync.proposals('shop', { after: `${first[1]?.key}` })
      const shown = [...first, ...rest]
      expect(shown.map(({ body: _, ...write }) => write)).toEqual(writes)
      expect(shown.map(({ body }) => (body as { number: string }).number).sort()).toEqual([
        '#1',
        '#2',
        '#3',
      ])
      expect(await world.sync.proposals('shop', { after: 'nothing' })).toEqual([])
      await expect(world.sync.proposals('nowhere')).rejects.toThrow(/no connection/)
    })
  })

  it('can be approved while it sells: what came after the plan follows it', async () => {
    const world = newShop()
    await whilePlanning(world, async () => {
      const { hash } = await planIn(world)
      await world.sync.receive('shop', webhook(shopOrder('4', 1)))
      await world.env.advance(1_000)
      expect(await world.sync.approve('shop', hash, by)).toEqual({ kind: 'approved', writes: 3 })
      await world.env.until(() => world.erpBooks.ledger.length === 4)
    })
  })

  it('is approved once', async () => {
    const world = newShop()
    await whilePlanning(world, async () => {
      const { hash } = await planIn(world)
      await world.sync.approve('shop', hash, by)
      const again = await world.sync.approve('shop', hash, by)
      expect(again).toMatchObject({ kind: 'no-plan', bootstrap: { stage: 'live' } })
      await expect(world.sync.approve('shop', hash, { actor: '', why: 'x' })).rejects.toThrow()
    })
  })

  it('goes on planning after a restart, with nothing sent and nothing twice', async () => {
    const given = { store: memoryStore(), erpBooks: erpBooks() }
    const first = newShop(given, async (cursor) =>
      cursor ? new Promise<never>(() => undefined) : pageOf([shopOrder('1', 1)], { next: 'two' }),
    )
    await first.sync.start()
    await first.env.advance(5_000)
    expect(await first.sync.bootstrap('shop')).toMatchObject({ stage: 'snapshot', documents: 1 })
    const env = testEnv({ now: first.env.now() + 60_000, seed: 2 })
    const second = newShop({ ...given, env })
    await whilePlanning(second, async () => {
      const { writes, hash } = await planIn(second)
      expect(writes.map(({ source }) => source.id).sort()).toEqual(['1', '3'])
      await second.sync.approve('shop', hash, by)
      await second.env.until(() => isIdle(second.sync))
    })
    expect(given.erpBooks.ledger).toHaveLength(2)
  })

  it('stays live when it was live before it was asked to begin with a plan', async () => {
    const store = memoryStore()
    const world = newShop({ store })
    await whilePlanning(world, async () => {
      await world.sync.approve('shop', (await planIn(world)).hash, by)
      await world.env.until(() => isIdle(world.sync))
    })
    const again = newShop({ store, env: world.env, erpBooks: world.erpBooks })
    await using _ = await again.sync.start()
    expect(await again.sync.bootstrap('shop')).toMatchObject({ stage: 'live' })
  })

  it('must be a connection that can be pulled', async () => {
    const { sync } = createWorld({ bootstrap: true })
    await expect(sync.start()).rejects.toThrow(/bootstrap names "shop".*cannot pull/)
  })
})

describe('a connection that begins without a plan', () => {
  it('is live from its first fact on', async () => {
    const { sync } = createWorld()
    expect(await sync.bootstrap('shop')).toEqual({ stage: 'live' })
    await expect(sync.bootstrap('nowhere')).rejects.toThrow(/no connection/)
  })
})
