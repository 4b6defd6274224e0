import assert from 'node:assert/strict'
import type { AuditEntry } from '../../audit/audit-entry.js'
import { entryLeaf } from '../../audit/audit-entry.js'
import { EMPTY_TREE, growTree, type TreeState } from '../../audit/tree.js'
import { emptyCommit } from '../../store/empty-commit.js'
import type { EntityRow } from '../../store/rows.js'
import type { Store, TenantStore } from '../../store/store.js'
import { claimBench, effectOf, factOf, got, inserts, refOf, START } from './bench.js'
import type { StoreConformanceCase } from './conformance-case.js'

const act = {
  id: 'act-1',
  kind: 'pause',
  about: 'erp',
  actor: 'anna',
  why: 'a reason',
  at: '2026-11-27T08:00:00.000Z',
} as const
const rowOf = (version: number): EntityRow => ({
  entity: 'order',
  id: 'one',
  revision: version,
  version,
  origin: 'shop',
  source: refOf('1'),
  body: { number: version },
})

async function auditBench(create: () => Store | Promise<Store>) {
  const store = (await create()).open('acme', { audit: true })
  return claimBench(store, { worker: 'worker-1', now: START })
}

async function entriesOf(
  store: TenantStore,
  from = 0,
  limit = 10_000,
): Promise<readonly AuditEntry[]> {
  return got(store.query<'auditEntries'>({ kind: 'auditEntries', from, limit }))
}

async function treeOf(store: TenantStore): Promise<TreeState> {
  return got(store.query<'auditTree'>({ kind: 'auditTree' }))
}

/** What the audit log promises in every store. */
export const auditCases: readonly StoreConformanceCase[] = [
  {
    name: 'writes what happened into the audit log with it, and nothing of what was refused',
    run: async (create) => {
      const bench = await auditBench(create)
      const { store } = bench
      await got(store.append({ now: START, facts: [factOf(), factOf()], counts: {} }))
      await bench.commit({
        entities: [{ expected: 0, row: rowOf(1) }],
        effects: inserts(effectOf('a')),
      })
      await got(store.commit({ ...emptyCommit(START), acts: [act] }))
      const [effect] = await bench.lease()
      assert.ok(effect)
      await bench.complete(effect, { state: 'confirmed' })
      const refused = { ...emptyCommit(START), entities: [{ expected: 7, row: rowOf(8) }] }
      assert.equal((await store.commit(refused)).isErr(), true)
      const entries = await entriesOf(store)
      const named = entries.map(({ kind, key }) => `${kind} ${key.replace(/@.*/, '')}`)
      assert.deepEqual(named, ['fact 3/1', 'entity one', 'effect a', 'act act-1', 'effect a'])
      const { state } = growTree(EMPTY_TREE, entries.map(entryLeaf))
      assert.deepEqual(await treeOf(store), state)
    },
  },
  {
    name: 'knows what became of the rows of entries',
    run: async (create) => {
      const bench = await auditBench(create)
      const { store } = bench
      await bench.commit({ entities: [{ expected: 0, row: rowOf(1) }] })
      await bench.commit({ entities: [{ expected: 1, row: rowOf(2) }] })
      await got(store.commit({ ...emptyCommit(START), acts: [act] }))
      const entries = await entriesOf(store)
      const stranger = { kind: 'act', key: 'nobody', hash: '' } as const
      const asked = { kind: 'auditRows', entries: [...entries, stranger] } as const
      assert.deepEqual(await got(store.query<'auditRows'>(asked)), [
        { kind: 'later' },
        { kind: 'present', hash: entries[1]?.hash },
        { kind: 'present', hash: entries[2]?.hash },
        { kind: 'missing' },
      ])
    },
  },
  {
    name: 'keeps a tree over many transactions, node by node',
    run: async (create) => {
      const { store } = await auditBench(create)
      for (const [from, count] of [
        [0, 7],
        [7, 300],
        [307, 1],
      ] as const) {
        const facts = Array.from({ length: count }, (_, index) =>
          factOf({ hash: `${from + index}` }),
        )
        await got(store.append({ now: START, facts, counts: {} }))
      }
      const entries = await entriesOf(store)
      assert.equal(entries.length, 308)
      assert.deepEqual(await entriesOf(store, 5, 4), entries.slice(5, 9))
      const { state, nodes } = growTree(EMPTY_TREE, entries.map(entryLeaf))
      assert.deepEqual(await treeOf(store), state)
      for (const level of [1, 2]) {
        const question = { kind: 'auditNodes', level, from: 0, to: 99 } as const
        const own = nodes.filter((node) => node.level === level).map(({ hash }) => hash)
        assert.deepEqual(await got(store.query<'auditNodes'>(question)), own)
        const second = { ...question, from: 1, to: 2 }
        assert.deepEqual(await got(store.query<'auditNodes'>(second)), own.slice(1, 2))
      }
    },
  },
  {
    name: 'writes no audit log for a tenant that never asked for one',
    run: async (create) => {
      const store = await create()
      const [plain, audited] = [store.open('plain'), store.open('audited', { audit: true })]
      for (const tenant of [plain, audited]) {
        await got(tenant.append({ now: START, facts: [factOf()], counts: {} }))
      }
      assert.deepEqual(await treeOf(plain), EMPTY_TREE)
      await got(
        store.open('audited').append({ now: START, facts: [factOf({ hash: 'b' })], counts: {} }),
      )
      assert.equal((await treeOf(audited)).size, 2)
    },
  },
]
