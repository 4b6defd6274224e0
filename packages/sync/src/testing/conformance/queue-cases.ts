import assert from 'node:assert/strict'
import type { SlaEvent } from '../../effects/sla.js'
import type { ConnectionRow } from '../../store/connection-row.js'
import { SLA_AT_ONCE } from '../../store/store-limits.js'
import { type Bench, createBench, effectOf, factOf, got, inserts, pullOf, START } from './bench.js'
import type { StoreConformanceCase } from './conformance-case.js'

async function beat({ store, epoch }: Bench, now: number): Promise<readonly SlaEvent[]> {
  return (await got(store.maintain({ kind: 'beat', now, epoch }))).sla ?? []
}

const told = (events: readonly SlaEvent[]) => events.map(({ kind, effect }) => `${kind} ${effect}`)

const planning: ConnectionRow = {
  connection: 'shop',
  version: 1,
  stage: 'plan',
  scannedAt: START,
  pull: pullOf({ purpose: 'snapshot' }),
}

const early = { plannedAt: START - 9_000, dueAt: START + 1_000 }

async function fill({ store, commit }: Bench): Promise<void> {
  const { source } = effectOf('a')
  await commit({
    effects: inserts(
      effectOf('a', early),
      effectOf('behind', { id: 'a' }),
      effectOf('b'),
      effectOf('c'),
      effectOf('d', { class: 'bulk' }),
      effectOf('e', { connection: 'crm', state: 'cancelled' }),
    ),
    reads: [{ id: 'r', connection: 'erp', ref: source, why: '', attempts: 0, runAt: 7 }],
  })
  await got(store.append({ now: START, facts: [factOf({ receivedAt: START - 5 })], counts: {} }))
}

/** What the counts of queues, and the events of SLAs, promise in every store. */
export const queueCases: readonly StoreConformanceCase[] = [
  {
    name: 'counts what waits by connection and class, and nothing that has ended',
    run: async (create) => {
      const bench = await createBench(create)
      const { store, lease, complete } = bench
      await fill(bench)
      const leased = await lease({ limit: 5 })
      const step = async (key: string, change: object) => {
        const effect = leased.find((each) => each.key === key)
        assert.ok(effect)
        await complete(effect, change)
      }
      await step('a', { state: 'exception' })
      await step('b', { state: 'confirmed' })
      await step('c', { state: 'retry-at', runAt: START + 500 })
      const counted = { depth: 3, held: 0, parked: 1, ...early }
      const bulk = {
        depth: 1,
        ready: 0,
        held: 1,
        parked: 0,
        plannedAt: START,
        dueAt: START + 60_000,
      }
      assert.deepEqual(await got(store.query<'queues'>({ kind: 'queues', now: START })), {
        effects: [
          { connection: 'erp', class: 'bulk', ...bulk },
          { connection: 'erp', class: 'normal', ready: 0, runAt: START + 500, ...counted },
        ],
        journal: { facts: 1, receivedAt: START - 5 },
        reads: [{ connection: 'erp', depth: 1, runAt: 7 }],
      })
      const later = await got(store.query<'queues'>({ kind: 'queues', now: START + 500 }))
      assert.deepEqual(later.effects[1], {
        connection: 'erp',
        class: 'normal',
        ready: 1,
        ...counted,
      })
    },
  },
  {
    name: 'warns of an open effect once, tells once that it is late, and disturbs no holder',
    run: async (create) => {
      const bench = await createBench(create)
      const sla = { warnAt: START + 80, dueAt: START + 100 }
      await bench.commit({ effects: inserts(effectOf('a', sla), effectOf('b', sla)) })
      const [a, b] = await bench.lease()
      assert.ok(a && b)
      assert.deepEqual(await beat(bench, START + 79), [])
      assert.deepEqual(told(await beat(bench, START + 80)), ['sla-warned a', 'sla-warned b'])
      assert.deepEqual(await beat(bench, START + 99), [])
      assert.equal(await bench.complete(b, { state: 'confirmed' }), 'done')
      assert.deepEqual(told(await beat(bench, START + 100)), ['sla-breached a'])
      assert.deepEqual(await beat(bench, START + 999_999), [])
      assert.equal(await bench.complete(a, { state: 'retry-at' }), 'done')
      assert.deepEqual(await beat(bench, START + 999_999), [])
      const counters = await got(bench.store.query<'counters'>({ kind: 'counters' }))
      assert.deepEqual([counters['sla.warned'], counters['sla.breached']], [2, 1])
    },
  },
  {
    name: 'tells nothing of what nobody approved, and counts its time from then on',
    run: async (create) => {
      const bench = await createBench(create)
      const sla = { warnAt: START + 80, dueAt: START + 100 }
      const proposed = effectOf('a', { ...sla, state: 'proposed', proposedBy: 'shop' })
      await bench.commit({ connections: [planning] })
      await bench.commit({ effects: inserts(proposed) })
      assert.deepEqual(await beat(bench, START + 500), [])
      const lane = 'erp|order|a'
      const [effect] = await got(bench.store.query<'lane'>({ kind: 'lane', lane }))
      assert.ok(effect)
      const { proposedBy: _, body: __, ...row } = effect
      const times = { plannedAt: START + 500, warnAt: START + 580, dueAt: START + 600 }
      const approved = { ...row, ...times, state: 'planned' } as const
      await bench.commit({ effects: [{ kind: 'update', fence: effect.fence, row: approved }] })
      assert.deepEqual(told(await beat(bench, START + 579)), [])
      assert.deepEqual(told(await beat(bench, START + 580)), ['sla-warned a'])
      const { effects } = await got(bench.store.query<'queues'>({ kind: 'queues', now: START }))
      assert.deepEqual([effects[0]?.plannedAt, effects[0]?.dueAt], [START + 500, START + 600])
    },
  },
  {
    name: 'tells of a new content that is wanted sooner, and of late effects a bounded number at once',
    run: async (create) => {
      const bench = await createBench(create)
      const many = Array.from({ length: SLA_AT_ONCE + 1 }, (_, index) =>
        effectOf(`e${index}`, { dueAt: START + 60_000 }),
      )
      const { warnAt: _, ...first } = effectOf('first', { dueAt: START + 90_000 })
      await bench.commit({ effects: inserts(...many, first) })
      const lane = 'erp|order|first'
      const [effect] = await got(bench.store.query<'lane'>({ kind: 'lane', lane }))
      assert.ok(effect)
      const row = { ...effect, dueAt: START + 50, warnAt: START + 40 }
      const update = { kind: 'update', fence: effect.fence, row, body: {} } as const
      await bench.commit({ effects: [update] })
      assert.deepEqual(told(await beat(bench, START + 50)), [
        'sla-warned first',
        'sla-breached first',
      ])
      const count = async () => (await beat(bench, START + 60_000)).length
      assert.deepEqual([await count(), await count(), await count()], [2 * SLA_AT_ONCE, 2, 0])
    },
  },
]
