import assert from 'node:assert/strict'
import { refKey } from '@canonry/model'
import { rowOf } from '../../effects/effect-step.js'
import type { ExceptionDraft } from '../../exception.js'
import type { EntityRow, SourceRow } from '../../store/rows.js'
import type { Commit } from '../../store/writes.js'
import {
  type Bench,
  createBench,
  effectOf,
  emptyStep,
  factOf,
  got,
  inserts,
  refOf,
  START,
} from './bench.js'
import type { StoreConformanceCase } from './conformance-case.js'

const entity: EntityRow = {
  entity: 'order',
  id: 'id-1',
  revision: 1,
  version: 1,
  origin: 'shop',
  source: refOf('1'),
  body: { number: '1' },
}
const source: SourceRow = {
  connection: 'shop',
  resource: 'order@webhook',
  key: 'order:1',
  entity: 'order',
  id: 'id-1',
  version: '1',
  mapping: 1,
  body: { number: '1' },
  bodyHash: 'hash',
  residue: '{"big":12345678901234567890}',
  shard: 3,
  seq: 1,
}
const link = { entity: 'order', id: 'id-1', ref: refOf('1'), evidence: 'fact' } as const
const entry = {
  kind: 'entity-created',
  revision: 1,
  paths: [''],
  at: '2026-11-27T08:00:00.000Z',
  entity: 'order',
  id: 'id-1',
  connection: 'shop',
} as const
const finding = {
  code: 'c',
  path: '/p',
  message: 'm',
  connection: 'shop',
  id: 'id-1',
  at: entry.at,
}
const draft: ExceptionDraft = {
  fingerprint: 'f',
  reason: 'r',
  owner: 'integration',
  connection: 'shop',
  message: 'm',
  suggestedFix: 's',
}

const everything: Partial<Commit> = {
  cursors: [{ shard: 3, from: 0, to: 1 }],
  entities: [{ expected: 0, row: entity }],
  sources: [source],
  links: [link],
  effects: inserts(effectOf('e1', { id: 'id-1' })),
  findings: [{ kind: 'record', key: 'k', finding }],
  reads: [{ id: 'r', connection: 'shop', ref: refOf('1'), why: 'w', attempts: 0, runAt: START }],
  timeline: [entry],
  exceptions: [{ kind: 'open', id: 'x1', draft }],
  counts: { seen: 1 },
}

async function seen({ store }: Bench) {
  const refs = [refKey(refOf('1')), refKey(refOf('2'))]
  return {
    situation: await got(store.query<'situation'>({ kind: 'situation', refs })),
    timeline: await got(store.query<'timeline'>({ kind: 'timeline', ref: refKey(refOf('1')) })),
    exceptions: await got(store.query<'exceptions'>({ kind: 'exceptions' })),
    findings: await got(store.query<'findings'>({ kind: 'findings' })),
    counters: await got(store.query<'counters'>({ kind: 'counters' })),
    backlog: await got(store.query<'backlog'>({ kind: 'backlog' })),
    reads: await got(store.query<'reads'>({ kind: 'reads', now: START, limit: 10 })),
    effects: await got(store.query<'effects'>({ kind: 'effects', limit: 10 })),
  }
}

async function benchWithFact(create: Parameters<StoreConformanceCase['run']>[0]): Promise<Bench> {
  const bench = await createBench(create)
  const facts = [factOf({ hash: '1' }), factOf({ hash: '2' })]
  assert.ok((await bench.store.append({ now: START, facts, counts: {} })).isOk())
  return bench
}

const conflicts: Readonly<Record<string, Partial<Commit>>> = {
  'a cursor': { cursors: [{ shard: 3, from: 0, to: 2 }] },
  'an entity': { entities: [{ expected: 0, row: { ...entity, version: 2 } }] },
  'the entity of a ref': { links: [{ ...link, id: 'id-2' }] },
  'an effect key': { effects: inserts(effectOf('e1', { id: 'id-1' })) },
  'an effect': { effects: [{ kind: 'update', fence: 999, row: effectOf('e1', { id: 'id-1' }) }] },
}

/** What one step of the journal plane promises in every store. */
export const commitCases: readonly StoreConformanceCase[] = [
  {
    name: 'commits everything of a step and shows it as it was written',
    invariants: ['I7'],
    run: async (create) => {
      const bench = await benchWithFact(create)
      await bench.commit(everything)
      const all = await seen(bench)
      assert.deepEqual(all.situation.links, [link])
      const [state] = all.situation.states
      assert.deepEqual(state?.row, entity)
      assert.deepEqual(state?.sources, [source])
      assert.deepEqual(state?.findings, [finding])
      assert.deepEqual(
        state?.effects.map(({ key, state }) => [key, state]),
        [['e1', 'ready']],
      )
      assert.deepEqual(all.timeline, [entry])
      assert.deepEqual(all.findings, [finding])
      assert.equal(all.counters['seen'], 1)
      assert.deepEqual(all.effects[0]?.body, { number: 'e1' })
      assert.deepEqual(all.backlog, { facts: 1, reads: 1, effects: 1, waiting: 0, blocked: 0 })
    },
  },
  ...Object.entries(conflicts).map(
    ([what, conflicting]): StoreConformanceCase => ({
      name: `refuses a step on ${what} that has changed, and leaves no trace of it`,
      invariants: ['I7', ...(what === 'a cursor' ? (['I16'] as const) : [])],
      run: async (create) => {
        const bench = await benchWithFact(create)
        await bench.commit(everything)
        const before = await seen(bench)
        const fresh = { ...everything, entities: [], links: [], effects: [], cursors: [] }
        const request = { ...emptyStep(bench.epoch), ...fresh, ...conflicting }
        const done = await bench.store.commit(request)
        assert.equal(done.isErr() && done.error.kind, 'conflict')
        assert.deepEqual(await seen(bench), before)
      },
    }),
  ),
  {
    name: 'refuses an effect behind one that was parked since it was decided, unless it takes its place',
    invariants: ['I7'],
    run: async (create) => {
      const bench = await createBench(create)
      await bench.commit({ effects: inserts(effectOf('e1', { id: 'id-1' })) })
      const [sending] = await bench.lease()
      assert.ok(sending)
      const behind = inserts(effectOf('e1#2', { id: 'id-1', revises: 'e1' }))
      await bench.complete(sending, { state: 'dead' })
      const late = await bench.store.commit({ ...emptyStep(bench.epoch), effects: behind })
      assert.equal(late.isErr() && late.error.kind, 'conflict')
      assert.equal(await bench.state('e1#2'), undefined)
      const question = { kind: 'effects', limit: 10 } as const
      const [parked] = await got(bench.store.query<'effects'>(question))
      assert.ok(parked)
      const row = { ...rowOf(parked), state: 'superseded' as const }
      const taken = { kind: 'update', fence: parked.fence, row } as const
      await bench.commit({ effects: [taken, ...behind] })
      assert.equal(await bench.state('e1#2'), 'ready')
    },
  },
  {
    name: 'refuses every write of a worker that was taken over, and leaves no trace of it',
    invariants: ['I6', 'I7'],
    run: async (create) => {
      const bench = await benchWithFact(create)
      const before = await seen(bench)
      const epoch = bench.epoch - 1
      const { store } = bench
      const reads = { ended: [{ id: 'r' }], epoch, exceptions: [] }
      const kinds = [
        await store.commit({ ...emptyStep(epoch), ...everything }),
        await store.lease({ now: START, epoch, limit: 1, connections: [] }),
        await store.complete({ now: START, epoch, items: [] }),
        await store.append({
          now: START,
          facts: [factOf({ hash: '9' })],
          counts: { seen: 1 },
          reads,
        }),
        await store.maintain({ kind: 'beat', now: START, epoch }),
        await store.maintain({ kind: 'release', epoch }),
      ].map((done) => (done.isErr() ? done.error.kind : 'done'))
      assert.deepEqual(new Set(kinds), new Set(['stale-fence']))
      assert.deepEqual(await seen(bench), before)
    },
  },
  {
    name: 'has at most one open exception of a fingerprint, and opens a new one after it was resolved',
    run: async (create) => {
      const bench = await createBench(create)
      const open = (id: string, message: string) =>
        bench.commit({ exceptions: [{ kind: 'open', id, draft: { ...draft, message } }] })
      const stand = async () =>
        (await got(bench.store.query<'exceptions'>({ kind: 'exceptions' }))).map(
          ({ id, state, failures, message }) => ({ id, state, failures, message }),
        )
      await open('x1', 'first')
      await open('x2', 'second')
      assert.deepEqual(await stand(), [{ id: 'x1', state: 'open', failures: 2, message: 'second' }])
      await bench.commit({ exceptions: [{ kind: 'resolve', fingerprint: 'f' }] })
      await bench.commit({ exceptions: [{ kind: 'resolve', fingerprint: 'unknown' }] })
      await open('x3', 'third')
      assert.deepEqual(await stand(), [
        { id: 'x1', state: 'resolved', failures: 2, message: 'second' },
        { id: 'x3', state: 'open', failures: 1, message: 'third' },
      ])
    },
  },
]
