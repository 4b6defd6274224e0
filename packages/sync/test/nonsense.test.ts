import { Order } from '@canonry/model'
import type { Connection, Connector, ConnectorPorts } from '@canonry/pack'
import { type Change, defineFlow, type EffectPlan, upsert } from '@canonry/sync'
import { err, ok } from 'neverthrow'
import { describe, expect, it } from 'vitest'
import { bookedTotals } from './world/erp.js'
import { orderRef, shopOrder, webhook } from './world/shop.js'
import { createWorld, isIdle, ordersTo, workOff } from './world/world.js'

type Decide = (change: Change<'order'>, state: Order) => readonly EffectPlan[]

const circular: Record<string, unknown> = {}
circular['self'] = circular

const answers: Readonly<Record<string, (plan: EffectPlan) => unknown>> = {
  'answers nothing': () => undefined,
  'answers a promise': (plan) => Promise.resolve([plan]),
  'answers a plan instead of a list': (plan) => plan,
  'plans nothing at all in a list': () => [undefined],
  'plans text': () => ['upsert'],
  'plans a body that is text': (plan) => [{ ...plan, body: 'order' }],
  'plans a body that no JSON can hold': (plan) => [{ ...plan, body: circular }],
  'plans a body with a number that no JSON can hold': (plan) => [{ ...plan, body: { total: 1n } }],
  'plans after no list': (plan) => [{ ...plan, after: undefined }],
  'plans for half a millisecond': (plan) => [{ ...plan, slaMs: 0.5 }],
  'plans for no time at all': (plan) => [{ ...plan, expiresMs: Number.NaN }],
  'plans for a connection that is not there': (plan) => [{ ...plan, connection: 'crm' }],
  'plans after what has no name': (plan) => [{ ...plan, after: [{ system: 'erp', id: '1' }] }],
  'plans after what has too long a name': (plan) => [
    { ...plan, after: [orderRef('x'.repeat(2_000))] },
  ],
  'plans for another thing': (plan) => [{ ...plan, source: orderRef('other') }],
  'throws what is no error': () => {
    throw undefined
  },
}

describe('a flow with a bug', () => {
  it.each(Object.keys(answers))('that %s is an exception, and loses nothing', async (name) => {
    const world = createWorld({
      flows: ({ erp }) => [
        ordersTo(erp),
        defineFlow({
          name: 'buggy',
          on: Order,
          class: 'normal',
          decide: ((_, order) =>
            order.number === '#bad' ? answers[name]?.(upsert(erp, order)) : []) as Decide,
        }),
      ],
    })
    await world.sync.receive('shop', webhook(shopOrder('1', 1, { number: '#bad' })))
    await world.sync.receive('shop', webhook(shopOrder('2')))
    await workOff(world)
    const [exception, ...others] = await world.sync.exceptions()
    expect(others).toEqual([])
    expect(exception).toMatchObject({ reason: 'decision-failed', connection: 'shop' })
    expect(exception?.message).toMatch(/flow "buggy"/)
    // the other order goes on, and the fact stays to be replayed once the flow is mended
    expect(bookedTotals(world.erpBooks, orderRef('2'))).toEqual(['11'])
    expect(bookedTotals(world.erpBooks, orderRef('1'))).toEqual([])
    expect((await world.sync.counters())['facts.received']).toBe(2)
  })
})

/** Changes the connector of the ERP alone. */
const erpThat = (change: Partial<Connector>) => (connection: Connection) => ({
  ...connection,
  open: (ports: ConnectorPorts) => ({
    ...connection.open(ports),
    ...(connection.id === 'erp' ? change : {}),
  }),
})

describe('a connector that lies', () => {
  const lies: Readonly<Record<string, Partial<Connector>>> = {
    'answers fewer outcomes than it was given intents': { push: async () => [] },
    'answers an outcome that there is not': {
      push: async () => [{ kind: 'done' }] as never,
    },
    'answers no list': { push: async () => undefined as never },
    'confirms without saying what': { push: async () => [{ kind: 'confirmed' }] as never },
    'names half a thing': {
      push: async () => [{ kind: 'no-op', ref: { system: 'erp', id: 'SO1' } }] as never,
    },
    'fails without a word': {
      push: async () => [{ kind: 'failed', failure: { kind: 'business.rejected' } }] as never,
    },
    'misses half a thing': {
      push: async () =>
        [
          {
            kind: 'failed',
            failure: { kind: 'dependency.missing', message: '', dependency: {} },
          },
        ] as never,
    },
    'found what is no list': {
      push: async ([intent]) =>
        [{ kind: 'confirmed', ref: intent?.source, findings: 'none' }] as never,
    },
    'found what is no finding': {
      push: async ([intent]) =>
        [{ kind: 'confirmed', ref: intent?.source, findings: [null] }] as never,
    },
    'found what nobody can know again': {
      push: async ([intent]) => [
        {
          kind: 'confirmed',
          ref: intent?.source ?? orderRef('1'),
          findings: [{ code: 'x'.repeat(2_000), path: '', message: 'odd' }],
        },
      ],
    },
    'throws what is no error': {
      push: async () => {
        throw undefined
      },
      classify: () => {
        throw new TypeError('and again')
      },
    },
  }

  it.each(Object.keys(lies))('and %s makes no double, and tells somebody', async (name) => {
    const world = createWorld({ wrap: erpThat(lies[name] ?? {}) })
    await world.sync.receive('shop', webhook(shopOrder('1')))
    const worker = await world.sync.start()
    await world.env.until(async () => (await isIdle(world.sync)) && told(world))
    await worker.stop()
    const [exception] = await world.sync.exceptions()
    expect(exception?.reason).toBe('handler-bug')
    expect(world.erpBooks.ledger).toEqual([])
  })

  it.each([
    [{ limits: { concurrency: Number.NaN, perSecond: 10 } }, /limits of "erp" have `concurrency`/],
    [{ limits: { concurrency: 0, perSecond: 10 } }, /`concurrency`: 0: give at least one call/],
    [{ limits: { concurrency: 1, perSecond: undefined } }, /`perSecond`: undefined/],
    [{ limits: { concurrency: 1, perSecond: 1, callCost: Number.NaN } }, /`callCost`: NaN/],
    [{ limits: undefined }, /`concurrency`: undefined/],
    [{ capabilities: { bulk: Number.NaN, readAfterWriteMs: 0 } }, /`bulk`: NaN/],
    [{ capabilities: { bulk: 1, readAfterWriteMs: 0.5 } }, /`readAfterWriteMs`: 0.5: give whole/],
    [{ capabilities: undefined }, /capabilities of "erp" have `bulk`: undefined/],
  ])('and bears %o is refused at the start', async (change, said) => {
    const { sync } = createWorld({ wrap: erpThat(change as never) })
    await expect(sync.start()).rejects.toThrow(said)
  })

  const tokens: Readonly<Record<string, () => unknown>> = {
    'no number': () => Number.NaN,
    text: () => '40/80',
    'far less than nothing': () => -1e12,
    'no end of them': () => Number.POSITIVE_INFINITY,
    'an exception': () => {
      throw new Error('there was no header')
    },
  }

  it.each(Object.keys(tokens))('and has %s of tokens left stops nothing', async (name) => {
    const world = createWorld({ wrap: erpThat({ tokensLeft: tokens[name] as () => number }) })
    await using _ = await world.sync.start()
    for (const id of ['1', '2', '3']) {
      await world.sync.receive('shop', webhook(shopOrder(id)))
      await world.env.advance(10_000)
      expect(bookedTotals(world.erpBooks, orderRef(id))).toEqual(['11'])
    }
    expect(await world.sync.exceptions()).toEqual([])
  })

  it('and books, and answers what cannot even be looked at, has it read back', async () => {
    const evil = {
      get kind(): never {
        throw new Error('out of reach')
      },
    }
    let calls = 0
    const world = createWorld({
      wrap: (connection) => ({
        ...connection,
        open: (ports) => {
          const connector = connection.open(ports)
          const push: Connector['push'] = async (intents) => {
            const outcomes = await connector.push(intents)
            calls += 1
            return calls === 1 ? ([evil] as never) : outcomes
          }
          return { ...connector, push }
        },
      }),
    })
    await world.sync.receive('shop', webhook(shopOrder('1')))
    await using _ = await world.sync.start()
    await world.env.until(() => isIdle(world.sync), 600_000)
    expect(bookedTotals(world.erpBooks, orderRef('1'))).toEqual(['11'])
    expect(world.erpBooks.verifies).toHaveLength(1)
  })

  async function told({ sync }: ReturnType<typeof createWorld>): Promise<boolean> {
    return (await sync.exceptions()).length > 0
  }
})

describe('a connector that reads nonsense', () => {
  const lies: Readonly<Record<string, Connector['read']>> = {
    'answers nothing': async () => undefined as never,
    'answers a list that is no result': async () => [] as never,
    'answers documents without text': async () => ok([{ key: '1' }] as never),
    'fails for no reason': async () => err(undefined as never),
    'fails with a class that there is not': async () => err({ kind: 'odd', message: '' } as never),
  }

  it.each(Object.keys(lies))(
    'and %s is asked again with patience, and tells somebody',
    async (name) => {
      const world = createWorld({
        wrap: (connection) => ({
          ...connection,
          open: (ports) => ({
            ...connection.open(ports),
            ...(connection.id === 'shop' && { read: lies[name] }),
          }),
        }),
      })
      // two contents of one version: which is newer, only a read can say
      await world.sync.receive('shop', webhook(shopOrder('1', 1, { note: 'one' })))
      await world.sync.receive('shop', webhook(shopOrder('1', 1, { note: 'other' })))
      const worker = await world.sync.start()
      await world.env.advance(600_000)
      await worker.stop()
      expect(await world.sync.exceptions()).toMatchObject([{ reason: 'read-failed' }])
      expect((await world.sync.backlog()).reads).toBe(1)
      expect((await world.sync.counters())['worker.failures']).toBeUndefined()
    },
  )
})
