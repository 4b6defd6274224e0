import { Customer, Order } from '@canonry/model'
import {
  type Connection,
  type Connector,
  type Credentials,
  type PushOutcome,
  secret,
  staticCredentials,
} from '@canonry/pack'
import {
  defineFlow,
  type EffectOptions,
  FAMILY_SHOWN,
  memoryStore,
  type Store,
  type TenantStore,
  upsert,
} from '@canonry/sync'
import { testEnv } from '@canonry/sync/testing'
import { ResultAsync } from 'neverthrow'
import { describe, expect, it } from 'vitest'
import { CALL_MS } from '../src/effects/calling/in-time.js'
import { bookedTotals, erp, erpBooks, erpRef, type Fault } from './world/erp.js'
import { orderRef, SHOP_SECRET, shopOrder, webhook } from './world/shop.js'
import { createWorld, isIdle, ordersTo, type World, workOff } from './world/world.js'

const CANCELLED = '2026-11-27T10:00:00Z'

async function hear(world: World, ...orders: ReturnType<typeof shopOrder>[]): Promise<void> {
  for (const order of orders) await world.sync.receive('shop', webhook(order))
}

async function kindsOf({ sync }: World, id: string): Promise<string[]> {
  const timeline = await sync.timeline(orderRef(id))
  return timeline.map(({ kind }) => kind).filter((kind) => kind.startsWith('effect-'))
}

describe('effects of one entity', () => {
  it('sends only the newest of several states decided before the first was sent', async () => {
    const world = createWorld()
    await hear(world, shopOrder('1', 1), shopOrder('1', 2), shopOrder('1', 3))
    await workOff(world)
    expect(bookedTotals(world.erpBooks, orderRef('1'))).toEqual(['13'])
    expect(await world.sync.counters()).toMatchObject({
      'effects.planned': 1,
      'effects.refreshed': 2,
      'effects.confirmed': 1,
    })
  })

  it('sends a newer state as a revision once the first was sent', async () => {
    const world = createWorld()
    await hear(world, shopOrder('1', 1))
    await workOff(world)
    await hear(world, shopOrder('1', 2))
    await workOff(world)
    expect(bookedTotals(world.erpBooks, orderRef('1'))).toEqual(['11', '12'])
    expect(world.erpBooks.pushes.map(({ key }) => key)).toEqual([
      'erp|upsert|order|shop/acme/Order/1',
      'erp|upsert|order|shop/acme/Order/1#2',
    ])
    expect(world.erpBooks.pushes[1]?.links).toEqual({ 'shop/acme/Order/1': erpRef('SO1') })
  })

  it('goes on after more revisions than the store shows of an entity', async () => {
    const world = createWorld()
    const versions = Array.from({ length: 5 * FAMILY_SHOWN }, (_, index) => index + 1)
    for (const version of versions) {
      await hear(world, shopOrder('1', version))
      await workOff(world)
    }
    expect(world.erpBooks.pushes).toHaveLength(versions.length)
    expect(new Set(world.erpBooks.pushes.map(({ key }) => key)).size).toBe(versions.length)
  })

  it('go on to more systems than the store shows effects of one family', async () => {
    const books = Array.from({ length: 5 * FAMILY_SHOWN }, () => erpBooks())
    const targets = books.map((each, index) => erp(each, { id: `erp-${index}` }))
    const sends = defineFlow({
      name: 'orders',
      on: Order,
      class: 'critical',
      decide: (_, order) => targets.map((target) => upsert(target, order)),
    })
    const world = createWorld({ flows: () => [sends], more: targets })
    for (const version of [1, 2, 3]) {
      await hear(world, shopOrder('1', version))
      await workOff(world)
    }
    for (const each of books) expect(bookedTotals(each, orderRef('1'))).toEqual(['11', '12', '13'])
  })

  it('cancels what was never sent and sends nothing', async () => {
    const world = createWorld()
    await hear(world, shopOrder('1', 1), shopOrder('1', 2, { cancelled: CANCELLED }))
    await workOff(world)
    expect(world.erpBooks.pushes).toEqual([])
    expect(await kindsOf(world, '1')).toEqual(['effect-planned', 'effect-cancelled'])
  })

  it('plans no cancellation where nothing was promised', async () => {
    const world = createWorld()
    await hear(world, shopOrder('1', 2, { cancelled: CANCELLED }))
    await workOff(world)
    expect(await kindsOf(world, '1')).toEqual([])
  })

  it('cancels after the upsert in the same lane, and only once', async () => {
    const world = createWorld()
    await hear(world, shopOrder('1', 1))
    await workOff(world)
    await hear(world, shopOrder('1', 2, { cancelled: CANCELLED }))
    await hear(world, shopOrder('1', 3, { cancelled: CANCELLED }))
    await workOff(world)
    expect(world.erpBooks.ledger.map(({ kind }) => kind)).toEqual(['upsert', 'cancel'])
  })

  it.each<[string, Fault]>([
    ['the answer was lost', { kind: 'lose-answer' }],
    ['the connector threw after the call', { kind: 'throw' }],
    [
      'it already existed',
      { kind: 'fail', failure: { kind: 'duplicate.exists', message: 'twice' } },
    ],
  ])('reads back before sending again when %s', async (_, fault) => {
    const world = createWorld()
    world.erpBooks.faults.push(fault)
    await hear(world, shopOrder('1', 1))
    await workOff(world)
    expect(world.erpBooks.verifies).toHaveLength(1)
    expect(world.erpBooks.ledger).toHaveLength(1)
    const [verified] = world.erpBooks.verifies
    expect(verified?.key).toBe('erp|upsert|order|shop/acme/Order/1')
    expect((await world.sync.counters())['effects.confirmed']).toBe(1)
  })

  it('sends again what reading back shows was not applied', async () => {
    const world = createWorld()
    world.erpBooks.faults.push({ kind: 'lose-request' })
    await hear(world, shopOrder('1', 1))
    await workOff(world)
    expect(world.erpBooks.ledger).toHaveLength(1)
    expect(await kindsOf(world, '1')).toEqual([
      'effect-planned',
      'effect-sent',
      'effect-unknown',
      'effect-verified',
      'effect-sent',
      'effect-confirmed',
    ])
  })

  it('uses no attempt while the target system throttles, and calls it no sooner than it asked', async () => {
    const world = createWorld()
    const retryAt = world.env.now() + 60_000
    world.erpBooks.faults.push({
      kind: 'fail',
      failure: { kind: 'throttled', message: 'slow', retryAt },
    })
    await hear(world, shopOrder('1', 1), shopOrder('2', 1))
    await workOff(world)
    expect(world.env.now()).toBeGreaterThanOrEqual(retryAt)
    const sent = (await world.sync.timeline(orderRef('1'))).findLast(
      ({ kind }) => kind === 'effect-confirmed',
    )
    const other = (await world.sync.timeline(orderRef('2'))).findLast(
      ({ kind }) => kind === 'effect-confirmed',
    )
    expect([sent, other].map((entry) => entry && 'attempt' in entry && entry.attempt)).toEqual([
      1, 1,
    ])
  })

  it('stops calling a system that keeps failing, and tries it with one effect first', async () => {
    const world = createWorld()
    const down: Fault = { kind: 'fail', failure: { kind: 'transient.definite', message: 'down' } }
    world.erpBooks.faults.push(...Array.from({ length: 7 }, () => down))
    await hear(world, ...Array.from({ length: 20 }, (_, index) => shopOrder(`${index}`, 1)))
    await workOff(world)
    expect(world.erpBooks.ledger).toHaveLength(20)
    expect(world.erpBooks.pushes).toHaveLength(27)
    expect((await world.sync.counters())['effects.retry-at']).toBe(7)
  })

  it('gives nothing up for an outage, however long it lasts, and tells people of it once', async () => {
    const world = createWorld()
    const down: Fault = { kind: 'fail', failure: { kind: 'transient.definite', message: 'down' } }
    world.erpBooks.faults.push(...Array.from({ length: 45 }, () => down))
    await hear(world, shopOrder('1', 1))
    const began = world.env.now()
    await workOff(world)
    expect(world.env.now() - began).toBeGreaterThan(3 * 3_600_000)
    expect(world.erpBooks.ledger).toHaveLength(1)
    const exceptions = await world.sync.exceptions()
    expect(exceptions.map(({ reason, state }) => [reason, state])).toEqual([
      ['system-away', 'resolved'],
    ])
  })

  it('gives nothing up for a system that answers questions and takes no write', async () => {
    const world = createWorld()
    const refused: Fault = { kind: 'lose-request' }
    world.erpBooks.faults.push(...Array.from({ length: 45 }, () => refused))
    await hear(world, shopOrder('1', 1))
    const began = world.env.now()
    await workOff(world)
    // it is asked less and less often
    expect(world.env.now() - began).toBeGreaterThan(3_600_000)
    expect(world.erpBooks.ledger).toHaveLength(1)
    const exceptions = await world.sync.exceptions()
    expect(exceptions.map(({ reason, state }) => [reason, state])).toEqual([
      ['system-away', 'resolved'],
    ])
  })

  it('gives up what alone is refused, while other writes get through', async () => {
    const world = createWorld()
    world.erpBooks.judge = ({ source }) =>
      source.id === '1' ? { kind: 'unknown', message: 'no answer' } : undefined
    await hear(world, shopOrder('1', 1))
    await using _ = await world.sync.start()
    for (let id = 2; id < 40; id += 1) {
      await world.env.advance(300_000)
      await hear(world, shopOrder(`${id}`, 1))
      await world.env.advance(1_000)
      // nobody waits for it
      expect(bookedTotals(world.erpBooks, orderRef(`${id}`))).toHaveLength(1)
    }
    const exceptions = await world.sync.exceptions()
    expect(exceptions.map(({ reason, state }) => [reason, state])).toContainEqual([
      'retries-exhausted',
      'open',
    ])
  })

  it('waits for what must exist first, without an exception, and goes on when it does', async () => {
    const world = createWorld({
      flows: ({ erp }) => [
        defineFlow({
          name: 'orders',
          on: Order,
          class: 'critical',
          decide: (_, order) => [
            upsert(erp, order, { after: order.customer ? [order.customer] : [] }),
          ],
        }),
        defineFlow({
          name: 'customers',
          on: Customer,
          class: 'bulk',
          decide: (_, customer) => [upsert(erp, customer)],
        }),
      ],
    })
    world.erpBooks.faults.push({ kind: 'lose-request' })
    await hear(world, shopOrder('1', 1, { customer: { id: 'c', name: 'Li' } }))
    await workOff(world)
    expect(world.erpBooks.ledger.map(({ source }) => source)).toEqual([
      'shop/acme/Customer/c',
      'shop/acme/Order/1',
    ])
    expect(await kindsOf(world, '1')).toContain('effect-waiting')
    expect(await world.sync.exceptions()).toEqual([])
    const [, order] = world.erpBooks.pushes.filter(({ entity }) => entity === 'order').slice(-2)
    const last = order ?? world.erpBooks.pushes.at(-1)
    expect(last?.links['shop/acme/Customer/c']).toEqual(erpRef('SO1'))
  })

  it('tells of what waits past its time for what others of its kind wait for in turn', async () => {
    const world = createWorld({
      flows: ({ erp }) => [
        defineFlow({
          name: 'orders',
          on: Order,
          class: 'critical',
          decide: (_, order) => [
            upsert(erp, order, { after: [orderRef(order.refs[0]?.id === '1' ? '2' : '1')] }),
          ],
        }),
      ],
    })
    await hear(world, shopOrder('1', 1), shopOrder('2', 1))
    await using _ = await world.sync.start()
    await world.env.advance(240_000)
    expect(await world.sync.exceptions()).toEqual([])
    await world.env.advance(600_000)
    const open = [...(await world.sync.exceptions({ state: 'open' }))]
    open.sort((a, b) => ((a.ref?.id ?? '') < (b.ref?.id ?? '') ? -1 : 1))
    expect(open).toMatchObject([
      { reason: 'dependency-missing', ref: orderRef('1'), message: /until Order 2 exists in erp/ },
      { reason: 'dependency-missing', ref: orderRef('2'), message: /until Order 1 exists in erp/ },
    ])
    expect(await world.sync.backlog()).toMatchObject({ waiting: 2, blocked: 0 })
    await world.sync.dismiss({ id: open[0]?.id ?? '' }, { actor: 'anna', why: 'a circle' })
    await world.env.advance(600_000)
    expect(await world.sync.backlog()).toMatchObject({ waiting: 1, blocked: 0 })
    expect(await world.sync.exceptions({ state: 'open' })).toMatchObject([{ ref: orderRef('2') }])
  })

  it.each(['1#2', '1#3', '1|try-2', '1#2|try-2', '1%232'])(
    'books an order again beside one that is called %s',
    async (other) => {
      const world = createWorld()
      await hear(world, shopOrder(other, 1))
      for (const version of [1, 2, 3]) {
        await hear(world, shopOrder('1', version))
        await workOff(world)
      }
      expect(bookedTotals(world.erpBooks, orderRef('1'))).toEqual(['11', '12', '13'])
      expect(bookedTotals(world.erpBooks, orderRef(other))).toEqual(['11'])
      expect(await world.sync.exceptions()).toEqual([])
    },
  )

  it('tells no more of what it waited for late once that is there', async () => {
    const world = createWorld({
      flows: ({ erp }) => [
        defineFlow({
          name: 'orders',
          on: Order,
          class: 'critical',
          decide: (_, order) => [
            upsert(erp, order, { after: order.refs[0]?.id === '1' ? [orderRef('2')] : [] }),
          ],
        }),
      ],
    })
    await hear(world, shopOrder('1', 1))
    await using _ = await world.sync.start()
    await world.env.advance(900_000)
    expect(await world.sync.exceptions({ state: 'open' })).toHaveLength(1)
    await hear(world, shopOrder('2', 1))
    await world.env.advance(10_000)
    expect(world.erpBooks.ledger.map(({ source }) => source)).toEqual([
      'shop/acme/Order/2',
      'shop/acme/Order/1',
    ])
    expect(await world.sync.exceptions({ state: 'open' })).toEqual([])
  })

  it('shows a missing dependency as an exception that resolves itself', async () => {
    const world = createWorld()
    let created = false
    const item = { system: 'erp', account: 'main', kind: 'item', id: 'SKU-1' }
    world.erpBooks.judge = () =>
      created
        ? undefined
        : {
            kind: 'failed',
            failure: {
              kind: 'dependency.missing',
              message: 'item SKU-1 is missing',
              dependency: item,
            },
          }
    await hear(world, shopOrder('1', 1))
    const worker = await world.sync.start()
    await world.env.advance(600_000)
    const [open] = await world.sync.exceptions({ state: 'open' })
    expect(open).toMatchObject({
      reason: 'dependency-missing',
      owner: 'merchandising',
      message: 'item SKU-1 is missing',
      ref: orderRef('1'),
    })
    expect(open?.failures).toBeGreaterThan(1)
    expect(await world.sync.backlog()).toMatchObject({ effects: 0, waiting: 1, blocked: 0 })
    created = true
    await world.env.until(async () => (await world.sync.backlog()).waiting === 0)
    await worker.stop()
    expect(await world.sync.exceptions()).toMatchObject([{ state: 'resolved' }])
    expect(world.erpBooks.ledger).toHaveLength(1)
  })

  it('stops only the lane of what was rejected, until a newer change takes its place', async () => {
    const world = createWorld()
    world.erpBooks.judge = ({ source, body }) =>
      source.id === '1' && (body as Order).asserted.outstanding?.amount === '11'
        ? {
            kind: 'failed',
            failure: { kind: 'business.rejected', message: 'the period is closed' },
          }
        : undefined
    await hear(world, shopOrder('1', 1), shopOrder('2', 1))
    await workOff(world)
    expect(bookedTotals(world.erpBooks, orderRef('2'))).toEqual(['11'])
    expect(await world.sync.backlog()).toMatchObject({ effects: 0, waiting: 0, blocked: 1 })
    const open = await world.sync.exceptions({ state: 'open' })
    expect(open).toMatchObject([{ reason: 'business-rejected', owner: 'finance' }])

    await hear(world, shopOrder('1', 2))
    await workOff(world)
    expect(bookedTotals(world.erpBooks, orderRef('1'))).toEqual(['12'])
    expect(await world.sync.exceptions({ state: 'open' })).toEqual([])
    expect(await kindsOf(world, '1')).toContain('effect-superseded')
    expect(await world.sync.backlog()).toMatchObject({ blocked: 0 })
  })

  it('gives up a call that keeps throwing after three retries, each of them verified first', async () => {
    const world = createWorld()
    world.erpBooks.judge = () => {
      throw new Error('a bug in the connector')
    }
    await hear(world, shopOrder('1', 1))
    await workOff(world)
    expect(world.erpBooks.pushes).toHaveLength(4)
    expect(world.erpBooks.verifies).toHaveLength(3)
    expect(await world.sync.exceptions({ state: 'open' })).toMatchObject([
      { reason: 'handler-bug', message: 'a bug in the connector' },
    ])
  })

  it('pauses a connection whose credentials are refused, tells its admin, and goes on by itself', async () => {
    const world = createWorld()
    world.erpBooks.faults.push({
      kind: 'fail',
      failure: { kind: 'auth.revoked', message: 'the token was revoked' },
    })
    await hear(world, shopOrder('1', 1))
    await workOff(world)
    expect(await world.sync.exceptions()).toMatchObject([
      { reason: 'credentials-refused', owner: 'connection-admin', state: 'resolved' },
    ])
    expect(world.erpBooks.ledger).toHaveLength(1)
  })

  const vaultIsAway: Readonly<Record<string, () => Promise<never>>> = {
    'rejects with an error': () =>
      Promise.reject(new Error('vault.example: token 1234 is no good')),
    'rejects with a text': () => Promise.reject('503'),
    throws: () => {
      throw new Error('no connection to vault.example')
    },
  }
  it.each(Object.entries(vaultIsAway))(
    'waits for credentials that cannot be had where the vault %s, and takes that for no bug of the connector',
    async (_, refuse) => {
      const right = staticCredentials({ shop: { webhookSecrets: [secret(SHOP_SECRET)] }, erp: {} })
      let away = 12
      const get: Credentials['get'] = (id) =>
        id === 'erp' && away-- > 0 ? refuse() : right.get(id)
      const asking = (erp: Connection): Connection => ({
        ...erp,
        open: (ports) => {
          const connector = erp.open(ports)
          const push: Connector['push'] = async (intents) => {
            await ports.credentials.get(erp.id)
            return connector.push(intents)
          }
          return { ...connector, push }
        },
      })
      const wrap = (each: Connection) => (each.id === 'erp' ? asking(each) : each)
      const world = createWorld({ credentials: { ...right, get }, wrap })
      await hear(world, shopOrder('1', 1))
      await workOff(world)
      expect(world.erpBooks.ledger).toHaveLength(1)
      expect(await world.sync.exceptions()).toMatchObject([
        {
          reason: 'credentials-refused',
          owner: 'connection-admin',
          message: 'no credentials for connection "erp": see that `credentials.get` answers for it',
          state: 'resolved',
        },
      ])
    },
  )

  it('never has more calls under way than a connection bears, and no more per second', async () => {
    const world = createWorld({ erp: { limits: { concurrency: 2, perSecond: 4 } } })
    const start = world.env.now()
    await hear(world, ...Array.from({ length: 20 }, (_, index) => shopOrder(`${index}`, 1)))
    await workOff(world)
    expect(world.erpBooks.ledger).toHaveLength(20)
    expect(world.env.now() - start).toBeGreaterThanOrEqual(4_000)
  })

  it('packs many lanes into one call where the target system takes them', async () => {
    const world = createWorld({
      erp: { capabilities: { bulk: 10 }, limits: { concurrency: 1, perSecond: 1 } },
    })
    await hear(world, ...Array.from({ length: 10 }, (_, index) => shopOrder(`${index}`, 1)))
    const worker = await world.sync.start()
    await world.env.until(() => isIdle(world.sync), 5_000)
    await worker.stop()
    expect(world.erpBooks.ledger).toHaveLength(10)
  })

  it.each<[string, unknown]>([
    ['no outcome', undefined],
    ['an outcome that does not exist', { kind: 'perhaps' }],
    ['a failure of no class', { kind: 'failed', failure: { kind: 'odd', message: 'odd' } }],
  ])('verifies before it sends again when the connector gives %s', async (_, outcome) => {
    let calls = 0
    const odd = (connection: Connection): Connection => ({
      ...connection,
      open: (ports) => {
        const connector = connection.open(ports)
        const push: Connector['push'] = async (intents) =>
          calls++ === 0 ? ([outcome] as never) : connector.push(intents)
        return { ...connector, push }
      },
    })
    const strange = createWorld({ wrap: odd })
    await hear(strange, shopOrder('1', 1))
    await workOff(strange)
    expect(strange.erpBooks.verifies).toHaveLength(1)
    expect(strange.erpBooks.ledger).toHaveLength(1)
  })

  it('treats a partial failure as unknown', async () => {
    const world = createWorld({ flows: ({ erp }) => [ordersTo(erp)] })
    world.erpBooks.faults.push({ kind: 'fail', failure: { kind: 'partial', message: 'some' } })
    await hear(world, shopOrder('1', 1))
    await workOff(world)
    expect(world.erpBooks.verifies).toHaveLength(1)
    expect(world.erpBooks.ledger).toHaveLength(1)
  })
})

describe('a cancellation', () => {
  const lost = async (...faults: Fault[]) => {
    const world = createWorld({ erp: { capabilities: { readAfterWriteMs: 60_000 } } })
    world.erpBooks.faults.push(...faults)
    await hear(world, shopOrder('1', 1))
    const worker = await world.sync.start()
    await world.env.advance(10_000)
    await hear(world, shopOrder('1', 2, { cancelled: CANCELLED }))
    await world.env.until(() => isIdle(world.sync))
    await worker.stop()
    return world
  }

  it('sends nothing more when what it takes back turns out not to have been applied', async () => {
    const world = await lost({ kind: 'lose-request' })
    expect(world.erpBooks.ledger).toEqual([])
    expect(world.erpBooks.pushes.map(({ kind }) => kind)).toEqual(['upsert'])
    expect((await world.sync.counters())['effects.cancelled']).toBe(2)
  })

  it('undoes what turns out to have been applied', async () => {
    const world = await lost({ kind: 'lose-answer' })
    expect(world.erpBooks.ledger.map(({ kind }) => kind)).toEqual(['upsert', 'cancel'])
    expect(world.erpBooks.documents.get('shop/acme/Order/1')?.cancelled).toBe(true)
  })
})

describe('a call that takes its time', () => {
  /** A world whose first push lets something else happen, and then answers what is given. */
  const during = (happens: (world: World) => Promise<void>, answer: Promise<PushOutcome>) => {
    let calls = 0
    const slow = (connection: Connection): Connection => ({
      ...connection,
      open: (ports) => {
        const connector = connection.open(ports)
        const push: Connector['push'] = async (intents) => {
          if (calls++ > 0) return connector.push(intents)
          await happens(world)
          await world.env.sleep(5_000)
          return [await answer]
        }
        return { ...connector, push }
      },
    })
    const world = createWorld({ wrap: slow })
    return world
  }
  const failure = { kind: 'business.rejected', message: 'the period is closed' } as const
  const refused = async (): Promise<PushOutcome> => ({ kind: 'failed', failure })

  it('gives way, when it is refused, to what was decided meanwhile', async () => {
    const world = during((world) => hear(world, shopOrder('1', 2)), refused())
    await hear(world, shopOrder('1', 1))
    await workOff(world)
    expect(bookedTotals(world.erpBooks, orderRef('1'))).toEqual(['12'])
    expect(await world.sync.exceptions({ state: 'open' })).toEqual([])
    expect(await kindsOf(world, '1')).toEqual([
      'effect-planned',
      'effect-sent',
      'effect-planned',
      'effect-superseded',
      'effect-sent',
      'effect-confirmed',
    ])
  })

  it.each(['transient.definite', 'conflict.version', 'dependency.missing'] as const)(
    'gives way, when it is to be tried again for %s, to what was decided meanwhile',
    async (kind) => {
      const later = { kind, message: 'not now', retryAt: Date.parse('2100-01-01T00:00:00Z') }
      const again = async (): Promise<PushOutcome> => ({ kind: 'failed', failure: later })
      const world = during((world) => hear(world, shopOrder('1', 2)), again())
      await hear(world, shopOrder('1', 1))
      await workOff(world)
      expect(bookedTotals(world.erpBooks, orderRef('1'))).toEqual(['12'])
      expect(await world.sync.exceptions({ state: 'open' })).toEqual([])
    },
  )

  it('gives way to what was decided while it was being recorded', async () => {
    const inner = memoryStore()
    let asked = 0
    const store: Store = {
      ...inner,
      open: (tenant, options) => {
        const opened = inner.open(tenant, options)
        const query: TenantStore['query'] = (question) => {
          const answer = opened.query(question)
          if (question.kind !== 'lane' || asked++ > 0) return answer
          return answer.andThen((rows) => ResultAsync.fromSafePromise(meanwhile()).map(() => rows))
        }
        return { ...opened, query }
      },
    }
    const world = createWorld({ store })
    const meanwhile = async () => {
      await hear(world, shopOrder('1', 2))
      await world.env.sleep(5_000)
    }
    world.erpBooks.faults.push({ kind: 'fail', failure })
    await hear(world, shopOrder('1', 1))
    await workOff(world)
    expect(bookedTotals(world.erpBooks, orderRef('1'))).toEqual(['12'])
    expect(await world.sync.exceptions()).toMatchObject([{ state: 'resolved' }])
  })

  it('sends no cancellation of what was refused', async () => {
    const taken = (world: World) => hear(world, shopOrder('1', 2, { cancelled: CANCELLED }))
    const world = during(taken, refused())
    await hear(world, shopOrder('1', 1))
    await workOff(world)
    expect(world.erpBooks.pushes).toEqual([])
    expect(await world.sync.exceptions({ state: 'open' })).toEqual([])
    expect((await kindsOf(world, '1')).at(-1)).toBe('effect-cancelled')
  })

  it('is read back when it is never answered, and made again if it was not applied', async () => {
    const world = during(async () => undefined, new Promise(() => undefined))
    await hear(world, shopOrder('1', 1))
    const start = world.env.now()
    await workOff(world)
    expect(world.erpBooks.verifies).toHaveLength(1)
    expect(bookedTotals(world.erpBooks, orderRef('1'))).toEqual(['11'])
    const unknown = (await world.sync.timeline(orderRef('1'))).find(
      ({ kind }) => kind === 'effect-unknown',
    )
    expect(unknown).toMatchObject({ message: 'the connector did not answer for 120 seconds' })
    expect(world.env.now() - start).toBeGreaterThanOrEqual(CALL_MS)
  })
})

describe('reading back', () => {
  it('waits as long as a write may be hidden, by the clock of the worker that reads', async () => {
    const [store, books] = [memoryStore(), erpBooks()]
    const options = { store, erpBooks: books, erp: { capabilities: { readAfterWriteMs: 60_000 } } }
    const first = createWorld(options)
    books.faults.push({ kind: 'lose-answer' })
    await hear(first, shopOrder('1', 1))
    const worker = await first.sync.start()
    await first.env.until(async () => (await first.sync.counters())['effects.unknown'] === 1)
    await worker.stop()
    // a minute has passed by the clock of the other machine, which goes before
    const env = testEnv({ now: first.env.now() + 300_000, seed: 2 })
    const shownFrom = env.now() + 59_000
    const hiding = (connection: Connection): Connection => ({
      ...connection,
      open: (ports) => {
        const connector = connection.open(ports)
        const verify: Connector['verify'] = async (intents) =>
          env.now() < shownFrom ? [{ kind: 'not-applied' }] : connector.verify(intents)
        return { ...connector, verify }
      },
    })
    await workOff(createWorld({ ...options, env, wrap: hiding }))
    expect(bookedTotals(books, orderRef('1'))).toEqual(['11'])
  })
})

describe('an effect with a condition', () => {
  const withOptions =
    (options: EffectOptions) =>
    ({ erp }: { erp: Connection }) => [
      defineFlow({
        name: 'orders',
        on: Order,
        class: 'critical',
        decide: (_, order) => [upsert(erp, order, options)],
      }),
    ]

  it('is sent once for ever when it is an event, whatever the entity says later', async () => {
    const world = createWorld({ flows: withOptions({ once: true }) })
    await hear(world, shopOrder('1', 1), shopOrder('1', 2))
    await workOff(world)
    await hear(world, shopOrder('1', 3))
    await workOff(world)
    expect(bookedTotals(world.erpBooks, orderRef('1'))).toEqual(['12'])
    expect((await world.sync.counters())['effects.planned']).toBe(1)
  })

  it('is tried again as an event when it was surely not applied', async () => {
    const world = createWorld({ flows: withOptions({ once: true }) })
    const failure = { kind: 'contract.invalid', message: 'the number is missing' } as const
    world.erpBooks.faults.push({ kind: 'fail', failure })
    await hear(world, shopOrder('1', 1))
    await workOff(world)
    await hear(world, shopOrder('1', 2))
    await workOff(world)
    expect(bookedTotals(world.erpBooks, orderRef('1'))).toEqual(['12'])
  })

  it('ends as expired when it could not be applied in time, and the next one follows', async () => {
    const world = createWorld({ flows: withOptions({ expires: '10m' }) })
    const worker = await world.sync.start()
    await world.sync.pause('erp', { actor: 'ops', why: 'the ERP is being moved' })
    await hear(world, shopOrder('1', 1))
    await world.env.advance(11 * 60_000)
    await world.sync.unpause('erp', { actor: 'ops', why: 'it was moved' })
    await world.env.until(() => isIdle(world.sync))
    expect(await kindsOf(world, '1')).toEqual(['effect-planned', 'effect-expired'])
    expect(world.erpBooks.pushes).toEqual([])
    await hear(world, shopOrder('1', 2))
    await world.env.until(() => isIdle(world.sync))
    expect(bookedTotals(world.erpBooks, orderRef('1'))).toEqual(['12'])
    await worker.stop()
  })

  it.each([
    ['an event that a connector judges', { once: true }, { judgesLate: true }, [undefined, true]],
    ['a state', {}, { judgesLate: true }, [undefined]],
    ['an event that nobody judges', { once: true }, {}, [undefined]],
  ] as const)(
    'is sent when it is late only as %s, who is told so',
    async (_, options, capabilities, late) => {
      const world = createWorld({
        flows: withOptions({ expires: '10m', ...options }),
        erp: { capabilities },
      })
      const worker = await world.sync.start()
      const failure = { kind: 'transient.definite', message: 'it is away' } as const
      world.erpBooks.faults.push({ kind: 'fail', failure })
      world.erpBooks.judge = (intent) =>
        intent.late
          ? { kind: 'failed', failure: { kind: 'stale', message: 'it is over' } }
          : undefined
      await hear(world, shopOrder('1', 1))
      await world.env.until(() => world.erpBooks.pushes.length === 1)
      await world.sync.pause('erp', { actor: 'ops', why: 'the ERP is being moved' })
      await world.env.advance(11 * 60_000)
      await world.sync.unpause('erp', { actor: 'ops', why: 'it was moved' })
      await world.env.until(() => isIdle(world.sync))
      expect(world.erpBooks.pushes.map((intent) => intent.late)).toEqual(late)
      const last = late.length > 1 ? 'effect-superseded' : 'effect-expired'
      expect((await kindsOf(world, '1')).at(-1)).toBe(last)
      expect(bookedTotals(world.erpBooks, orderRef('1'))).toEqual([])
      await worker.stop()
    },
  )
})
