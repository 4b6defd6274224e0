import assert from 'node:assert/strict'
import { END_STATES, PARKED_STATES, UNSENT_STATES } from '../../effects/effect.js'
import { DROPPED_AT_ONCE } from '../../store/store-limits.js'
import { createBench, effectOf, emptyStep, inserts } from './bench.js'
import type { StoreConformanceCase } from './conformance-case.js'
import { beat, counted, effectsOf, LATER } from './expiry-kit.js'

/** Which bodies of effects may be dropped by their age, and which never. */
export const effectExpiryCases: readonly StoreConformanceCase[] = [
  {
    name: 'drops the bodies of effects that ended long ago, and of no other',
    run: async (create) => {
      const bench = await createBench(create)
      const states = [...END_STATES, ...PARKED_STATES, ...UNSENT_STATES, 'unknown'] as const
      const own = states.filter((state) => state !== 'proposed')
      await bench.commit({
        effects: inserts(
          ...own.map((state) => effectOf(state, { state })),
          effectOf('young', { state: 'confirmed', updatedAt: LATER }),
        ),
      })
      const before = await effectsOf(bench)
      await beat(bench, { effects: LATER })
      const after = await effectsOf(bench)
      const bare = ({ body: _, ...row }: (typeof after)[number]) => row
      assert.deepEqual(after.map(bare), before.map(bare))
      const kept = after.flatMap(({ key, body }) => (body === undefined ? [] : [key]))
      const open = own.filter((state) => !END_STATES.has(state))
      assert.deepEqual(kept, [...open, 'young'])
      assert.equal(await counted(bench, 'intents.expired'), END_STATES.size)
    },
  },
  {
    name: 'keeps the key of an effect whose body has expired for ever',
    run: async (create) => {
      const bench = await createBench(create)
      const { store, epoch } = bench
      const [effect] = inserts(effectOf('e', { state: 'confirmed', once: true }))
      assert.ok(effect)
      await bench.commit({ effects: [effect] })
      await beat(bench, { effects: LATER })
      const again = await store.commit({ ...emptyStep(epoch), effects: [effect] })
      assert.equal(again._unsafeUnwrapErr().kind, 'conflict')
    },
  },
  {
    name: 'looks at a bounded number of effects with each beat, and comes to all of them',
    run: async (create) => {
      const bench = await createBench(create)
      const open = Array.from({ length: DROPPED_AT_ONCE }, (_, n) => effectOf(`open-${n}`))
      const ended = Array.from({ length: DROPPED_AT_ONCE + 30 }, (_, n) =>
        effectOf(`ended-${n}`, { state: 'confirmed' }),
      )
      await bench.commit({ effects: inserts(...open, ...ended) })
      // other tenants of the store may have bodies in between
      for (let dropped = 0, beats = 0; dropped < ended.length && beats < 1_000; beats++) {
        await beat(bench, { effects: LATER })
        const before = dropped
        dropped = await counted(bench, 'intents.expired')
        assert.ok(dropped - before <= DROPPED_AT_ONCE)
      }
      assert.equal(await counted(bench, 'intents.expired'), ended.length)
      const left = (await effectsOf(bench)).filter(({ body }) => body !== undefined)
      assert.equal(left.length, open.length)
    },
  },
]
