import assert from 'node:assert/strict'
import { refKey } from '@canonry/model'
import {
  claimBench,
  createBench,
  effectOf,
  emptyStep,
  got,
  inserts,
  refOf,
  START,
} from './bench.js'
import type { StoreConformanceCase } from './conformance-case.js'
import {
  beat,
  counted,
  effectsOf,
  factsOf,
  heard,
  LATER,
  linkOf,
  SHARD,
  saidLast,
  shown,
  sourceOf,
} from './expiry-kit.js'
import { CUSTOMER, knowing } from './known-order.js'

/** What dropping bodies by their age has to do with everything else. */
export const expiryCases: readonly StoreConformanceCase[] = [
  {
    name: 'writes nothing from a fact that has expired meanwhile',
    run: async (create) => {
      const bench = await createBench(create)
      const { store, epoch, commit } = bench
      await heard(bench, [{ hash: 'a' }, { hash: 'b' }])
      await saidLast(bench, '1', 2)
      await beat(bench, { facts: LATER })
      const late = { ...emptyStep(epoch), sources: [sourceOf('2', 1)], links: [linkOf('2')] }
      const refused = (await store.commit(late))._unsafeUnwrapErr()
      assert.deepEqual([refused.kind, refused.isOutrun], ['conflict', undefined])
      const question = { kind: 'situation', refs: [refKey(refOf('2'))] } as const
      assert.deepEqual((await got(store.query<'situation'>(question))).links, [])
      await commit({ sources: [sourceOf('2', 2)], links: [linkOf('2')] })
    },
  },
  {
    name: 'keeps what another source was found to say last, whoever let it be read again',
    run: async (create) => {
      const bench = await createBench(create)
      await heard(bench, [{ hash: 'a' }, { hash: 'b' }])
      await saidLast(bench, '1', 2)
      // nothing told that it is about this when it was journaled or processed
      await saidLast(bench, '2', 1)
      await beat(bench, { facts: LATER })
      assert.deepEqual(await shown(bench), { there: ['a', 'b'], expired: [] })
    },
  },
  {
    name: 'leaves the same when something was erased before it expires as when it is erased after',
    run: async (create) => {
      const outcomes = []
      for (const isErasedFirst of [true, false]) {
        const bench = await createBench(create)
        await heard(bench, [{ hash: 'a' }])
        await knowing(bench, '1')
        await bench.commit({ cursors: [{ shard: SHARD, from: 1, to: 2 }] })
        const erase = { ids: ['1'], subjects: [CUSTOMER] }
        if (isErasedFirst) await bench.commit({ erase })
        await beat(bench, { facts: LATER, effects: LATER })
        if (!isErasedFirst) await bench.commit({ erase })
        await bench.commit({ erase })
        await beat(bench, { facts: LATER, effects: LATER })
        const refs = [refKey(refOf('1'))]
        const asked = { kind: 'situation', refs } as const
        const situation = await got(bench.store.query<'situation'>(asked))
        outcomes.push([
          await factsOf(bench),
          situation.states.map(({ row, sources }) => [row, sources]),
          (await effectsOf(bench)).map(({ key, body }) => [key, body]),
        ])
      }
      const [before, after] = outcomes
      assert.deepEqual(before, after)
      const [facts] = before as [Awaited<ReturnType<typeof factsOf>>]
      assert.deepEqual(
        facts.map(({ body, expired }) => [body, expired]),
        [
          [undefined, true],
          // the last that its source said: erased, and not expired
          [undefined, undefined],
        ],
      )
    },
  },
  {
    name: 'drops nothing of another tenant, and nothing for a worker that lost its right',
    run: async (create) => {
      const store = await create()
      const open = (tenant: string) =>
        claimBench(store.open(tenant), { worker: 'worker-1', now: START })
      const [bench, other] = [await open('acme'), await open('other')]
      for (const each of [bench, other]) await heard(each, [{ hash: 'a' }])
      for (const each of [bench, other]) {
        await each.commit({ effects: inserts(effectOf('e', { state: 'confirmed' })) })
      }
      const all = { facts: LATER, effects: LATER }
      await beat(bench, all)
      assert.deepEqual(await shown(bench), { there: [], expired: ['a'] })
      assert.deepEqual(await shown(other), { there: ['a'], expired: [] })
      assert.deepEqual((await effectsOf(other))[0]?.body, { number: 'e' })
      const { epoch } = other
      await got(other.store.maintain({ kind: 'release', epoch }))
      const late = other.store.maintain({ kind: 'beat', now: LATER, epoch, expire: all })
      assert.equal((await late)._unsafeUnwrapErr().kind, 'stale-fence')
      assert.deepEqual(await shown(other), { there: ['a'], expired: [] })
    },
  },
  {
    name: 'counts once what expires while several workers beat at the same time',
    needs: 'manyWorkers',
    run: async (create) => {
      const tenant = (await create()).open('acme')
      const one = await claimBench(tenant, { worker: 'worker-1', now: START })
      const two = await claimBench(tenant, { worker: 'worker-2', now: START })
      await heard(
        one,
        Array.from({ length: 50 }, (_, n) => ({ hash: `${n}` })),
      )
      const old = Array.from({ length: 50 }, (_, n) => effectOf(`e${n}`, { state: 'confirmed' }))
      await one.commit({ effects: inserts(...old) })
      const all = { facts: LATER, effects: LATER }
      await Promise.all([one, two, one, two].map((each) => beat(each, all)))
      assert.equal(await counted(one, 'facts.expired'), 50)
      assert.equal(await counted(one, 'intents.expired'), 50)
    },
  },
]
