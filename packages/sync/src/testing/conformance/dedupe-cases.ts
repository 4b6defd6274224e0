import assert from 'node:assert/strict'
import type { NewFact } from '../../journal/fact.js'
import { createBench, factOf, got, START } from './bench.js'
import type { StoreConformanceCase } from './conformance-case.js'

/** What the journal of every store promises about documents that were handed over. */
export const dedupeCases: readonly StoreConformanceCase[] = [
  {
    name: 'takes what was handed over once per key and content, if nothing names the event',
    invariants: ['I1'],
    run: async (create) => {
      const kinds = await appended(create, [
        { routingKey: '1' },
        { routingKey: '1' },
        { routingKey: '2' },
        { routingKey: '1', hash: 'other' },
      ])
      assert.deepEqual(kinds, ['accepted', 'duplicate', 'accepted', 'accepted'])
    },
  },
  {
    name: 'takes the same content again as an event of its own, when it was handed over as one',
    run: async (create) => {
      const kinds = await appended(create, [
        { eventId: 'e1', hash: 'a' },
        { eventId: 'e2', hash: 'b' },
        { eventId: 'e3', hash: 'a' },
        { eventId: 'e3', hash: 'a' },
        { eventId: 'e3', hash: 'c' },
        { eventId: 'e3', hash: 'c' },
      ])
      const [first, second, third, ...repeated] = kinds
      assert.deepEqual([first, second, third], ['accepted', 'accepted', 'accepted'])
      assert.deepEqual(repeated, ['duplicate', 'conflicting', 'duplicate'])
    },
  },
]

async function appended(
  create: Parameters<StoreConformanceCase['run']>[0],
  changes: readonly Partial<NewFact>[],
): Promise<string[]> {
  const { store } = await createBench(create)
  const handedOver = { origin: 'ingest', topic: 'ingest', resource: 'order@rest' } as const
  const facts = changes.map((change) => factOf({ ...handedOver, ...change }))
  return (await got(store.append({ now: START, facts, counts: {} }))).map(({ kind }) => kind)
}
