import assert from 'node:assert/strict'
import { refKey } from '@canonry/model'
import {
  type Bench,
  claimBench,
  createBench,
  effectOf,
  got,
  inserts,
  refOf,
  START,
} from './bench.js'
import type { StoreConformanceCase } from './conformance-case.js'
import { CUSTOMER, knowing, stateOf } from './known-order.js'

const nothing = { ids: [], subjects: [] }

const about = ({ store }: Bench) =>
  got(store.query<'about'>({ kind: 'about', subjects: [CUSTOMER, 'other'], limit: 10 }))

const bodiesOf = async ({ store }: Bench) => {
  const effects = await got(store.query<'effects'>({ kind: 'effects', limit: 200 }))
  return effects.map(({ key, body }) => [key, body])
}

const keptOf = async (bench: Bench) =>
  (await factsOf(bench)).flatMap(({ hash, body }) => (body ? [hash] : []))

const factsOf = ({ store }: Bench) => got(store.read({ limit: 10, bytes: 1_000_000 }))

/** What erasing personal data can rely on in every store. */
export const eraseCases: readonly StoreConformanceCase[] = [
  {
    name: 'takes away all bodies of an entity, and keeps its rows and hashes',
    run: async (create) => {
      const bench = await createBench(create)
      await knowing(bench, '1')
      await knowing(bench, '2')
      await bench.commit({ erase: { ...nothing, ids: ['1'] } })
      const { row, sources } = await stateOf(bench, '1')
      const [source] = sources
      assert.deepEqual([row.body, row.erased, row.revision], [{}, true, 1])
      assert.deepEqual([source?.body, source?.residue, source?.erased], [{}, '', true])
      assert.equal(source?.bodyHash, 'hash')
      assert.deepEqual(await bodiesOf(bench), [
        ['e-1', undefined],
        ['e-2', { number: 'e-2' }],
      ])
      assert.deepEqual((await stateOf(bench, '2')).row.body, { number: '2' })
    },
  },
  {
    name: 'names the sources that are about somebody, until they are erased',
    run: async (create) => {
      const bench = await createBench(create)
      await knowing(bench, '1')
      await knowing(bench, '2')
      assert.deepEqual(
        [...(await about(bench))].sort(),
        ['1', '2'].map((id) => refKey(refOf(id))),
      )
      await bench.commit({ erase: { ...nothing, ids: ['1'] } })
      assert.deepEqual(await about(bench), [refKey(refOf('2'))])
    },
  },
  {
    name: 'takes away the bodies of facts by what they are about, and keeps their hashes',
    run: async (create) => {
      const bench = await createBench(create)
      for (const id of ['1', '2', '3']) await knowing(bench, id)
      // known when it was journaled, and by nobody yet
      await bench.commit({ erase: { ids: [], subjects: [refKey(refOf('2')), 'nobody'] } })
      assert.deepEqual(await keptOf(bench), ['1', '3'])
      // found out when it was read
      await bench.commit({ erase: { ids: [], subjects: [CUSTOMER] } })
      assert.deepEqual(await keptOf(bench), [])
      const facts = await factsOf(bench)
      assert.deepEqual(
        facts.map(({ hash }) => hash),
        ['1', '2', '3'],
      )
      await bench.commit({ erase: { ids: ['none'], subjects: [CUSTOMER] } })
    },
  },
  {
    name: 'shows nothing where something was erased, whatever any tenant hears next',
    run: async (create) => {
      const store = await create()
      const open = (tenant: string) =>
        claimBench(store.open(tenant), { worker: 'worker-1', now: START })
      const [bench, other] = [await open('acme'), await open('other')]
      await knowing(bench, '1')
      await bench.commit({ erase: { ...nothing, subjects: [CUSTOMER] } })
      await knowing(other, '2')
      await knowing(bench, '3')
      assert.deepEqual(await keptOf(bench), ['3'])
      // nor does anything else go that came in its place
      await bench.commit({ erase: { ...nothing, subjects: [refKey(refOf('1'))] } })
      assert.deepEqual([await keptOf(bench), await keptOf(other)], [['3'], ['2']])
    },
  },
  {
    name: 'takes away what is about any name of an entity',
    run: async (create) => {
      const bench = await createBench(create)
      await knowing(bench, '1')
      const link = { entity: 'customer', id: 'c', evidence: 'fact' } as const
      const customer = { system: 'shop', account: 'acme', kind: 'Customer', id: 'c' }
      const other = { ...customer, system: 'erp' }
      await bench.commit({
        links: [
          { ...link, ref: customer },
          { ...link, ref: other },
        ],
      })
      const question = { kind: 'about', subjects: [refKey(other)], limit: 10 } as const
      assert.deepEqual(await got(bench.store.query<'about'>(question)), [refKey(refOf('1'))])
      await bench.commit({ erase: { ...nothing, ids: ['c'] } })
      assert.deepEqual(await keptOf(bench), [])
      assert.deepEqual(await bodiesOf(bench), [['e-1', undefined]])
    },
  },
  {
    name: 'takes away the bodies of effects that ended, however long ago, and of no other',
    run: async (create) => {
      const bench = await createBench(create)
      const label = { subject: CUSTOMER }
      const ended = Array.from({ length: 100 }, (_, n) =>
        effectOf(`e-${n}`, { id: '1', state: 'confirmed', label }),
      )
      const open = effectOf('open', { id: '1', label })
      for (const effect of [...ended, open]) await bench.commit({ effects: inserts(effect) })
      await bench.commit({ erase: { ...nothing, ids: ['1'] } })
      await bench.commit({ erase: { ...nothing, subjects: [CUSTOMER] } })
      const left = (await bodiesOf(bench)).filter(([, body]) => body !== undefined)
      assert.deepEqual(left, [['open', { number: 'open' }]])
    },
  },
  {
    name: 'takes what is said of an erased entity later as ever',
    run: async (create) => {
      const bench = await createBench(create)
      await knowing(bench, '1')
      const before = await stateOf(bench, '1')
      await bench.commit({ erase: { ...nothing, ids: ['1'] } })
      const { row, sources } = before
      await bench.commit({ entities: [{ expected: 1, row: { ...row, version: 2 } }], sources })
      const after = await stateOf(bench, '1')
      assert.deepEqual([after.row.body, 'erased' in after.row], [{ number: '1' }, false])
      assert.deepEqual(after.sources, sources)
    },
  },
]
