import assert from 'node:assert/strict'
import { released } from '../../bootstrap/approve.js'
import type { Effect } from '../../effects/effect.js'
import type { ConnectionRow } from '../../store/connection-row.js'
import {
  type Bench,
  createBench,
  effectOf,
  emptyStep,
  factOf,
  got,
  inserts,
  pullOf,
  START,
} from './bench.js'
import type { StoreConformanceCase } from './conformance-case.js'

const pull = pullOf({ purpose: 'snapshot', phase: 'done' })

const rowOf = (version: number, stage: ConnectionRow['stage'] & string): ConnectionRow => ({
  connection: 'shop',
  version,
  pull,
  scannedAt: START,
  stage,
})

const proposed = (key: string, change: Partial<Effect> = {}) =>
  effectOf(key, { state: 'proposed', proposedBy: 'shop', ...change })

const proposals = ({ store }: Bench) =>
  got(store.query<'proposals'>({ kind: 'proposals', connection: 'shop' }))

const keysOf = (rows: readonly { readonly key: string }[]) => rows.map(({ key }) => key)

/** What the plans of new connections can rely on in every store. */
export const proposalCases: readonly StoreConformanceCase[] = [
  {
    name: 'sends nothing that is only proposed, and nothing behind it in its lane',
    run: async (create) => {
      const bench = await createBench(create)
      await bench.commit({ connections: [rowOf(1, 'plan')] })
      const lane = { id: 'one' }
      await bench.commit({ effects: inserts(proposed('a', lane), effectOf('b', lane)) })
      await bench.commit({ effects: inserts(proposed('c'), effectOf('d')) })
      assert.deepEqual(keysOf(await bench.lease()), ['d'])
      assert.deepEqual(keysOf(await proposals(bench)), ['a', 'c'])
      const backlog = await got(bench.store.query<'backlog'>({ kind: 'backlog' }))
      assert.equal(backlog.blocked, 3)
    },
  },
  {
    name: 'sends what was proposed once it is released, in the order of its lane',
    run: async (create) => {
      const bench = await createBench(create)
      await bench.commit({ connections: [rowOf(1, 'plan')] })
      const lane = { id: 'one' }
      await bench.commit({ effects: inserts(proposed('a', lane), proposed('b', lane)) })
      const effects = (await proposals(bench)).map((row) => released(row, START))
      await bench.commit({ effects, connections: [rowOf(2, 'live')] })
      assert.deepEqual(await proposals(bench), [])
      const [a] = await bench.lease()
      assert.equal(a?.key, 'a')
      await bench.complete(a, { state: 'confirmed' })
      assert.deepEqual(keysOf(await bench.lease()), ['b'])
    },
  },
  {
    name: 'refuses what is proposed because of a connection that does not plan, and old rows',
    run: async (create) => {
      const bench = await createBench(create)
      const { store, epoch } = bench
      const refused = async (change: object) => {
        const answer = await store.commit({ ...emptyStep(epoch), ...change })
        return answer.isErr() && answer.error.kind
      }
      assert.equal(await refused({ effects: inserts(proposed('a')) }), 'conflict')
      await bench.commit({ connections: [rowOf(1, 'plan')] })
      assert.equal(await refused({ connections: [rowOf(1, 'live')] }), 'conflict')
      assert.equal(await refused({ connections: [rowOf(3, 'live')] }), 'conflict')
      await bench.commit({ connections: [rowOf(2, 'live')] })
      assert.equal(await refused({ effects: inserts(proposed('a')) }), 'conflict')
      assert.deepEqual(await proposals(bench), [])
    },
  },
  {
    name: 'says which connections plan, and how many facts from before a moment are undecided',
    run: async (create) => {
      const bench = await createBench(create)
      await bench.commit({ connections: [rowOf(1, 'plan')] })
      const situation = await got(bench.store.query<'situation'>({ kind: 'situation', refs: [] }))
      assert.deepEqual(situation.planning, ['shop'])
      const facts = [1, 2, 3].map((at) => factOf({ hash: `${at}`, receivedAt: START + at }))
      await got(bench.store.append({ now: START, facts, counts: {} }))
      const undecided = () =>
        got(bench.store.query<'undecided'>({ kind: 'undecided', before: START + 2 }))
      assert.equal(await undecided(), 2)
      await bench.commit({ cursors: [{ shard: 3, from: 0, to: 1 }] })
      assert.equal(await undecided(), 1)
    },
  },
]
