import assert from 'node:assert/strict'
import { IN_TIME } from '../../store/rows.js'
import { createBench, factOf, got, refOf, START } from './bench.js'
import type { StoreConformanceCase } from './conformance-case.js'

/** What a store promises about documents that are read. */
export const readCases: readonly StoreConformanceCase[] = [
  {
    name: 'journals what a read brought once, even if nothing about it is new',
    invariants: ['I1'],
    run: async (create) => {
      const bench = await createBench(create)
      const { store, epoch } = bench
      const pending = { connection: 'shop', ref: refOf('1'), why: 'gap', attempts: 0, runAt: START }
      await bench.commit({
        reads: [
          { id: 'r1', ...pending },
          { id: 'r2', ...pending },
        ],
      })
      const bring = (id: string) =>
        store.append({
          now: START,
          facts: [factOf({ origin: 'read', topic: 'read' })],
          counts: {},
          reads: { ended: [{ id }], epoch, exceptions: [] },
        })
      const kinds = []
      for (const id of ['r1', 'r1', 'r2']) kinds.push((await got(bring(id)))[0]?.kind)
      assert.deepEqual(kinds, ['accepted', 'duplicate', 'accepted'])
      const backlog = await got(store.query<'backlog'>({ kind: 'backlog' }))
      assert.deepEqual([backlog.facts, backlog.reads], [2, 0])
    },
  },
  {
    name: 'keeps a read that was asked for anew while what it brings was on its way',
    invariants: ['I1'],
    run: async (create) => {
      const bench = await createBench(create)
      const { store, epoch } = bench
      const about = { connection: 'shop', why: 'gap', attempts: 0, runAt: START }
      const asked = (id: string, when: string) => ({ ...about, id, asked: when, ref: refOf(id) })
      await bench.commit({ reads: [asked('r1', 'first'), asked('r2', 'first')] })
      await bench.commit({ reads: [asked('r2', 'again')] })
      const fact = factOf({ origin: 'read', topic: 'read' })
      const bring = (when: string) => {
        const ended = ['r1', 'r2'].map((id) => ({ id, asked: when }))
        const reads = { ended, epoch, exceptions: [] }
        return store.append({ now: START, facts: [fact], counts: {}, reads })
      }
      const due = async () => {
        const question = { kind: 'reads', now: START, limit: 9 } as const
        return (await got(store.query<'reads'>(question))).map(({ id }) => id)
      }
      assert.equal((await got(bring('first')))[0]?.kind, 'accepted')
      assert.deepEqual(await due(), ['r2'])
      assert.equal((await got(bring('again')))[0]?.kind, 'accepted')
      assert.deepEqual(await due(), [])
      assert.equal((await got(bring('again')))[0]?.kind, 'duplicate')
    },
  },
  {
    name: 'counts no read as backlog that only waits for its moment',
    run: async (create) => {
      const bench = await createBench(create)
      const about = { connection: 'shop', why: 'gap', attempts: 0, runAt: START + 1_000 }
      const read = (id: string) => ({ ...about, id, ref: refOf(id) })
      await bench.commit({ reads: [read(`${IN_TIME}r1`), read('r2')] })
      const backlog = await got(bench.store.query<'backlog'>({ kind: 'backlog' }))
      assert.equal(backlog.reads, 1)
      const due = { kind: 'reads', now: START + 1_000, limit: 9 } as const
      assert.equal((await got(bench.store.query<'reads'>(due))).length, 2)
    },
  },
]
