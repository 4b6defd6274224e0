import assert from 'node:assert/strict'
import type { EffectClass } from '../../effects/effect.js'
import { FAMILY_SHOWN } from '../../store/store-limits.js'
import { createBench, effectOf, got, inserts, loadOf, refOf, START } from './bench.js'
import type { StoreConformanceCase } from './conformance-case.js'
import { knowing, stateOf } from './known-order.js'

const keysOf = (effects: readonly { key: string }[]) => effects.map(({ key }) => key)
const several = (count: number, change = {}) =>
  Array.from({ length: count }, (_, index) => effectOf(`e${index}`, change))

/** What lanes and leases promise in every store. */
export const effectCases: readonly StoreConformanceCase[] = [
  {
    name: 'leases the effects of a lane one after the other, in their order',
    invariants: ['I3', 'I5'],
    run: async (create) => {
      const bench = await createBench(create)
      const lane = { id: 'one' }
      await bench.commit({ effects: inserts(effectOf('a', lane), effectOf('b', lane)) })
      await bench.commit({ effects: inserts(effectOf('c', lane)) })
      const order: string[] = []
      for (let leased = await bench.lease(); leased.length > 0; leased = await bench.lease()) {
        assert.equal(leased.length, 1)
        const [effect] = leased
        assert.ok(effect)
        assert.deepEqual(await bench.lease(), [])
        order.push(effect.key)
        assert.equal(await bench.complete(effect, { state: 'confirmed' }), 'done')
      }
      assert.deepEqual(order, ['a', 'b', 'c'])
    },
  },
  {
    name: 'gives an effect to one of many who lease at the same time',
    invariants: ['I5'],
    run: async (create) => {
      const bench = await createBench(create)
      await bench.commit({ effects: inserts(...several(20)) })
      const leases = await Promise.all(Array.from({ length: 10 }, () => bench.lease({ limit: 7 })))
      const keys = keysOf(leases.flat())
      assert.equal(keys.length, 20)
      assert.equal(new Set(keys).size, 20)
    },
  },
  {
    name: 'changes nothing for a holder whose fence is old',
    invariants: ['I6'],
    run: async (create) => {
      const bench = await createBench(create)
      await bench.commit({ effects: inserts(effectOf('a')) })
      const [effect] = await bench.lease()
      assert.ok(effect)
      assert.equal(effect.state, 'leased')
      const row = { ...effect, state: 'ready' } as const
      await bench.commit({ effects: [{ kind: 'update', fence: effect.fence, row }] })
      const link = { entity: 'order', id: 'a', ref: refOf('SO1', 'erp'), evidence: 'e' } as const
      const gate = { kind: 'pause', until: START + 60_000 } as const
      const more = { link, gate, counts: { wrong: 1 } }
      assert.equal(await bench.complete(effect, { state: 'confirmed' }, more), 'stale')
      assert.equal(await bench.state('a'), 'ready')
      const counters = await got(bench.store.query<'counters'>({ kind: 'counters' }))
      assert.equal(counters['wrong'], undefined)
      assert.deepEqual(keysOf(await bench.lease()), ['a'])
    },
  },
  {
    name: 'lets a blocked lane delay nobody else',
    invariants: ['I8'],
    run: async (create) => {
      const bench = await createBench(create)
      await bench.commit({ effects: inserts(...several(5), effectOf('behind', { id: 'e0' })) })
      const [first, ...others] = await bench.lease()
      assert.ok(first)
      await bench.complete(first, { state: 'exception' })
      for (const effect of others) await bench.complete(effect, { state: 'retry-at', runAt: START })
      assert.deepEqual(keysOf(await bench.lease()).sort(), ['e1', 'e2', 'e3', 'e4'])
      const backlog = await got(bench.store.query<'backlog'>({ kind: 'backlog' }))
      assert.deepEqual(backlog, { facts: 0, reads: 0, effects: 4, waiting: 0, blocked: 2 })
    },
  },
  {
    name: 'leases nothing before it is due',
    invariants: ['I10'],
    run: async (create) => {
      const bench = await createBench(create)
      await bench.commit({ effects: inserts(...several(2)) })
      const [a, b] = await bench.lease()
      assert.ok(a && b)
      await bench.complete(a, { state: 'retry-at', runAt: START + 1_000 })
      await bench.complete(b, { state: 'unknown', runAt: START + 2_000 })
      assert.deepEqual(await bench.lease({ now: START + 999 }), [])
      const [first] = await bench.lease({ now: START + 1_000 })
      assert.equal(first?.state, 'leased')
      const [second] = await bench.lease({ now: START + 2_000 })
      assert.equal(second?.state, 'verifying')
    },
  },
  {
    name: 'gives each class its share under load, the earliest due first, and starves none',
    invariants: ['I11'],
    run: async (create) => {
      const bench = await createBench(create)
      const classes: readonly EffectClass[] = ['critical', 'high', 'normal', 'bulk']
      const effects = classes.flatMap((name) =>
        Array.from({ length: 40 }, (_, index) =>
          effectOf(`${name}-${index}`, { class: name, dueAt: START + 1_000 - index }),
        ),
      )
      await bench.commit({ effects: inserts(...effects) })
      const leased = await bench.lease({ limit: 20 })
      const taken = classes.map((name) => leased.filter((effect) => effect.class === name).length)
      assert.deepEqual(taken, [12, 5, 2, 1])
      assert.equal(leased.find((effect) => effect.class === 'bulk')?.key, 'bulk-39')
      const singles = []
      for (let turn = 0; turn < 20; turn++) singles.push(...(await bench.lease({ limit: 1 })))
      assert.equal(singles.filter((effect) => effect.class === 'bulk').length, 1)
    },
  },
  {
    name: 'shows of an entity what is open, and the newest effects of each family',
    run: async (create) => {
      const bench = await createBench(create)
      await knowing(bench, 'one')
      const history = (connection: string, count: number) =>
        Array.from({ length: count }, (_, index) => {
          const state = index === 1 && connection === 'shop-7' ? 'exception' : 'confirmed'
          return effectOf(`${connection}-${index}`, { id: 'one', connection, state })
        })
      const shops = Array.from({ length: 30 }, (_, index) => `shop-${index}`)
      const other = effectOf('other', { id: 'one', source: refOf('two'), connection: 'shop-7' })
      const rounds = [...shops.flatMap((shop) => history(shop, FAMILY_SHOWN + 3)), other]
      await bench.commit({ effects: inserts(...rounds) })
      const { effects } = await stateOf(bench, 'one')
      const newest = shops.flatMap((shop) => [
        ...(shop === 'shop-7' ? ['shop-7-1'] : []),
        ...Array.from({ length: FAMILY_SHOWN }, (_, index) => `${shop}-${index + 3}`),
      ])
      assert.deepEqual(keysOf(effects), ['e-one', ...newest, 'other'])
    },
  },
  {
    name: 'takes no more than a connection bears at once, and per second',
    run: async (create) => {
      const bench = await createBench(create)
      await bench.commit({ effects: inserts(...several(30)) })
      const narrow = [loadOf('erp', { concurrency: 2 })]
      const held = await bench.lease({ loads: narrow })
      assert.equal(held.length, 2)
      assert.deepEqual(await bench.lease({ loads: narrow }), [])
      for (const effect of held) await bench.complete(effect, { state: 'confirmed' })
      const slow = [loadOf('erp', { perSecond: 5 })]
      assert.equal((await bench.lease({ loads: slow })).length, 5)
      assert.equal((await bench.lease({ loads: slow })).length, 0)
      assert.equal((await bench.lease({ loads: slow, now: START + 400 })).length, 2)
    },
  },
  {
    name: 'lets no connection crowd out another',
    invariants: ['I11'],
    run: async (create) => {
      const bench = await createBench(create)
      const other = effectOf('other', { connection: 'crm', class: 'bulk' })
      await bench.commit({ effects: inserts(...several(50, { class: 'critical' }), other) })
      const leased = await bench.lease({ limit: 5, loads: [loadOf('erp'), loadOf('crm')] })
      assert.equal(leased.length, 6)
      assert.equal(leased.filter(({ connection }) => connection === 'crm').length, 1)
    },
  },
  {
    name: 'leaves every effect of a paused connection as it is, and its attempts',
    invariants: ['I13'],
    run: async (create) => {
      const bench = await createBench(create)
      await bench.commit({
        effects: inserts(...several(3), effectOf('other', { connection: 'crm' })),
      })
      const [effect] = await bench.lease({ limit: 1 })
      assert.ok(effect)
      const until = START + 60_000
      const row = { state: 'throttled', runAt: until } as const
      await bench.complete(effect, row, { gate: { kind: 'pause', until } })
      const loads = [loadOf('erp'), loadOf('crm')]
      assert.deepEqual(keysOf(await bench.lease({ loads, now: until - 1 })), ['other'])
      const after = await bench.lease({ loads, now: until })
      assert.deepEqual(
        after.map(({ attempts }) => attempts),
        [0, 0, 0],
      )
    },
  },
  {
    name: 'stops calling after five failures in a row, and tries with one effect',
    invariants: ['I13'],
    run: async (create) => {
      const bench = await createBench(create)
      await bench.commit({ effects: inserts(...several(10)) })
      for (const effect of await bench.lease({ limit: 5 })) {
        const row = { state: 'retry-at', runAt: START } as const
        await bench.complete(effect, row, { gate: { kind: 'transient' } })
      }
      assert.deepEqual(await bench.lease({ now: START + 9_999 }), [])
      const half = await bench.lease({ now: START + 10_000 })
      assert.equal(half.length, 1)
      assert.deepEqual(await bench.lease({ now: START + 10_000 }), [])
      const [tried] = half
      assert.ok(tried)
      await bench.complete(tried, { state: 'confirmed' }, { gate: { kind: 'success' } })
      assert.equal((await bench.lease({ now: START + 10_000 })).length, 9)
    },
  },
  {
    name: 'never leases what was superseded or cancelled',
    invariants: ['I12'],
    run: async (create) => {
      const bench = await createBench(create)
      const lane = { id: 'one' }
      await bench.commit({ effects: inserts(effectOf('a', lane), effectOf('b', lane)) })
      const [a] = await got(bench.store.query<'effects'>({ kind: 'effects', limit: 10 }))
      assert.ok(a)
      const row = { ...a, state: 'superseded' } as const
      await bench.commit({
        effects: [
          { kind: 'update', fence: a.fence, row },
          ...inserts(effectOf('c', { state: 'cancelled' })),
        ],
      })
      assert.deepEqual(keysOf(await bench.lease()), ['b'])
    },
  },
]
