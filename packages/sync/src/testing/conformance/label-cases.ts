import assert from 'node:assert/strict'
import { rowOf } from '../../effects/effect-step.js'
import { createBench, effectOf, factOf, got, inserts, START } from './bench.js'
import type { StoreConformanceCase } from './conformance-case.js'
import { CUSTOMER, effectIn, knowing, stateOf } from './known-order.js'

/** What is kept beside bodies: what they belong to, their shape, their key. */
export const labelCases: readonly StoreConformanceCase[] = [
  {
    name: 'keeps labels with their bodies',
    run: async (create) => {
      const bench = await createBench(create)
      await knowing(bench, '1')
      const label = { subject: CUSTOMER, schema: 3 }
      const { row, sources } = await stateOf(bench, '1')
      assert.deepEqual([row.label, sources[0]?.label], [undefined, { subject: CUSTOMER }])
      await bench.commit({
        entities: [{ expected: 1, row: { ...row, version: 2, label } }],
        sources: sources.map((source) => ({ ...source, label })),
        effects: inserts(effectOf('e-2', { id: '2', label })),
      })
      const after = await stateOf(bench, '1')
      assert.deepEqual([after.row.label, after.sources[0]?.label], [label, label])
      const [leased] = await bench.lease()
      assert.ok(leased)
      assert.deepEqual([leased.key, leased.label], ['e-2', label])
      await bench.complete(leased, { state: 'retry-at' })
      // a row that changes alone keeps its body with its label; another body has another label
      assert.deepEqual((await effectIn(bench, 'e-2')).label, label)
      const { fence } = await effectIn(bench, 'e-2')
      const update = { kind: 'update', fence, row: rowOf(leased) } as const
      const other = { schema: 4 }
      await bench.commit({ effects: [{ ...update, body: { number: 'other' }, label: other }] })
      const changed = await effectIn(bench, 'e-2')
      assert.deepEqual([changed.body, changed.label], [{ number: 'other' }, other])
    },
  },
  {
    name: 'keeps with every body the key that it is sealed with',
    run: async (create) => {
      const bench = await createBench(create)
      await knowing(bench, '1')
      const label = { keyId: 'k' }
      const facts = [factOf({ hash: '2', keyId: 'k' })]
      await got(bench.store.append({ now: START, facts, counts: {} }))
      const { row, sources } = await stateOf(bench, '1')
      await bench.commit({
        entities: [{ expected: 1, row: { ...row, version: 2, label } }],
        sources: sources.map((source) => ({ ...source, label })),
        effects: inserts(effectOf('e-2', { id: '2', label })),
        cursors: [{ shard: 3, from: 0, to: 2 }],
      })
      const after = await stateOf(bench, '1')
      const question = { kind: 'journal', shard: 3, after: 1, limit: 1 } as const
      const page = await got(bench.store.query<'journal'>(question))
      const kept = [after.row, ...after.sources, await effectIn(bench, 'e-2')]
      assert.deepEqual(
        kept.map((each) => each.label?.keyId),
        ['k', 'k', 'k'],
      )
      assert.equal(page.facts[0]?.keyId, 'k')
    },
  },
]
