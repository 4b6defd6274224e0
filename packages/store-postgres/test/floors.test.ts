import { emptyCommit } from '@canonry/sync'
import { afterAll, describe, expect, it } from 'vitest'
import {
  claimBench,
  effectOf,
  emptyStep,
  got,
  inserts,
  refOf,
  START,
} from '../../sync/src/testing/conformance/bench.js'
import { createDueFloors } from '../src/due-floors.js'
import { createFloors } from '../src/floors.js'
import { serverIsMissing, testDatabase } from './postgres-server.js'

const missing = await serverIsMissing()

describe('what a worker knows of where its work begins', () => {
  it('is nothing before the first beat, is forgotten at each, and afterwards', () => {
    const floors = createFloors()
    const raised = () => {
      floors.lanes.raise('lane', 7)
      return floors.lanes.at('lane')
    }
    expect(raised()).toBe(0)
    floors.renew()
    expect(raised()).toBe(7)
    floors.renew()
    expect(floors.lanes.at('lane')).toBe(0)
    expect(raised()).toBe(7)
    floors.stop()
    expect([floors.lanes.at('lane'), raised()]).toEqual([0, 0])
  })

  it('is forgotten of what is due after a second, by a clock that may be set back', () => {
    const due = createDueFloors()
    due.look(START).raise('erp|normal', 500)
    due.look(START + 999)
    expect(due.at('erp|normal')).toBe(500)
    due.look(START + 1_000)
    expect(due.at('erp|normal')).toBe(0)
    due.look(START + 1_000).raise('erp|normal', 500)
    due.look(START - 60_000)
    expect(due.at('erp|normal')).toBe(0)
  })

  it('is no later than what came while it was looked', () => {
    const due = createDueFloors()
    due.look(START)
    due.lower('erp|normal', 100)
    const look = due.look(START)
    due.lower('erp|normal', 300)
    look.raise('erp|normal', 500)
    expect(due.at('erp|normal')).toBe(100)
    due.look(START).raise('erp|normal', 500)
    expect(due.at('erp|normal')).toBe(500)
    due.lower('erp|normal', 400)
    expect(due.at('erp|normal')).toBe(400)
  })
})

describe.skipIf(missing)(`floors on PostgreSQL${missing ? ` (${missing})` : ''}`, () => {
  const database = testDatabase()
  afterAll(() => database.drop())
  const claimed = (worker: string) =>
    claimBench(database.create().open('acme'), { worker, now: START })

  it('hide nothing that another process makes due for longer than a second', async () => {
    const bench = await claimed('here')
    const late = [1, 2, 3].map((n) => effectOf(`late-${n}`, { dueAt: START + 60_000 + n }))
    await bench.commit({ effects: inserts(...late) })
    expect((await bench.lease({ limit: 1 })).map(({ key }) => key)).toEqual(['late-1'])
    const other = database.reopen()
    const urgent = inserts(effectOf('urgent', { dueAt: START }))
    await got(other.open('acme').commit({ ...emptyCommit(START), effects: urgent }))
    const [first] = await bench.lease({ limit: 1, now: START + 1_000 })
    expect(first?.key).toBe('urgent')
  })

  it('know nothing of what was rolled back', async () => {
    const bench = await claimed('here')
    const lane = { id: 'one' }
    const ref = refOf('taken')
    const link = { entity: 'order', id: 'two', ref, evidence: 'test' } as const
    const [a, b] = [effectOf('a', lane), effectOf('b', lane)]
    await bench.commit({ effects: inserts(a, b), links: [link] })
    const known = await got(
      bench.store.query<'effects'>({ kind: 'effects', keys: ['a', 'b'], limit: 2 }),
    )
    const ended = known.map(({ body, ...row }) => {
      return { kind: 'update', fence: row.fence, row: { ...row, state: 'superseded' } } as const
    })
    const refused = await bench.store.commit({
      ...emptyStep(bench.epoch),
      effects: ended,
      links: [{ ...link, id: 'one' }],
    })
    expect(refused.isErr()).toBe(true)
    for (const key of ['a', 'b']) {
      const leased = await bench.lease()
      const effect = leased.find((each) => each.key === key)
      expect(effect).toBeDefined()
      if (effect) expect(await bench.complete(effect, { state: 'confirmed' })).toBe('done')
    }
  })
})
