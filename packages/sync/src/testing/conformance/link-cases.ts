import assert from 'node:assert/strict'
import { type Ref, refKey } from '@canonry/model'
import type { Effect } from '../../effects/effect.js'
import { rowOf } from '../../effects/effect-step.js'
import { madeBy } from '../../store/link-names.js'
import type { Link } from '../../store/rows.js'
import type { Completion } from '../../store/writes.js'
import { type Bench, createBench, effectOf, got, inserts, refOf, START } from './bench.js'
import type { StoreConformanceCase } from './conformance-case.js'

const ONE = refOf('SO1', 'erp')
const ERP = { system: 'erp', account: 'acme' }

/** Orders of the shop that are leased, in their order, each known by its name there. */
async function leased(bench: Bench, ...ids: readonly string[]): Promise<readonly Effect[]> {
  const links = ids.map((id): Link => ({ entity: 'order', id, ref: refOf(id), evidence: 'fact' }))
  await bench.commit({ effects: inserts(...ids.map((id) => effectOf(id))), links })
  const effects = await bench.lease()
  return ids.map(
    (id) => effects.find(({ key }) => key === id) ?? assert.fail(`${id} is not leased`),
  )
}

/** What is recorded of an effect that was confirmed. */
function confirmed(effect: Effect, more: Partial<Link> = {}): Completion {
  const { entity, id, key } = effect
  return {
    fence: effect.fence,
    row: { ...rowOf(effect), state: 'confirmed' },
    link: { entity, id, ref: ONE, evidence: madeBy(key), ...more },
    timeline: [],
    exceptions: [],
    counts: { done: 1 },
  }
}

async function record({ store, epoch }: Bench, ...items: readonly Completion[]) {
  return got(store.complete({ now: START, epoch, items }))
}

/** What the ERP calls the orders of the shop that have these ids. */
async function calledInErp({ store }: Bench, ...ids: readonly string[]) {
  const refs = ids.map((id) => refKey(refOf(id)))
  const links = await got(store.query<'links'>({ kind: 'links', refs, ...ERP }))
  return refs.map((ref) => links[ref])
}

/** The entities that a ref leads to. */
async function namedBy({ store }: Bench, ref: Ref): Promise<readonly string[]> {
  const question = { kind: 'situation', refs: [refKey(ref)] } as const
  return (await got(store.query<'situation'>(question))).links.map(({ id }) => id)
}

/** What systems call things that we sent them. */
export const linkCases: readonly StoreConformanceCase[] = [
  {
    name: 'records nothing of an effect whose outcome is what another one made, and says whose it is',
    run: async (create) => {
      const bench = await createBench(create)
      const [a, b] = await leased(bench, 'a', 'b')
      assert.ok(a && b)
      assert.equal((await record(bench, confirmed(a)))[0]?.kind, 'done')
      const by = { id: 'a', evidence: madeBy('a') }
      assert.deepEqual(await record(bench, confirmed(b)), [{ kind: 'taken', by }])
      assert.equal(await bench.state('b'), 'leased')
      assert.deepEqual(await calledInErp(bench, 'a', 'b'), [ONE, undefined])
      assert.deepEqual(await namedBy(bench, ONE), ['a'])
      const counters = await got(bench.store.query<'counters'>({ kind: 'counters' }))
      assert.equal(counters['done'], 1)
      // its fence is the same, and whoever lost it hears that first
      assert.equal((await record(bench, { ...confirmed(b), fence: b.fence - 1 }))[0]?.kind, 'stale')
      assert.equal(await bench.complete(b, { state: 'conflict' }), 'done')
    },
  },
  {
    name: 'links what is recorded together to the first that made it',
    run: async (create) => {
      const bench = await createBench(create)
      const [a, b, c] = await leased(bench, 'a', 'b', 'c')
      assert.ok(a && b && c)
      const own = confirmed(c, { ref: refOf('SO2', 'erp') })
      const done = await record(bench, confirmed(a), confirmed(b), own)
      assert.deepEqual(
        done.map(({ kind }) => kind),
        ['done', 'taken', 'done'],
      )
      const states = await Promise.all(['a', 'b', 'c'].map(bench.state))
      assert.deepEqual(states, ['confirmed', 'leased', 'confirmed'])
    },
  },
  {
    name: 'links a record to one of many that are said to have made it at the same time',
    run: async (create) => {
      const bench = await createBench(create)
      const told: Link = { entity: 'order', id: 'told', ref: ONE, evidence: 'fact erp/1/1' }
      const ids = Array.from({ length: 12 }, (_, index) => `o${index}`)
      const effects = await leased(bench, ...ids)
      const two = refOf('SO2', 'erp')
      await bench.commit({ links: [told] })
      const done = await Promise.all(
        effects.map((effect, index) =>
          record(bench, confirmed(effect, index % 2 === 0 ? {} : { ref: two })),
        ),
      )
      const kinds = done.flat().map(({ kind }) => kind)
      assert.equal(kinds.filter((kind) => kind === 'done').length, 2)
      assert.equal(kinds.filter((kind) => kind === 'taken').length, 10)
      const called = (await calledInErp(bench, ...ids)).filter((ref) => ref !== undefined)
      assert.deepEqual(new Set(called.map(({ id }) => id)), new Set(['SO1', 'SO2']))
      assert.equal(called.length, 2)
    },
  },
  {
    name: 'links several entities to one record that stands for all of them',
    run: async (create) => {
      const bench = await createBench(create)
      const [a, b, waiting] = await leased(bench, 'a', 'b', 'behind b')
      assert.ok(a && b && waiting)
      const dependency = { ref: refKey(refOf('b')), ...ERP }
      await bench.complete(waiting, { state: 'waiting', dependency, runAt: START + 300_000 })
      const shared = { shared: true } as const
      for (const effect of [a, b]) {
        assert.equal((await record(bench, confirmed(effect, shared)))[0]?.kind, 'done')
      }
      assert.deepEqual(await calledInErp(bench, 'a', 'b'), [ONE, ONE])
      const woken = await bench.lease()
      assert.deepEqual(
        woken.map(({ key }) => key),
        ['behind b'],
      )
      // what the system says of it is said of one
      assert.deepEqual(await namedBy(bench, ONE), ['a'])
    },
  },
  {
    name: 'links a record that its system told of by itself to the one entity that made it',
    run: async (create) => {
      const bench = await createBench(create)
      const told: Link = { entity: 'order', id: 'told', ref: ONE, evidence: 'fact erp/1/1' }
      await bench.commit({ links: [told] })
      const [a, b] = await leased(bench, 'a', 'b')
      assert.ok(a && b)
      assert.equal((await record(bench, confirmed(a)))[0]?.kind, 'done')
      assert.deepEqual(await calledInErp(bench, 'a'), [ONE])
      assert.deepEqual(await namedBy(bench, ONE), ['told'])
      const by = { id: 'a', evidence: madeBy('a') }
      assert.deepEqual(await record(bench, confirmed(b)), [{ kind: 'taken', by }])
      await bench.commit({ effects: inserts(effectOf('a again', { id: 'a' })) })
      const [again] = await bench.lease()
      assert.ok(again)
      assert.equal((await record(bench, confirmed(again)))[0]?.kind, 'done')
    },
  },
]
