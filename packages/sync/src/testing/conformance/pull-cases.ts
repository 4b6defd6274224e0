import assert from 'node:assert/strict'
import type { ConnectionRow, Pull } from '../../store/connection-row.js'
import type { SourceRow } from '../../store/rows.js'
import type { TenantStore } from '../../store/store.js'
import type { PullWrite } from '../../store/writes.js'
import { type Bench, createBench, factOf, got, loadOf, pullOf, refOf, START } from './bench.js'
import type { StoreConformanceCase } from './conformance-case.js'

const PREFIX = 'order:shop/acme/Order/'

const rowOf = (version: number, pull: Partial<Pull> = {}): ConnectionRow => ({
  connection: 'shop',
  version,
  pull: pullOf({ startedAt: START + 1, ...pull }),
  scannedAt: START,
})

async function write({ store, epoch }: Bench, { hash, ...more }: Write): Promise<string[]> {
  const pull = { epoch, seen: [], findings: [], exceptions: [], ...more }
  const facts = hash ? [factOf({ origin: 'pull', topic: 'reconcile', hash })] : []
  const appended = await got(store.append({ now: START, facts, counts: { steps: 1 }, pull }))
  return appended.map(({ kind }) => kind)
}

type Write = Partial<PullWrite> & { readonly row: ConnectionRow; readonly hash?: string }

const absent = (store: TenantStore, after = '', prefixes = [PREFIX]) =>
  got(
    store.query<'absent'>({
      kind: 'absent',
      connection: 'shop',
      prefixes,
      after,
      before: START + 1,
      limit: 2,
    }),
  )

async function knowing(bench: Bench, ids: readonly string[], change: Partial<SourceRow> = {}) {
  await got(bench.store.append({ now: START, facts: [factOf({ hash: ids.join() })], counts: {} }))
  const entity = 'order' as const
  const empty = { resource: 'order@rest', mapping: 1, body: {}, bodyHash: '', residue: '' }
  const place = { connection: 'shop', shard: 3, seq: 1 }
  const sources = ids.map((id) => ({
    ...empty,
    ...place,
    entity,
    id,
    key: `${PREFIX}${id}`,
    ...change,
  }))
  await bench.commit({
    sources,
    entities: ids.map((id) => ({
      expected: 0,
      row: {
        entity,
        id,
        revision: 1,
        version: 1,
        origin: 'shop',
        source: refOf(id),
        body: {},
        ...(change.deletedAt !== undefined && { deletedAt: change.deletedAt }),
      },
    })),
    links: ids.map((id) => ({ entity, id, ref: refOf(id), evidence: 'fact' })),
  })
}

/** What pulls, and what is found to be gone, can rely on in every store. */
export const pullCases: readonly StoreConformanceCase[] = [
  {
    name: 'journals what a page brought together with how far the pull went, once',
    invariants: ['I7'],
    run: async (create) => {
      const bench = await createBench(create)
      assert.deepEqual(await write(bench, { row: rowOf(1), hash: 'a' }), ['accepted'])
      assert.deepEqual(await write(bench, { row: rowOf(1), hash: 'b' }), ['duplicate'])
      assert.deepEqual(await write(bench, { row: rowOf(3), hash: 'b' }), ['duplicate'])
      const second = rowOf(2, { cursor: 'two' })
      assert.deepEqual(await write(bench, { row: second, hash: 'a' }), ['accepted'])
      const rows = await got(bench.store.query<'connections'>({ kind: 'connections' }))
      assert.deepEqual(rows, [second])
      const counters = await got(bench.store.query<'counters'>({ kind: 'counters' }))
      assert.deepEqual(counters, { 'facts.received': 2, steps: 2 })
    },
  },
  {
    name: 'takes no step of a pull from a worker that was replaced',
    invariants: ['I6'],
    run: async (create) => {
      const bench = await createBench(create)
      const { store, epoch } = bench
      const pull = { epoch: epoch - 1, row: rowOf(1), seen: [], findings: [], exceptions: [] }
      const answer = await store.append({ now: START, facts: [factOf()], counts: {}, pull })
      assert.equal(answer.isErr() && answer.error.kind, 'stale-fence')
    },
  },
  {
    name: 'finds what is known of several families, in order, and of no other',
    run: async (create) => {
      const bench = await createBench(create)
      await knowing(bench, ['1:1', '1:2', '10:1', '2:1', '3:1'])
      const families = ['3:', '1:', '4:'].map((begins) => `${PREFIX}${begins}`)
      const keysOf = (...ids: string[]) => ids.map((id) => `${PREFIX}${id}`)
      assert.deepEqual(await absent(bench.store, '', families), keysOf('1:1', '1:2'))
      assert.deepEqual(await absent(bench.store, `${PREFIX}1:2`, families), keysOf('3:1'))
      assert.deepEqual(await absent(bench.store, `${PREFIX}3:1`, families), [])
    },
  },
  {
    name: 'finds what is all that a family begins with, and of families in each other nothing twice',
    run: async (create) => {
      const bench = await createBench(create)
      await knowing(bench, ['1', '12', '13', '2', '\u{1F600}', '\uff00'])
      const keysOf = (...ids: string[]) => ids.map((id) => `${PREFIX}${id}`)
      const within = keysOf('1', '12')
      assert.deepEqual(await absent(bench.store, '', within), keysOf('1', '12'))
      assert.deepEqual(await absent(bench.store, `${PREFIX}12`, within), keysOf('13'))
      assert.deepEqual(await absent(bench.store, '', keysOf('2')), keysOf('2'))
      // in which order these two come is open, but each comes once
      const families = keysOf('\u{1F600}', '\uff00')
      const found = await absent(bench.store, '', families)
      assert.deepEqual(new Set(found), new Set(families))
      assert.deepEqual(await absent(bench.store, found.at(-1) ?? '', families), [])
    },
  },
  {
    name: 'finds what a scan did not see, in order, until the scan is done',
    run: async (create) => {
      const bench = await createBench(create)
      await knowing(bench, ['a', 'b', 'c', 'd', 'e'])
      await knowing(bench, ['gone'], { deletedAt: START })
      await knowing(bench, ['elsewhere'], { connection: 'other' })
      await write(bench, { row: rowOf(1), seen: [`${PREFIX}b`] })
      await write(bench, { row: rowOf(2), seen: [`${PREFIX}d`, `${PREFIX}b`] })
      const keysOf = (...ids: string[]) => ids.map((id) => `${PREFIX}${id}`)
      assert.deepEqual(await absent(bench.store), keysOf('a', 'c'))
      assert.deepEqual(await absent(bench.store, `${PREFIX}c`), keysOf('e'))
      await write(bench, { row: rowOf(3, { phase: 'done' }) })
      assert.deepEqual(await absent(bench.store, `${PREFIX}a`), keysOf('b', 'c'))
    },
  },
  {
    name: 'does not take for absent what was heard of only after the scan had begun',
    run: async (create) => {
      const bench = await createBench(create)
      const late = [factOf({ hash: 'late', receivedAt: START + 1 })]
      await got(bench.store.append({ now: START, facts: late, counts: {} }))
      await knowing(bench, ['new'])
      assert.deepEqual(await absent(bench.store), [])
    },
  },
  {
    name: 'finds what was only ever added to a sum, and has no fact of its own place',
    run: async (create) => {
      const bench = await createBench(create)
      await knowing(bench, ['sum'], { seq: 0 })
      assert.deepEqual(await absent(bench.store), [`${PREFIX}sum`])
    },
  },
  {
    name: 'keeps when a source and its entity were gone, until they are there again',
    run: async (create) => {
      const bench = await createBench(create)
      await knowing(bench, ['a'], { deletedAt: START + 5 })
      const refs = [`${PREFIX.slice('order:'.length)}a`]
      const ask = () => got(bench.store.query<'situation'>({ kind: 'situation', refs }))
      const [gone] = (await ask()).states
      assert.ok(gone)
      assert.deepEqual([gone.row.deletedAt, gone.sources[0]?.deletedAt], [START + 5, START + 5])
      const { deletedAt: _, ...row } = gone.row
      const sources = gone.sources.map(({ deletedAt: __, ...source }) => source)
      await bench.commit({ entities: [{ expected: 1, row: { ...row, version: 2 } }], sources })
      const [back] = (await ask()).states
      assert.ok(back && !('deletedAt' in back.row))
      assert.ok(back.sources.every((source) => !('deletedAt' in source)))
    },
  },
  {
    name: 'lets other calls through a connection as its limiter and its gate allow',
    run: async (create) => {
      const { store, epoch } = await createBench(create)
      const load = loadOf('shop', { perSecond: 1 })
      const call = async (now: number) => {
        const answer = await got(store.maintain({ kind: 'call', now, epoch, load }))
        return answer.admitted
      }
      assert.deepEqual([await call(START), await call(START)], [true, false])
      assert.equal(await call(START + 1_000), true)
      const event = { kind: 'pause', until: START + 60_000 } as const
      const learn = { kind: 'learn', now: START, epoch, connection: 'shop', event } as const
      await got(store.maintain(learn))
      assert.deepEqual([await call(START + 59_999), await call(START + 60_000)], [false, true])
    },
  },
]
