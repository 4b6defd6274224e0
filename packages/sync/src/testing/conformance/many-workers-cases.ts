import assert from 'node:assert/strict'
import type { TenantStore } from '../../store/store.js'
import {
  type Bench,
  claimBench,
  effectOf,
  emptyStep,
  factOf,
  got,
  inserts,
  loadOf,
  START,
} from './bench.js'
import type { OpenStore, StoreConformanceCase } from './conformance-case.js'

const keysOf = (effects: readonly { key: string }[]) => effects.map(({ key }) => key)

async function twoWorkers(create: OpenStore): Promise<{ one: Bench; two: Bench }> {
  const store = (await create()).open('acme')
  const one = await claimBench(store, { worker: 'one', now: START })
  return { one, two: await claimBench(store, { worker: 'two', now: START }) }
}

function beat({ store, epoch }: Bench, after: number, more: { leaving?: true } = {}) {
  return got(store.maintain({ kind: 'beat', now: START + after, epoch, ...more }))
}

/** What workers can rely on that work on one tenant at the same time. */
export const manyWorkersCases: readonly StoreConformanceCase[] = [
  {
    name: 'lets several workers work, and gives each effect to one of them',
    needs: 'manyWorkers',
    invariants: ['I5'],
    run: async (create) => {
      const { one, two } = await twoWorkers(create)
      assert.notEqual(one.epoch, two.epoch)
      const names = ['a', 'b', 'c', 'd', 'e']
      await one.commit({ effects: inserts(...names.map((name) => effectOf(name))) })
      const leases = await Promise.all([
        one.lease({ limit: 3 }),
        two.lease({ limit: 3 }),
        one.lease({ limit: 3 }),
      ])
      assert.deepEqual(leases.flatMap(keysOf).sort(), names)
      const held = (heldBy: number) =>
        got(one.store.query<'effects'>({ kind: 'effects', heldBy, limit: 9 })).then(keysOf)
      const both = [...(await held(one.epoch)), ...(await held(two.epoch))]
      assert.deepEqual(both.sort(), names)
    },
  },
  {
    name: 'counts what all workers hold of a connection against what it bears',
    needs: 'manyWorkers',
    run: async (create) => {
      const { one, two } = await twoWorkers(create)
      await one.commit({ effects: inserts(effectOf('a'), effectOf('b'), effectOf('c')) })
      const loads = [loadOf('erp', { concurrency: 2 })]
      const leases = await Promise.all([one.lease({ loads }), two.lease({ loads })])
      assert.equal(leases.flat().length, 2)
    },
  },
  {
    name: 'tells each worker its part of the work, and all of it once the others have left',
    needs: 'manyWorkers',
    run: async (create) => {
      const { one, two } = await twoWorkers(create)
      assert.deepEqual((await beat(one, 5_000)).share, { index: 0, count: 2 })
      assert.deepEqual((await beat(two, 5_000)).share, { index: 1, count: 2 })
      await got(one.store.maintain({ kind: 'release', epoch: one.epoch }))
      assert.deepEqual((await beat(two, 10_000)).share, { index: 0, count: 1 })
    },
  },
  {
    name: 'tells the part of a worker that is about to leave to the others, and leaves it what it holds',
    needs: 'manyWorkers',
    invariants: ['I5'],
    run: async (create) => {
      const { one, two } = await twoWorkers(create)
      await one.commit({ effects: inserts(effectOf('a')) })
      const [held] = await one.lease()
      assert.ok(held)
      assert.deepEqual((await beat(one, 5_000)).share, { index: 0, count: 2 })
      await beat(one, 5_100, { leaving: true })
      const left = { index: 0, count: 1, leaving: 1 }
      for (const after of [5_200, 10_000]) {
        await beat(one, after - 50, { leaving: true })
        const heard = await beat(two, after)
        assert.deepEqual(heard.share, left)
        assert.deepEqual(heard.abandoned, [])
      }
      assert.deepEqual(await two.lease(), [])
      assert.equal(await one.complete(held, { state: 'confirmed' }), 'done')
      await got(one.store.maintain({ kind: 'release', epoch: one.epoch }))
      assert.deepEqual((await beat(two, 15_000)).share, { index: 0, count: 1 })
    },
  },
  {
    name: 'reads the shards of a share, and others only once they have nobody',
    needs: 'manyWorkers',
    run: async (create) => {
      const { one } = await twoWorkers(create)
      const { store } = one
      const facts = [2, 3, 5].map((shard) => factOf({ shard, hash: `in ${shard}` }))
      await got(store.append({ now: START, facts, counts: {} }))
      assert.deepEqual(await shardsOf(store, { index: 0, count: 2 }), [2])
      assert.deepEqual(await shardsOf(store, { index: 1, count: 2 }), [3, 5])
      const step = { ...emptyStep(one.epoch), cursors: [{ shard: 2, from: 0, to: 1 }] }
      await got(store.commit(step))
      const share = { index: 0, count: 2 }
      assert.deepEqual(await shardsOf(store, share, START), [])
      assert.deepEqual(await shardsOf(store, share, START + 1), [3, 5])
    },
  },
  {
    name: 'lets one of two workers commit a step that both have decided',
    needs: 'manyWorkers',
    invariants: ['I5', 'I7'],
    run: async (create) => {
      const { one, two } = await twoWorkers(create)
      const facts = [factOf()]
      await got(one.store.append({ now: START, facts, counts: {} }))
      const cursors = [{ shard: 3, from: 0, to: 1 }]
      const counts = { 'facts.decided': 1 }
      const both = await Promise.all(
        [one, two].map(({ store, epoch }) =>
          store.commit({ ...emptyStep(epoch), cursors, counts }),
        ),
      )
      const failures = both.flatMap((done) => (done.isErr() ? [done.error] : []))
      assert.deepEqual(
        failures.map(({ kind, isOutrun }) => [kind, isOutrun]),
        [['conflict', true]],
      )
      const counters = await got(one.store.query<'counters'>({ kind: 'counters' }))
      assert.equal(counters['facts.decided'], 1)
    },
  },
  {
    name: 'takes the right to work from a worker that is silent, and hands over what it held',
    needs: 'manyWorkers',
    invariants: ['I5', 'I6', 'I14'],
    run: async (create) => {
      const { one, two } = await twoWorkers(create)
      await one.commit({ effects: inserts(effectOf('a')) })
      const [held] = await one.lease()
      assert.ok(held)
      assert.deepEqual((await beat(two, 5_000)).abandoned, [])
      assert.deepEqual((await beat(two, 10_000)).abandoned, [])
      assert.deepEqual(keysOf((await beat(two, 15_000)).abandoned), ['a'])
      const late = await one.store.complete({ now: START, epoch: one.epoch, items: [] })
      assert.equal(late.isErr() && late.error.kind, 'stale-fence')
      const beaten = await one.store.maintain({ kind: 'beat', now: START, epoch: one.epoch })
      assert.equal(beaten.isErr() && beaten.error.kind, 'stale-fence')
    },
  },
  {
    name: 'takes the right to work from nobody for a time in which nobody could beat',
    needs: 'manyWorkers',
    invariants: ['I5'],
    run: async (create) => {
      const { one, two } = await twoWorkers(create)
      await beat(one, 5_000)
      await beat(two, 5_000)
      await beat(two, 90_000)
      await beat(one, 91_000)
      assert.deepEqual((await beat(two, 95_000)).share, { index: 1, count: 2 })
    },
  },
]

async function shardsOf(
  store: TenantStore,
  share: { readonly index: number; readonly count: number },
  straysBefore = 0,
): Promise<readonly number[]> {
  const facts = await got(store.read({ limit: 9, bytes: 1_000_000, share, straysBefore }))
  return facts.map(({ shard }) => shard)
}
