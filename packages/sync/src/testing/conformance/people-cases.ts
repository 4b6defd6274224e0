import assert from 'node:assert/strict'
import type { ExceptionDraft } from '../../exception.js'
import type { JournalQuestion } from '../../journal/journal-page.js'
import { emptyCommit } from '../../store/empty-commit.js'
import { type Bench, createBench, effectOf, factOf, got, inserts, loadOf, START } from './bench.js'
import type { StoreConformanceCase } from './conformance-case.js'

const by = { actor: 'anna', why: 'a reason' }
const draftOf = (fingerprint: string, change: Partial<ExceptionDraft> = {}): ExceptionDraft => ({
  fingerprint,
  reason: 'business-rejected',
  owner: 'finance',
  connection: 'erp',
  message: 'no',
  suggestedFix: 'decide',
  ...change,
})
const opened = (id: string, draft: ExceptionDraft) => ({ kind: 'open', id, draft }) as const
const idsOf = (rows: readonly { id: string }[]) => rows.map(({ id }) => id)

async function exceptionsOf({ store }: Bench, question = {}): Promise<readonly string[]> {
  return idsOf(await got(store.query<'exceptions'>({ kind: 'exceptions', ...question })))
}

/** What people's acts can rely on in every store. */
export const peopleCases: readonly StoreConformanceCase[] = [
  {
    name: 'takes an act of a person while a worker works, all of it or nothing',
    invariants: ['I7'],
    run: async (create) => {
      const { store, commit, state } = await createBench(create)
      await commit({ effects: inserts(effectOf('a')), exceptions: [opened('x', draftOf('f'))] })
      const [a] = await got(store.query<'lane'>({ kind: 'lane', lane: 'erp|order|a' }))
      assert.ok(a)
      assert.deepEqual(a.body, { number: 'a' })
      const resolution = { kind: 'dismissed', ...by } as const
      const act = { id: 'act-1', kind: 'dismiss', about: 'x', at: 'now', ...by } as const
      const request = {
        ...emptyCommit(START),
        effects: [{ kind: 'update', fence: a.fence, row: { ...a, state: 'cancelled' } }] as const,
        exceptions: [{ kind: 'resolve', fingerprint: 'f', resolution }] as const,
        acts: [act],
      }
      const stale = request.effects.map((write) => ({ ...write, fence: write.fence - 1 }))
      const refused = await store.commit({ ...request, effects: stale })
      assert.equal(refused.isErr() && refused.error.kind, 'conflict')
      assert.deepEqual(await got(store.query<'acts'>({ kind: 'acts', limit: 9 })), [])
      await got(store.commit(request))
      assert.equal(await state('a'), 'cancelled')
      assert.deepEqual(await got(store.query<'acts'>({ kind: 'acts', limit: 9 })), [act])
      const [resolved] = await got(store.query<'exceptions'>({ kind: 'exceptions' }))
      assert.deepEqual(resolved?.resolution, resolution)
      assert.deepEqual(await got(store.query<'lane'>({ kind: 'lane', lane: 'erp|order|a' })), [])
    },
  },
  {
    name: 'answers exceptions page by page, by any of what they have in common, resolved in the step that opened them or not',
    run: async (create) => {
      const bench = await createBench(create)
      await bench.commit({
        exceptions: [
          opened('x1', draftOf('f1')),
          opened('x2', draftOf('f2', { reason: 'contract-invalid', owner: 'integration' })),
          opened('x3', draftOf('f3', { entity: 'order' })),
          opened('x4', draftOf('f4', { connection: 'crm' })),
          { kind: 'resolve', fingerprint: 'f3' },
        ],
      })
      assert.deepEqual(await exceptionsOf(bench), ['x1', 'x2', 'x3', 'x4'])
      assert.deepEqual(await exceptionsOf(bench, { state: 'open' }), ['x1', 'x2', 'x4'])
      assert.deepEqual(await exceptionsOf(bench, { id: 'x2' }), ['x2'])
      assert.deepEqual(await exceptionsOf(bench, { fingerprint: 'f4' }), ['x4'])
      assert.deepEqual(await exceptionsOf(bench, { owner: 'integration' }), ['x2'])
      const cause = 'erp|business-rejected|no'
      assert.deepEqual(await exceptionsOf(bench, { cause, state: 'open' }), ['x1'])
      assert.deepEqual(await exceptionsOf(bench, { entity: 'order' }), ['x3'])
      const alike = { reason: 'business-rejected', connection: 'erp' }
      assert.deepEqual(await exceptionsOf(bench, alike), ['x1', 'x3'])
      assert.deepEqual(await exceptionsOf(bench, { limit: 2 }), ['x1', 'x2'])
      assert.deepEqual(await exceptionsOf(bench, { after: 'x2', limit: 9 }), ['x3', 'x4'])
      assert.deepEqual(await exceptionsOf(bench, { after: 'x9' }), [])
    },
  },
  {
    name: 'lets a connection rest while a person wants it to, and leaves all else alone',
    run: async (create) => {
      const { store, commit, lease } = await createBench(create)
      const crm = effectOf('b', { connection: 'crm' })
      await commit({
        effects: inserts(effectOf('a'), crm),
        reads: ['erp', 'crm'].map((connection) => ({
          id: connection,
          connection,
          ref: crm.source,
          why: 'gap',
          attempts: 0,
          runAt: START,
        })),
      })
      const rest = { kind: 'rest', pause: { ...by, since: START, until: START + 500 } } as const
      const gates = [{ connection: 'erp', event: rest }]
      await got(store.commit({ ...emptyCommit(START), gates }))
      const loads = [loadOf('erp'), loadOf('crm')]
      assert.deepEqual(
        (await lease({ loads })).map(({ key }) => key),
        ['b'],
      )
      const known = await got(store.query<'gates'>({ kind: 'gates' }))
      assert.deepEqual(known['erp']?.pausedBy, rest.pause)
      const question = { kind: 'reads', now: START, limit: 9, except: ['erp'] } as const
      assert.deepEqual(idsOf(await got(store.query<'reads'>(question))), ['crm'])
      const [later] = await lease({ loads, now: START + 500 })
      assert.deepEqual([later?.key, later?.attempts], ['a', 0])
    },
  },
  {
    name: 'answers what people did page by page, and processed facts by what they have in common',
    run: async (create) => {
      const { store, commit } = await createBench(create)
      const acts = ['1', '2', '3'].map(
        (id) => ({ id, kind: 'pause', about: 'erp', at: 'now', ...by }) as const,
      )
      await got(store.commit({ ...emptyCommit(START), acts }))
      const page = await got(store.query<'acts'>({ kind: 'acts', after: '1', limit: 1 }))
      assert.deepEqual(idsOf(page), ['2'])
      const facts = ['a', 'b', 'c'].map((hash, index) =>
        factOf({ hash, resource: 'r', routingKey: hash, receivedAt: START + index }),
      )
      await got(store.append({ now: START, facts, counts: {} }))
      await commit({ cursors: [{ shard: 3, from: 0, to: 2 }] })
      const ask = async (question: Partial<JournalQuestion>) => {
        const all = { shard: 3, after: 0, limit: 9, ...question }
        const { facts, next } = await got(store.query<'journal'>({ kind: 'journal', ...all }))
        return [facts.map(({ hash }) => hash).join(''), next]
      }
      assert.deepEqual(await ask({}), ['ab', undefined])
      assert.deepEqual(await ask({ limit: 1 }), ['a', 1])
      assert.deepEqual(await ask({ after: 1, limit: 1 }), ['b', undefined])
      assert.deepEqual(await ask({ shard: 4 }), ['', undefined])
      assert.deepEqual(await ask({ filter: { connection: 'crm' } }), ['', undefined])
      assert.deepEqual(await ask({ filter: { connection: 'crm' }, limit: 1 }), ['', 1])
      assert.deepEqual(await ask({ filter: { resource: 'r', routingKey: 'b' } }), ['b', undefined])
      assert.deepEqual(await ask({ filter: { from: START, to: START + 1 } }), ['a', undefined])
    },
  },
]
