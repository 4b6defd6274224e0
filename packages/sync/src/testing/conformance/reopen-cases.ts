import assert from 'node:assert/strict'
import {
  claimBench,
  createBench,
  effectOf,
  factOf,
  got,
  inserts,
  START,
  takeOver,
} from './bench.js'
import type { OpenStore, StoreConformanceCase } from './conformance-case.js'

const MANY = 20

async function opened(reopen: OpenStore | undefined) {
  assert.ok(reopen, 'a store of this capability is given to `run` with how it is opened once more')
  return (await reopen()).open('acme')
}

function factsOf(name: string) {
  return Array.from({ length: MANY }, (_, index) => factOf({ hash: `${name} ${index}` }))
}

/** What stores promise that outlive their process, or are open in several at the same time. */
export const reopenCases: readonly StoreConformanceCase[] = [
  {
    name: 'has everything again that it answered for, once it is closed and opened again',
    needs: 'durable',
    invariants: ['I1', 'I4', 'I7'],
    run: async (create, reopen) => {
      const first = await create()
      const before = await claimBench(first.open('acme'), { worker: 'one', now: START })
      await got(before.store.append({ now: START, facts: factsOf('a'), counts: { seen: 1 } }))
      await before.commit({
        cursors: [{ shard: 3, from: 0, to: 5 }],
        effects: inserts(effectOf('a'), effectOf('b')),
      })
      const [a] = await before.lease({ limit: 1 })
      assert.ok(a)
      await before.complete(a, { state: 'confirmed' })
      await got(before.store.maintain({ kind: 'release', epoch: before.epoch }))
      await got(first.close())
      const after = await claimBench(await opened(reopen), { worker: 'two', now: START })
      const facts = await got(after.store.read({ limit: 99, bytes: 1_000_000 }))
      assert.deepEqual(
        facts.map(({ seq }) => seq),
        Array.from({ length: MANY - 5 }, (_, index) => index + 6),
      )
      const [again] = await got(
        after.store.append({ now: START, facts: factsOf('a').slice(0, 1), counts: {} }),
      )
      assert.equal(again?.kind, 'duplicate')
      assert.equal(await after.state('a'), 'confirmed')
      const [b] = await after.lease()
      assert.equal(b?.key, 'b')
      const counters = await got(after.store.query<'counters'>({ kind: 'counters' }))
      assert.equal(counters['seen'], 1)
    },
  },
  {
    name: 'takes what two processes hand over at the same time, each fact once and without gaps',
    needs: 'shared',
    invariants: ['I1', 'I3', 'I4'],
    run: async (create, reopen) => {
      const here = (await create()).open('acme')
      const there = await opened(reopen)
      const both = factsOf('both')
      const append = (store: typeof here, name: string) =>
        [...both, ...factsOf(name)].map((fact) =>
          got(store.append({ now: START, facts: [fact], counts: {} })),
        )
      const answers = await Promise.all([...append(here, 'here'), ...append(there, 'there')])
      const kinds = answers.flat().map(({ kind }) => kind)
      assert.equal(kinds.filter((kind) => kind === 'duplicate').length, MANY)
      for (const store of [here, there]) {
        const facts = await got(store.read({ limit: 99, bytes: 1_000_000 }))
        assert.deepEqual(
          facts.map(({ seq }) => seq),
          Array.from({ length: 3 * MANY }, (_, index) => index + 1),
        )
      }
    },
  },
  {
    name: 'changes nothing for a worker that another process has taken over from',
    needs: 'shared',
    invariants: ['I5', 'I6'],
    run: async (create, reopen) => {
      const first = await createBench(create)
      const there = await opened(reopen)
      await first.commit({ effects: inserts(effectOf('a')) })
      const [held] = await first.lease()
      assert.ok(held)
      const taken = await takeOver(there, { worker: 'two', now: START + 20_000 })
      const { epoch, abandoned, now } = taken
      assert.deepEqual(
        abandoned.map(({ key }) => key),
        ['a'],
      )
      const late = await first.store.complete({ now: START, epoch: first.epoch, items: [] })
      assert.equal(late.isErr() && late.error.kind, 'stale-fence')
      assert.ok((await there.maintain({ kind: 'beat', now, epoch })).isOk())
    },
  },
  {
    name: 'goes on for a worker while another process opens it and brings it up to date',
    needs: 'shared',
    invariants: ['I20'],
    run: async (create, reopen) => {
      const bench = await createBench(create)
      await bench.commit({ effects: inserts(effectOf('a')) })
      const [held] = await bench.lease()
      assert.ok(held)
      const there = await opened(reopen)
      const counters = got(there.query<'counters'>({ kind: 'counters' }))
      assert.equal(await bench.complete(held, { state: 'confirmed' }), 'done')
      await counters
      const states = await got(there.query<'effects'>({ kind: 'effects', limit: 10 }))
      assert.deepEqual(
        states.map(({ state }) => state),
        ['confirmed'],
      )
    },
  },
]
