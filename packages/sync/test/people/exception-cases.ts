import type { Order } from '@canonry/model'
import type { Failure } from '@canonry/pack'
import type { Exception, Handled, Store } from '@canonry/sync'
import { type TestEnv, testEnv } from '@canonry/sync/testing'
import { okAsync, ResultAsync } from 'neverthrow'
import { expect } from 'vitest'
import { bookedTotals } from '../world/erp.js'
import { orderRef, shopOrder, webhook } from '../world/shop.js'
import type { StoreCase } from '../world/store-case.js'
import { createWorld, ordersTo, type World, workOff } from '../world/world.js'

const ANNA = { actor: 'anna', why: 'the period was opened again' }

async function hear(world: World, ...orders: ReturnType<typeof shopOrder>[]): Promise<void> {
  for (const order of orders) await world.sync.receive('shop', webhook(order))
  await workOff(world)
}

function refuse(world: World, failure: Failure): void {
  world.erpBooks.judge = () => ({ kind: 'failed', failure })
}

function accept(world: World): void {
  delete world.erpBooks.judge
}

const CLOSED: Failure = { kind: 'business.rejected', message: 'the period is closed' }

async function refusedOrders(create: StoreCaseCreate, count: number): Promise<World> {
  const world = createWorld({ store: create() })
  refuse(world, CLOSED)
  await hear(world, ...Array.from({ length: count }, (_, index) => shopOrder(`${index + 1}`)))
  accept(world)
  return world
}

type StoreCaseCreate = Parameters<StoreCase['run']>[0]

/** A store that still shows these exceptions as open to who asks for all of them. */
function seeing(store: Store, seen: readonly Exception[]): Store {
  return {
    ...store,
    open: (tenant, options) => {
      const opened = store.open(tenant, options)
      const query = ((question: { kind: string; id?: string }) =>
        question.kind === 'exceptions' && question.id === undefined
          ? okAsync(seen)
          : opened.query(question as never)) as typeof opened.query
      return { ...opened, query }
    },
  }
}

/** A store that takes a while for what a person does. */
function slow(store: Store, env: TestEnv): Store {
  return {
    ...store,
    open: (tenant, options) => {
      const opened = store.open(tenant, options)
      const commit: typeof opened.commit = (request) => {
        const wait = request.acts?.length ? env.sleep(20) : Promise.resolve()
        return ResultAsync.fromSafePromise(wait).andThen(() => opened.commit(request))
      }
      return { ...opened, commit }
    },
  }
}

/** What acting on exceptions promises over any store. */
export const exceptionCases: readonly StoreCase[] = [
  {
    name: 'promises a refused effect again as a new row, and keeps who did it and why',
    run: async (create) => {
      const world = await refusedOrders(create, 1)
      const [open] = await world.sync.exceptions({ state: 'open' })
      const done = await world.sync.resume({ id: open?.id ?? '' }, ANNA)
      const effect = 'erp|upsert|order|shop/acme/Order/1|try-2'
      expect(done).toEqual([{ exception: open?.id, kind: 'done', effect }])
      await workOff(world)
      expect(bookedTotals(world.erpBooks, orderRef('1'))).toEqual(['11'])
      expect(world.erpBooks.ledger[0]?.key).toBe(effect)
      expect(await world.sync.exceptions()).toMatchObject([
        { state: 'resolved', resolution: { kind: 'resumed', ...ANNA } },
      ])
      expect(await world.sync.acts()).toMatchObject([
        { kind: 'resume', about: open?.id, ...ANNA, at: '2026-11-27T08:00:00.000Z' },
      ])
      const timeline = await world.sync.timeline(orderRef('1'))
      expect(timeline.filter((entry) => 'actor' in entry)).toMatchObject([
        { kind: 'effect-superseded', ...ANNA },
        { kind: 'effect-resumed', effect, ...ANNA },
      ])
      const times = { readyAt: '2026-11-27T08:00:00.000Z', leasedAt: '2026-11-27T08:00:00.000Z' }
      expect(timeline.filter(({ kind }) => kind === 'effect-sent')).toMatchObject([times, times])
    },
  },
  {
    name: 'refuses a correction of which something would be dropped, or that JSON cannot hold',
    run: async (create) => {
      const world = await refusedOrders(create, 1)
      const [open] = await world.sync.exceptions({ state: 'open' })
      const id = open?.id ?? ''
      const body = world.erpBooks.pushes[0]?.body as Order
      const misspelt = { ...body, asserted: { ...body.asserted, totl: '1' }, notte: 'later' }
      const [dropped] = await world.sync.resume({ id }, { ...ANNA, fix: misspelt })
      expect(dropped).toMatchObject({
        kind: 'refused',
        errors: [
          { code: 'unknown-field', path: '/asserted/totl' },
          { code: 'unknown-field', path: '/notte' },
        ],
      })
      const endless: Record<string, unknown> = { ...body }
      endless['attributes'] = { endless }
      const [circular] = await world.sync.resume({ id }, { ...ANNA, fix: endless })
      expect(circular).toMatchObject({ kind: 'refused', errors: [{ code: 'not-json' }] })
      expect(await world.sync.acts()).toEqual([])
    },
  },
  {
    name: 'sends a corrected body, and refuses one that is no sound entity without changing anything',
    run: async (create) => {
      const world = await refusedOrders(create, 1)
      const [open] = await world.sync.exceptions({ state: 'open' })
      const id = open?.id ?? ''
      const body = world.erpBooks.pushes[0]?.body as Order
      const [shapeless] = await world.sync.resume({ id }, { ...ANNA, fix: { ...body, number: 7 } })
      expect(shapeless).toMatchObject({ kind: 'refused', errors: [{ path: '/number' }] })
      const [renamed] = await world.sync.resume({ id }, { ...ANNA, fix: { ...body, refs: [] } })
      expect(renamed).toMatchObject({ kind: 'refused', errors: [{ path: '/refs' }] })
      expect(await world.sync.exceptions({ state: 'open' })).toHaveLength(1)
      expect(await world.sync.acts()).toEqual([])
      const fix = { ...body, note: 'booked in the next period' }
      expect(await world.sync.resume({ id }, { ...ANNA, fix })).toMatchObject([{ kind: 'done' }])
      await workOff(world)
      expect(world.erpBooks.ledger).toMatchObject([{ body: { note: 'booked in the next period' } }])
    },
  },
  {
    name: 'acts on all that failed alike, and on nothing else',
    run: async (create) => {
      const world = await refusedOrders(create, 5)
      refuse(world, { kind: 'contract.invalid', message: 'no such currency' })
      await hear(world, shopOrder('other'))
      accept(world)
      const [first, ...others] = await world.sync.exceptions({ reason: 'business-rejected' })
      const cause = 'erp|business-rejected|the period is closed'
      expect([first, ...others].map((each) => each?.cause)).toEqual(Array(5).fill(cause))
      const done = await world.sync.resume({ cause }, ANNA)
      expect(done.map(({ kind }) => kind)).toEqual(Array(5).fill('done'))
      await workOff(world)
      expect(world.erpBooks.ledger).toHaveLength(5)
      expect(await world.sync.exceptions({ state: 'open' })).toMatchObject([
        { reason: 'contract-invalid', owner: 'integration', ref: orderRef('other') },
      ])
    },
  },
  {
    name: 'shows exceptions page by page, narrowed by what they have in common',
    run: async (create) => {
      const world = await refusedOrders(create, 5)
      const { sync } = world
      const seen: string[] = []
      let after: string | undefined
      for (;;) {
        const page = await sync.exceptions({ limit: 2, ...(after !== undefined && { after }) })
        seen.push(...page.map(({ ref }) => ref?.id ?? '?'))
        after = page.at(-1)?.id
        if (page.length < 2) break
      }
      expect(seen.sort()).toEqual(['1', '2', '3', '4', '5'])
      expect(await sync.exceptions({ owner: 'finance', connection: 'erp' })).toHaveLength(5)
      expect(await sync.exceptions({ owner: 'merchandising' })).toEqual([])
      expect(await sync.exceptions({ after: 'nobody' })).toEqual([])
    },
  },
  {
    name: 'reads back what gave up before it sends anything again',
    run: async (create) => {
      const world = createWorld({ store: create() })
      world.erpBooks.judge = () => {
        throw new Error('a bug in the connector')
      }
      await hear(world, shopOrder('1'), shopOrder('2'))
      accept(world)
      const source = orderRef('1')
      const body = world.erpBooks.pushes.find((each) => each.source.id === '1')?.body
      const applied = { id: 'SO9', body, cancelled: false, writes: 1 }
      world.erpBooks.documents.set('shop/acme/Order/1', applied)
      world.erpBooks.pushes.length = 0
      const filter = { reason: 'handler-bug', connection: 'erp' }
      const [skipped] = await world.sync.resume(filter, ANNA)
      expect(skipped).toMatchObject({ kind: 'skipped', message: /redrive it/ })
      const done = await world.sync.redrive(filter, ANNA)
      expect(done.map(({ kind }) => kind)).toEqual(['done', 'done'])
      await workOff(world)
      expect(world.erpBooks.pushes.map((each) => each.source.id)).toEqual(['2'])
      expect(bookedTotals(world.erpBooks, source)).toEqual([])
      const kinds = (await world.sync.timeline(source)).map(({ kind }) => kind)
      expect(kinds.slice(-2)).toEqual(['effect-redriven', 'effect-confirmed'])
      expect(await world.sync.exceptions({ state: 'open' })).toEqual([])
    },
  },
  {
    name: 'gives up what is dismissed, and lets a newer state follow',
    run: async (create) => {
      const world = await refusedOrders(create, 1)
      const done = await world.sync.dismiss({ connection: 'erp' }, { ...ANNA, why: 'a test order' })
      expect(done).toMatchObject([{ kind: 'done' }])
      await workOff(world)
      expect(world.erpBooks.ledger).toEqual([])
      expect(await world.sync.backlog()).toMatchObject({ effects: 0, blocked: 0 })
      expect(await world.sync.exceptions()).toMatchObject([
        { state: 'resolved', resolution: { kind: 'dismissed', why: 'a test order' } },
      ])
      await hear(world, shopOrder('1', 2))
      expect(bookedTotals(world.erpBooks, orderRef('1'))).toEqual(['12'])
    },
  },
  {
    name: 'has nobody look any more at what came to its end by itself',
    run: async (create) => {
      const world = createWorld({ store: create() })
      const { sync, env, erpBooks } = world
      const missing: Failure = { kind: 'dependency.missing', message: 'no such article' }
      const stale: Failure = { kind: 'stale', message: 'a newer version is there' }
      erpBooks.faults.push({ kind: 'fail', failure: missing }, { kind: 'fail', failure: stale })
      await sync.receive('shop', webhook(shopOrder('1')))
      const worker = await sync.start()
      await env.until(async () => (await sync.exceptions()).length > 0)
      await sync.resume({ reason: 'dependency-missing' }, ANNA)
      await env.until(async () => (await sync.backlog()).waiting === 0)
      await worker.stop()
      expect(erpBooks.pushes).toHaveLength(2)
      expect(await sync.exceptions({ state: 'open' })).toEqual([])
    },
  },
  {
    name: 'dismisses an exception behind which nothing waits any more',
    run: async (create) => {
      const store = create()
      const { sync, env } = createWorld({ store })
      const draft = {
        fingerprint: 'effect:erp|order|gone',
        reason: 'business-rejected',
        owner: 'finance',
        connection: 'erp',
        message: 'the period is closed',
        suggestedFix: 'open it',
        subject: { kind: 'effect', key: 'gone', lane: 'erp|order|gone' },
      } as const
      const exceptions = [{ kind: 'open', id: 'gone', draft }] as const
      const note = { kind: 'note', now: env.now(), counts: {}, exceptions } as const
      expect((await store.open('acme').maintain(note)).isOk()).toBe(true)
      const [left] = await sync.resume({ id: 'gone' }, ANNA)
      expect(left).toMatchObject({ kind: 'skipped', message: /dismiss it/ })
      expect(await sync.dismiss({ id: 'gone' }, ANNA)).toMatchObject([{ kind: 'done' }])
      expect(await sync.exceptions({ state: 'open' })).toEqual([])
    },
  },
  {
    name: 'leaves a lane alone whose exception was solved after somebody began to act on many',
    run: async (create) => {
      const world = await refusedOrders(create, 1)
      const { store, env, sync, erpBooks, shopBooks } = world
      const seen = await sync.exceptions({ state: 'open' })
      await hear(world, shopOrder('1', 2))
      await sync.pause('erp', ANNA)
      await sync.receive('shop', webhook(shopOrder('1', 3)))
      const worker = await sync.start()
      await env.until(async () => (await sync.backlog()).facts === 0)
      await worker.stop()
      const late = createWorld({ store: seeing(store, seen), env, erpBooks, shopBooks })
      const done = await late.sync.dismiss({ connection: 'erp' }, ANNA)
      expect(done).toMatchObject([{ kind: 'skipped', message: /solved meanwhile/ }])
      await sync.unpause('erp', ANNA)
      await workOff(world)
      expect(bookedTotals(erpBooks, orderRef('1'))).toEqual(['12', '13'])
    },
  },
  {
    name: 'resumes each of many once, though what was resumed fails again meanwhile',
    run: async (create) => {
      const env = testEnv()
      const world = createWorld({ env, store: slow(create(), env) })
      refuse(world, CLOSED)
      await hear(world, ...Array.from({ length: 120 }, (_, index) => shopOrder(`${index + 1}`)))
      await using _ = await world.sync.start()
      let handled: readonly Handled[] | undefined
      const resumed = world.sync.resume({ reason: 'business-rejected' }, ANNA).then((all) => {
        handled = all
      })
      await env.until(() => handled !== undefined)
      await resumed
      expect(handled).toHaveLength(120)
      expect(world.erpBooks.pushes.length).toBeLessThanOrEqual(240)
    },
  },
  {
    name: 'reads a fact again with the flows of today',
    run: async (create) => {
      const store = create()
      const broken = createWorld({
        store,
        flows: ({ erp }) => [
          {
            ...ordersTo(erp),
            decide: () => {
              throw new Error('a bug in the flow')
            },
          },
        ],
      })
      await hear(broken, shopOrder('1'))
      const [still] = await broken.sync.resume({ reason: 'decision-failed' }, ANNA)
      expect(still).toMatchObject({ kind: 'refused', message: /it still fails.*a bug in the flow/ })
      const { env, erpBooks } = broken
      const fixed = createWorld({ store, env, erpBooks })
      const done = await fixed.sync.resume({ reason: 'decision-failed' }, ANNA)
      expect(done).toMatchObject([{ kind: 'done' }])
      await workOff(fixed)
      expect(bookedTotals(erpBooks, orderRef('1'))).toEqual(['11'])
      expect(await fixed.sync.exceptions({ state: 'open' })).toEqual([])
    },
  },
  {
    name: 'asks at once for a document that could not be read, and gives up no read',
    run: async (create) => {
      const world = createWorld({ store: create() })
      const { sync, shopBooks, env } = world
      shopBooks.orders.set('1', shopOrder('1', 1, { note: 'the truth' }))
      const down: Failure = { kind: 'transient.definite', message: 'the shop is down' }
      shopBooks.failures.push(down, down, { ...down, retryAt: env.now() + 86_400_000 })
      await sync.receive('shop', webhook(shopOrder('1', 1, { note: 'a' })))
      await sync.receive('shop', webhook(shopOrder('1', 1, { note: 'b' })))
      const worker = await sync.start()
      await env.until(async () => (await sync.exceptions({ reason: 'read-failed' })).length > 0)
      const [kept] = await sync.dismiss({ reason: 'read-failed' }, ANNA)
      expect(kept).toMatchObject({ kind: 'skipped', message: /resume it to try at once/ })
      expect(await sync.redrive({ reason: 'read-failed' }, ANNA)).toMatchObject([
        { kind: 'skipped' },
      ])
      const done = await sync.resume({ reason: 'read-failed' }, ANNA)
      expect(done).toMatchObject([{ kind: 'done' }])
      await env.advance(1_000)
      await worker.stop()
      expect(shopBooks.reads).toHaveLength(4)
      expect(await sync.backlog()).toMatchObject({ reads: 0 })
    },
  },
  {
    name: 'dismisses what nothing else resolves, and leaves to itself what does',
    run: async (create) => {
      const store = create()
      const world = createWorld({ store })
      const { sync, env } = world
      const trouble = (fingerprint: string, connection: string) =>
        ({
          kind: 'open',
          id: fingerprint,
          draft: {
            fingerprint,
            reason: 'handler-bug',
            owner: 'integration',
            connection,
            message: 'a bug',
            suggestedFix: 'fix it',
          },
        }) as const
      const exceptions = [trouble('worker:facts', '-'), trouble('connection:erp', 'erp')]
      const note = { kind: 'note', now: env.now(), counts: {}, exceptions } as const
      expect((await store.open('acme').maintain(note)).isOk()).toBe(true)
      const [left] = await sync.resume({ connection: '-' }, ANNA)
      expect(left).toMatchObject({ kind: 'skipped', message: /is dismissed/ })
      expect(await sync.dismiss({ connection: '-' }, ANNA)).toMatchObject([{ kind: 'done' }])
      expect(await sync.exceptions({ state: 'open' })).toMatchObject([{ connection: 'erp' }])
    },
  },
  {
    name: 'refuses to act for nobody, without a reason, on everything, or with one fix on many',
    run: async (create) => {
      const { sync } = createWorld({ store: create() })
      const all = { connection: 'erp' }
      await expect(sync.resume(all, { ...ANNA, actor: ' ' })).rejects.toThrow(/actor/)
      await expect(sync.dismiss(all, { ...ANNA, why: '' })).rejects.toThrow(/why/)
      await expect(sync.dismiss(all, { actor: 'anna' } as never)).rejects.toThrow(/in `why`/)
      await expect(sync.resume(all, undefined as never)).rejects.toThrow(/give `actor`/)
      for (const limit of [-1, 1.5, Number.NaN]) {
        await expect(sync.exceptions({ limit })).rejects.toThrow(/give a whole number/)
        await expect(sync.acts({ limit })).rejects.toThrow(/give a whole number/)
        await expect(sync.resume(all, { ...ANNA, limit })).rejects.toThrow(/give a whole number/)
      }
      await expect(sync.redrive({}, ANNA)).rejects.toThrow(/no exceptions are named/)
      await expect(sync.resume(all, { ...ANNA, fix: {} })).rejects.toThrow(/for one exception/)
    },
  },
]
