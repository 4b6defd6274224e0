import assert from 'node:assert/strict'
import { createBench, effectOf, factOf, got, inserts, START } from './bench.js'
import type { StoreConformanceCase } from './conformance-case.js'

const FIVE_MINUTES_MS = 5 * 60_000
const YEAR_MS = 365 * 86_400_000
const keysOf = (effects: readonly { key: string }[]) => effects.map(({ key }) => key)

/** What the passing of time changes in a store, and what it must not change. */
export const timeCases: readonly StoreConformanceCase[] = [
  {
    name: 'keeps the order of a lane while its first effect is tried again',
    invariants: ['I9'],
    run: async (create) => {
      const bench = await createBench(create)
      const lane = { id: 'one' }
      await bench.commit({ effects: inserts(effectOf('a', lane), effectOf('b', lane)) })
      for (const runAt of [START + 1_000, START + 2_000]) {
        const [first] = await bench.lease({ now: runAt - 1_000 })
        assert.ok(first)
        await bench.complete(first, { state: 'retry-at', attempts: first.attempts + 1, runAt })
        assert.deepEqual(await bench.lease({ now: runAt - 1 }), [])
      }
      const [again] = await bench.lease({ now: START + 2_000 })
      assert.ok(again)
      assert.deepEqual([again.key, again.attempts], ['a', 2])
      await bench.complete(again, { state: 'confirmed' })
      assert.deepEqual(keysOf(await bench.lease({ now: START + 2_000 })), ['b'])
    },
  },
  {
    name: 'does nothing twice and nothing early for clocks that are five minutes apart',
    invariants: ['I10'],
    run: async (create) => {
      const bench = await createBench(create)
      await bench.commit({ effects: inserts(effectOf('a'), effectOf('b')) })
      const runAt = START + 1_000
      for (const effect of await bench.lease()) {
        await bench.complete(effect, { state: 'retry-at', runAt })
      }
      const behind = START - FIVE_MINUTES_MS
      const ahead = START + FIVE_MINUTES_MS
      assert.deepEqual(await bench.lease({ now: behind }), [])
      const leased = await bench.lease({ now: ahead })
      assert.deepEqual(keysOf(leased).sort(), ['a', 'b'])
      assert.deepEqual(await bench.lease({ now: behind }), [])
      assert.deepEqual(await bench.lease({ now: START }), [])
      for (const effect of leased) {
        assert.equal(await bench.complete(effect, { state: 'confirmed' }), 'done')
      }
      const { store, epoch } = bench
      await got(store.append({ now: ahead, facts: [factOf()], counts: {} }))
      const [again] = await got(store.append({ now: behind, facts: [factOf()], counts: {} }))
      assert.equal(again?.kind, 'duplicate')
      await got(store.maintain({ kind: 'beat', now: behind, epoch }))
      assert.deepEqual(await bench.lease({ now: ahead }), [])
    },
  },
  {
    name: 'sends the newest content of what was not sent, and every event',
    invariants: ['I12'],
    run: async (create) => {
      const bench = await createBench(create)
      const lane = { id: 'one' }
      await bench.commit({ effects: inserts(effectOf('level', lane), effectOf('event', lane)) })
      const effects = await got(bench.store.query<'effects'>({ kind: 'effects', limit: 10 }))
      const level = effects.find(({ key }) => key === 'level')
      assert.ok(level)
      const { body: _, ...row } = { ...level, revision: 2, bodyHash: 'newer' }
      const update = { kind: 'update', fence: level.fence, row, body: { number: 'newer' } } as const
      await bench.commit({ effects: [update] })
      const sent: unknown[] = []
      for (let [next] = await bench.lease(); next; [next] = await bench.lease()) {
        sent.push([next.key, next.body])
        await bench.complete(next, { state: 'confirmed' })
      }
      assert.deepEqual(sent, [
        ['level', { number: 'newer' }],
        ['event', { number: 'event' }],
      ])
    },
  },
  {
    name: 'forgets nothing that is not done, however old it is',
    invariants: ['I15'],
    run: async (create) => {
      const bench = await createBench(create)
      const { store, epoch } = bench
      await got(store.append({ now: START, facts: [factOf()], counts: {} }))
      await bench.commit({ effects: inserts(effectOf('a'), effectOf('b'), effectOf('c')) })
      const [a, b] = await bench.lease({ limit: 2 })
      assert.ok(a && b)
      await bench.complete(a, { state: 'exception' })
      await bench.complete(b, { state: 'retry-at', runAt: START + YEAR_MS })
      const now = START + YEAR_MS
      for (let times = 0; times < 3; times++) {
        await got(store.maintain({ kind: 'beat', now, epoch }))
      }
      const facts = await got(store.read({ limit: 10, bytes: 1_000_000 }))
      assert.equal(facts.length, 1)
      assert.equal(await bench.state(a.key), 'exception')
      const left = keysOf(await bench.lease({ now })).sort()
      assert.deepEqual(left, ['a', 'b', 'c'].filter((key) => key !== a.key).sort())
    },
  },
]
