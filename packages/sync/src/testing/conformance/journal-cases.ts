import assert from 'node:assert/strict'
import type { Fact, NewFact } from '../../journal/fact.js'
import type { ReadFacts, TenantStore } from '../../store/store.js'
import { DEDUPE_MS } from '../../store/store-limits.js'
import { createBench, emptyStep, factOf, got, START } from './bench.js'
import type { StoreConformanceCase } from './conformance-case.js'

async function append(store: TenantStore, facts: readonly NewFact[], now = START) {
  return got(store.append({ now, facts, counts: {} }))
}

async function readAll(store: TenantStore, change: Partial<ReadFacts> = {}) {
  return got(store.read({ limit: 100, bytes: 1_000_000, ...change }))
}

const placesOf = (facts: readonly Fact[]) => facts.map(({ shard, seq }) => [shard, seq])

/** The places of a shard from one number to another. */
function places(shard: number, ...[first, last]: [first: number, last: number]) {
  return Array.from({ length: last - first + 1 }, (_, index) => [shard, first + index])
}

/** What the journal of every store promises. */
export const journalCases: readonly StoreConformanceCase[] = [
  {
    name: 'journals the facts of a step with it, behind those that are there and without dedupe',
    invariants: ['I7'],
    run: async (create) => {
      const bench = await createBench(create)
      const { store, commit } = bench
      const fact = factOf({ hash: 'heard', routingKey: 'a', eventId: 'e' })
      await got(store.append({ now: START, facts: [fact], counts: {} }))
      const recorded = factOf({ hash: 'recorded', origin: 'flow', topic: 'record' })
      const other = { ...recorded, shard: 7, subjects: ['about'] }
      await commit({ facts: [fact, recorded, other], counts: { 'facts.applied': 1 } })
      const cursors = [{ shard: 3, from: 5, to: 6 }]
      const refused = await store.commit({ ...emptyStep(bench.epoch), cursors, facts: [recorded] })
      assert.ok(refused.isErr())
      const facts = await got(store.read({ limit: 10, bytes: 1e6 }))
      assert.deepEqual(
        facts.map(({ shard, seq, hash, conflicting }) => [shard, seq, hash, conflicting]),
        [
          [3, 1, 'heard', false],
          [3, 2, 'heard', false],
          [3, 3, 'recorded', false],
          [7, 1, 'recorded', false],
        ],
      )
      assert.deepEqual(facts[2]?.body, recorded.body)
      const counters = await got(store.query<'counters'>({ kind: 'counters' }))
      assert.deepEqual([counters['facts.received'], counters['facts.applied']], [1, 1])
    },
  },
  {
    name: 'accepts a fact exactly once, however many deliver it at the same time',
    invariants: ['I1'],
    run: async (create) => {
      const { store } = await createBench(create)
      const fact = factOf({ eventId: 'e1' })
      const answers = await Promise.all(Array.from({ length: 20 }, () => append(store, [fact])))
      const kinds = answers.flat().map(({ kind }) => kind)
      assert.equal(kinds.filter((kind) => kind === 'accepted').length, 1)
      assert.equal(kinds.filter((kind) => kind === 'duplicate').length, 19)
      assert.equal((await readAll(store)).length, 1)
    },
  },
  {
    name: 'accepts the same event with other content as conflicting, and each content once',
    invariants: ['I2'],
    run: async (create) => {
      const { store } = await createBench(create)
      const facts = ['a', 'b', 'b', 'a'].map((hash) => factOf({ eventId: 'e1', hash }))
      const kinds = (await append(store, facts)).map(({ kind }) => kind)
      assert.deepEqual(kinds, ['accepted', 'conflicting', 'duplicate', 'duplicate'])
      assert.deepEqual(
        (await readAll(store)).map(({ conflicting }) => conflicting),
        [false, true],
      )
    },
  },
  {
    name: 'takes the same content under another event id for a duplicate, under another topic not',
    run: async (create) => {
      const { store } = await createBench(create)
      const facts = [
        factOf({ eventId: 'e1' }),
        factOf({ eventId: 'e2' }),
        factOf({ topic: 'orders/paid' }),
        factOf({ connection: 'shop-2', eventId: 'e1' }),
      ]
      const kinds = (await append(store, facts)).map(({ kind }) => kind)
      assert.deepEqual(kinds, ['accepted', 'duplicate', 'accepted', 'accepted'])
    },
  },
  {
    name: 'remembers a delivery for 35 days and no longer',
    invariants: ['I15'],
    run: async (create) => {
      const { store, epoch } = await createBench(create)
      const fact = [factOf({ eventId: 'e1' })]
      await append(store, fact)
      assert.deepEqual(await append(store, fact, START + DEDUPE_MS - 1), [{ kind: 'duplicate' }])
      const now = START + DEDUPE_MS
      assert.ok((await store.maintain({ kind: 'beat', now, epoch })).isOk())
      const [again] = await append(store, fact, now)
      assert.equal(again?.kind, 'accepted')
    },
  },
  {
    name: 'numbers the facts of a shard without gaps, in the order in which they were accepted',
    invariants: ['I3', 'I4'],
    run: async (create) => {
      const { store } = await createBench(create)
      const batches = Array.from({ length: 10 }, (_, batch) =>
        Array.from({ length: 5 }, (_, index) =>
          factOf({ hash: `${batch}/${index}`, shard: index % 2 }),
        ),
      )
      await Promise.all(batches.map((batch) => append(store, batch)))
      const facts = await readAll(store)
      for (const shard of [0, 1]) {
        const seqs = facts.filter((fact) => fact.shard === shard).map(({ seq }) => seq)
        assert.deepEqual(
          seqs,
          Array.from(seqs, (_, index) => index + 1),
        )
      }
      assert.equal(facts.length, 50)
    },
  },
  {
    name: 'gives a fact back as it came, byte by byte',
    run: async (create) => {
      const { store } = await createBench(create)
      const body = Uint8Array.from({ length: 256 }, (_, byte) => byte)
      const full = factOf({
        eventId: 'e1',
        resource: 'order@webhook',
        routingKey: '1',
        orderHint: '7',
        body,
      })
      const { body: _, ...bare } = factOf({ hash: 'other', withheld: 'oversize' })
      await append(store, [full, bare])
      const [first, second] = await readAll(store)
      assert.deepEqual(
        { ...first, body: [...(first?.body ?? [])] },
        {
          ...full,
          body: [...body],
          seq: 1,
          conflicting: false,
        },
      )
      assert.deepEqual(second, { ...bare, seq: 2, conflicting: false })
    },
  },
  {
    name: 'reads shard by shard, in order and up to the limit, and goes on where the cursor stands',
    invariants: ['I3', 'I4'],
    run: async (create) => {
      const bench = await createBench(create)
      const facts = Array.from({ length: 30 }, (_, index) =>
        factOf({ hash: `${index}`, shard: index % 3 }),
      )
      await append(bench.store, facts)
      const first = await readAll(bench.store, { limit: 16 })
      assert.deepEqual(placesOf(first), [...places(0, 1, 10), ...places(1, 1, 6)])
      assert.deepEqual(await readAll(bench.store, { limit: 16 }), first)
      const next = await readAll(bench.store, { limit: 16, after: 1 })
      assert.deepEqual(placesOf(next), [...places(2, 1, 10), ...places(0, 1, 6)])
      await bench.commit({ cursors: [{ shard: 0, from: 0, to: 10 }] })
      await bench.commit({ cursors: [{ shard: 1, from: 0, to: 4 }] })
      const rest = await readAll(bench.store)
      assert.deepEqual(placesOf(rest), [...places(1, 5, 10), ...places(2, 1, 10)])
    },
  },
  {
    name: 'reads no more bytes of bodies than it is asked for, but one fact at least',
    run: async (create) => {
      const { store } = await createBench(create)
      const facts = Array.from({ length: 12 }, (_, index) => {
        const body = new Uint8Array(100)
        return factOf({ hash: `${index}`, shard: index % 2, size: body.length, body })
      })
      await append(store, facts)
      const some = await readAll(store, { bytes: 850 })
      assert.deepEqual(placesOf(some), [...places(0, 1, 6), ...places(1, 1, 2)])
      assert.deepEqual(placesOf(await readAll(store, { bytes: 1 })), [[0, 1]])
    },
  },
  {
    name: 'keeps tenants apart',
    run: async (create) => {
      const store = await create()
      const one = await createBench(() => store, 'one')
      const other = await createBench(() => store, 'other')
      await append(one.store, [factOf({ eventId: 'e1' })])
      assert.equal((await append(other.store, [factOf({ eventId: 'e1' })]))[0]?.kind, 'accepted')
      await append(one.store, [factOf({ hash: 'more' })])
      assert.equal((await readAll(other.store)).length, 1)
      const counters = await got(other.store.query<'counters'>({ kind: 'counters' }))
      assert.deepEqual(counters, { 'facts.received': 1 })
    },
  },
]
