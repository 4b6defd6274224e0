import assert from 'node:assert/strict'
import { DROPPED_AT_ONCE } from '../../store/store-limits.js'
import { createBench, factOf, got, START } from './bench.js'
import type { StoreConformanceCase } from './conformance-case.js'
import {
  beat,
  counted,
  factsOf,
  heard,
  LATER,
  linkOf,
  SHARD,
  saidLast,
  shown,
  sourceOf,
} from './expiry-kit.js'

const trouble = (seq: number) => ({
  fingerprint: 'trouble',
  reason: 'odd',
  owner: 'integration' as const,
  connection: 'shop',
  message: 'odd',
  suggestedFix: 'none',
  subject: { kind: 'fact' as const, shard: SHARD, seq },
})

/** Which bodies of facts may be dropped by their age, and which never. */
export const factExpiryCases: readonly StoreConformanceCase[] = [
  {
    name: 'drops the bodies of facts that are old, and keeps their rows and hashes',
    run: async (create) => {
      const bench = await createBench(create)
      await heard(bench, [{ hash: 'a' }, { hash: 'b' }, { hash: 'c', receivedAt: LATER }])
      const before = await factsOf(bench)
      await beat(bench, {})
      assert.deepEqual(await factsOf(bench), before)
      await beat(bench, { facts: LATER })
      const rows = before.slice(0, 2).map(({ body: _, ...row }) => ({ ...row, expired: true }))
      assert.deepEqual(await factsOf(bench), [...rows, ...before.slice(2)])
      await beat(bench, { facts: LATER })
      assert.equal(await counted(bench, 'facts.expired'), 2)
    },
  },
  {
    name: 'keeps the body of a fact that is not processed, however old it is',
    run: async (create) => {
      const bench = await createBench(create)
      const { store, commit } = bench
      const facts = ['a', 'b'].map((hash) => factOf({ hash }))
      await got(store.append({ now: START, facts, counts: {} }))
      await commit({ cursors: [{ shard: SHARD, from: 0, to: 1 }] })
      await beat(bench, { facts: LATER })
      const [waiting] = await got(store.read({ limit: 10, bytes: 1_000_000 }))
      assert.deepEqual([waiting?.hash, waiting?.body?.length], ['b', 2])
      assert.deepEqual(await shown(bench), { there: [], expired: ['a'] })
    },
  },
  {
    name: 'keeps the body of what a source said last, until it says something else',
    run: async (create) => {
      const bench = await createBench(create)
      await heard(bench, [{ hash: 'a' }, { hash: 'b' }, { hash: 'c' }])
      // two things in one document, of which one is told anew
      await saidLast(bench, '1', 1)
      await saidLast(bench, '2', 1)
      await saidLast(bench, '2', 3)
      await beat(bench, { facts: LATER })
      assert.deepEqual(await shown(bench), { there: ['a', 'c'], expired: ['b'] })
      await saidLast(bench, '1', 3)
      await beat(bench, { facts: LATER })
      assert.deepEqual(await shown(bench), { there: ['c'], expired: ['a', 'b'] })
      // that it is there no longer can be read without a body
      await saidLast(bench, '1', 3, { deletedAt: START })
      await saidLast(bench, '2', 3, { deletedAt: START })
      await beat(bench, { facts: LATER })
      assert.deepEqual(await shown(bench), { there: [], expired: ['a', 'b', 'c'] })
    },
  },
  {
    name: 'keeps the body of a fact that an open exception is about',
    run: async (create) => {
      const bench = await createBench(create)
      await heard(bench, [{ hash: 'a' }, { hash: 'b' }])
      const open = (seq: number) => ({ kind: 'open', id: `x${seq}`, draft: trouble(seq) }) as const
      await bench.commit({ exceptions: [open(1)] })
      await beat(bench, { facts: LATER })
      assert.deepEqual(await shown(bench), { there: ['a'], expired: ['b'] })
      await heard(bench, [{ hash: 'c' }])
      await bench.commit({ exceptions: [open(3)] })
      await beat(bench, { facts: LATER })
      assert.deepEqual(await shown(bench), { there: ['c'], expired: ['a', 'b'] })
      await bench.commit({ exceptions: [{ kind: 'resolve', fingerprint: 'trouble' }] })
      await beat(bench, { facts: LATER })
      assert.deepEqual(await shown(bench), { there: [], expired: ['a', 'b', 'c'] })
    },
  },
  {
    name: 'says that a body has expired only where one was',
    run: async (create) => {
      const bench = await createBench(create)
      const { body: _, ...bare } = factOf({ hash: 'bare' })
      await got(bench.store.append({ now: START, facts: [bare], counts: {} }))
      await bench.commit({ cursors: [{ shard: SHARD, from: 0, to: 1 }] })
      await heard(bench, [{ hash: 'empty', size: 0, body: new Uint8Array(0) }])
      await beat(bench, { facts: LATER })
      assert.deepEqual(await shown(bench), { there: [], expired: ['empty'] })
      assert.equal(await counted(bench, 'facts.expired'), 1)
    },
  },
  {
    name: 'looks at a bounded number of facts with each beat, and comes to all of them',
    run: async (create) => {
      const bench = await createBench(create)
      const needed = DROPPED_AT_ONCE + 20
      const all = Array.from({ length: needed + 30 }, (_, n) => ({ hash: `${n}` }))
      await heard(bench, all)
      const sources = all.slice(0, needed).map((_, n) => sourceOf(`${n}`, n + 1))
      const links = sources.map(({ id }) => linkOf(id))
      await bench.commit({ sources, links })
      const expired: number[] = []
      for (let beats = 0; beats < 4; beats++) {
        await beat(bench, { facts: LATER })
        expired.push(await counted(bench, 'facts.expired'))
      }
      assert.deepEqual(expired, [0, 30, 30, 30])
      const moved = sources.map((source) => ({ ...source, seq: needed }))
      await bench.commit({ sources: moved })
      for (let beats = 0; beats < 4; beats++) await beat(bench, { facts: LATER })
      assert.deepEqual((await shown(bench)).there, [`${needed - 1}`])
    },
  },
]
