import assert from 'node:assert/strict'
import { refKey } from '@canonry/model'
import { instantOf } from '../../effects/effect-notes.js'
import { type Bench, createBench, effectOf, factOf, got, inserts, refOf, START } from './bench.js'
import type { StoreConformanceCase } from './conformance-case.js'

/** Ids as systems may have them: each names a thing of its own. */
const ODD: readonly string[] = [
  'a',
  'A',
  'a%',
  'a/b',
  'a|b',
  'a#5',
  'a_',
  ' ',
  '"',
  "'",
  '\\',
  'a\nb',
  'a\0b',
  'a\x01b',
  'ä',
  'a\u0308',
  '\uff00',
  '\u{1F600}',
  // halves of what a system has cut in the middle
  'a\ud83d',
  '\ude00a',
  'x'.repeat(10_000),
]

// the canonical id is ours
function idOf(id: string): string {
  return `id-${ODD.indexOf(id)}`
}

async function know({ store, commit }: Bench, id: string): Promise<void> {
  const ref = refOf(id)
  const [place] = await got(
    store.append({ now: START, facts: [factOf({ hash: idOf(id), routingKey: id })], counts: {} }),
  )
  const seq = place?.kind === 'accepted' ? place.seq : 0
  const known = { entity: 'order', id: idOf(id) } as const
  const body = { number: id }
  const at = instantOf(START)
  const source = { ...known, connection: 'shop', resource: 'order@rest', body, bodyHash: 'hash' }
  await commit({
    entities: [
      {
        expected: 0,
        row: { ...known, revision: 1, version: 1, origin: 'shop', source: ref, body },
      },
    ],
    sources: [{ ...source, key: `order:${refKey(ref)}`, mapping: 1, residue: '', shard: 3, seq }],
    links: [{ ...known, ref, evidence: 'fact' }],
    effects: inserts(effectOf(`erp|upsert|order|${refKey(ref)}`, { ...known, source: ref, body })),
    timeline: [
      { ...known, kind: 'entity-created', revision: 1, paths: [], at, connection: 'shop' },
    ],
  })
}

async function stateOf({ store }: Bench, id: string) {
  const question = { kind: 'situation', refs: [refKey(refOf(id))] } as const
  const { states, ...others } = await got(store.query<'situation'>(question))
  assert.equal(states.length, 1)
  const [state] = states
  assert.ok(state)
  return { ...state, links: others.links }
}

/** What things may be called. */
export const nameCases: readonly StoreConformanceCase[] = [
  {
    name: 'knows things by names of any characters, each for itself',
    run: async (create) => {
      const bench = await createBench(create)
      const { store } = bench
      for (const id of ODD) await know(bench, id)
      const leased = await bench.lease({ limit: ODD.length })
      assert.deepEqual(new Set(leased.map(({ source }) => source.id)), new Set(ODD))
      for (const id of ODD) {
        const { row, sources, effects, links } = await stateOf(bench, id)
        assert.deepEqual([row.source.id, row.body], [id, { number: id }])
        assert.deepEqual(
          links.map(({ ref }) => ref),
          [refOf(id)],
        )
        assert.deepEqual(
          [...sources.map(({ body }) => body), ...effects.map(({ source }) => source.id)],
          [{ number: id }, id],
        )
        const ref = refKey(refOf(id))
        const timeline = await got(store.query<'timeline'>({ kind: 'timeline', ref }))
        assert.equal(timeline.length, 1)
        const target = { system: 'shop', account: 'acme' }
        const named = await got(store.query<'links'>({ kind: 'links', refs: [ref], ...target }))
        assert.deepEqual(named, { [ref]: refOf(id) })
      }
      for (const effect of leased) {
        assert.equal(await bench.complete(effect, { state: 'sending' }), 'done')
      }
    },
  },
  {
    name: 'takes away what has a name of any characters, and nothing else',
    run: async (create) => {
      const bench = await createBench(create)
      for (const id of ODD) await know(bench, id)
      for (const [index, id] of ODD.entries()) {
        const { row } = await stateOf(bench, id)
        await bench.commit({ erase: { ids: [row.id], subjects: [refKey(refOf(id))] } })
        assert.equal((await stateOf(bench, id)).row.erased, true)
        const next = ODD[index + 1]
        if (next !== undefined) assert.equal((await stateOf(bench, next)).row.erased, undefined)
      }
    },
  },
  {
    name: 'tells what happened to all that have one name in the order in which it happened',
    run: async (create) => {
      const { store, commit } = await createBench(create)
      const ref = refOf('1')
      const told = async (entity: 'order' | 'customer', revision: number) => {
        const known = { entity, id: entity } as const
        const row = { ...known, revision, version: revision, origin: 'shop', source: ref, body: {} }
        const about = { ...known, at: instantOf(START), connection: 'shop' } as const
        await commit({
          entities: [{ expected: revision - 1, row }],
          links: [{ ...known, ref, evidence: 'fact' }],
          timeline: [{ ...about, kind: 'entity-changed', revision, paths: [] }],
        })
      }
      await told('order', 1)
      await told('customer', 1)
      await told('order', 2)
      const timeline = await got(store.query<'timeline'>({ kind: 'timeline', ref: refKey(ref) }))
      const order = timeline.map((entry) => [entry.entity, 'revision' in entry && entry.revision])
      assert.deepEqual(order, [
        ['order', 1],
        ['customer', 1],
        ['order', 2],
      ])
    },
  },
]
