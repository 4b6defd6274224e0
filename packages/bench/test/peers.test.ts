import { emptyCommit, memoryStore } from '@canonry/sync'
import { Redis } from 'ioredis'
import { describe, expect, it } from 'vitest'
import { POSTGRES, query, REDIS } from '../src/peers/database.js'
import { createLedger, isClean, judgeBooks } from '../src/peers/ledger.js'
import { placeOf } from '../src/peers/place-of-run.js'
import { runOnce } from '../src/peers/run-once.js'
import { watchCommits } from '../src/peers/systems/canonry-commits.js'
import { SYSTEMS } from '../src/peers/systems.js'
import { baseOf, WORKLOADS } from '../src/peers/workloads.js'

const NEWEST = new Map([['K0', 3]])

describe('the oracle of the peers suite', () => {
  it.each([
    ['a loss', [1, 3], { lost: 1 }],
    ['a double', [1, 2, 2, 3], { doubled: 1 }],
    ['an inversion', [1, 3, 2], { inverted: 1 }],
    ['nothing where all is well', [1, 2, 3], {}],
  ])('finds %s', (_, versions, fault) => {
    const ledger = createLedger()
    for (const version of versions) {
      ledger.begin('K0', version)
      ledger.end('K0')
    }
    const clean = { lost: 0, doubled: 0, inverted: 0, overlapped: 0 }
    const verdict = ledger.judge({ newest: NEWEST, rule: 'each' })
    expect(verdict).toEqual({ ...clean, ...fault })
    expect(isClean(verdict)).toBe(Object.keys(fault).length === 0)
  })

  it('finds two jobs of a key that are under way at once', () => {
    const ledger = createLedger()
    for (const version of [1, 2, 3]) ledger.begin('K0', version)
    expect(ledger.judge({ newest: NEWEST, rule: 'each' }).overlapped).toBe(2)
  })
})

describe('what Canonry commits', () => {
  it.each([
    ['is clean where each fact is decided on once', 1, { doubled: 0 }],
    ['shows a fact that is decided on in two commits', 2, { doubled: 1 }],
  ])('%s', async (_, times, fault) => {
    const [commits, ledger] = [createLedger(), createLedger()]
    const store = watchCommits(memoryStore(), commits).open('acme')
    const row = {
      entity: 'stockPosition',
      id: 'entity-1',
      revision: 1,
      version: 1,
      body: {},
      origin: 'depot',
      source: { system: 'depot', account: 'depot', kind: 'Level', id: 'K0' },
    } as const
    for (let time = 0; time < times; time += 1) {
      const heard = {
        kind: 'fact-received',
        topic: 'level',
        version: '000000001',
        at: '2026-11-27T08:00:00Z',
        entity: 'stockPosition',
        id: 'entity-1',
        connection: 'depot',
      } as const
      const entities = [{ expected: time, row: { ...row, version: time + 1 } }]
      const commit = { ...emptyCommit(0), entities, timeline: [heard] }
      expect((await store.commit(commit)).isOk()).toBe(true)
      // a rule is pure, and so may be run again without harm
      ledger.begin('K0', 1)
      ledger.end('K0')
    }
    const books = { rule: 'each', isPure: true, commits, ledger } as const
    const clean = { lost: 0, doubled: 0, inverted: 0, overlapped: 0 }
    expect(judgeBooks(books, { newest: new Map([['K0', 1]]) })).toEqual({ ...clean, ...fault })
  })

  it('does not count what a store refused', async () => {
    const commits = createLedger()
    const store = watchCommits(memoryStore(), commits).open('acme')
    const stale = { ...emptyCommit(0), cursors: [{ shard: 0, from: 7, to: 8 }] }
    expect((await store.commit(stale)).isErr()).toBe(true)
    expect(commits.done()).toBe(0)
  })
})

const missing = { postgres: await postgresIsMissing(), redis: await redisIsMissing() }
const KEPT = ['w1', 'w3', 'w4a']

describe.each(SYSTEMS)('$name', (peer) => {
  const why = missing.postgres ?? (peer.on === 'redis' ? missing.redis : undefined)
  const able = WORKLOADS.filter((each) => KEPT.includes(each.id) && !peer.cannot[baseOf(each)])

  it.skipIf(why !== undefined).each(able)(
    `does $id as its oracle says${why ? ` (${why})` : ''}`,
    { timeout: 120_000 },
    async (workload) => {
      await using at = await placeOf({ peer, workload }, { postgres: POSTGRES, redis: REDIS })
      const result = await runOnce({ peer, workload }, { place: at.place, seconds: 0.0125 })
      expect(result).toMatchObject({
        kind: 'outcome',
        outcome: { verdict: { lost: 0, doubled: 0, inverted: 0, overlapped: 0 } },
      })
    },
  )
})

async function postgresIsMissing(): Promise<string | undefined> {
  try {
    await query(POSTGRES, 'SELECT 1')
    return undefined
  } catch (problem) {
    return absent(`no PostgreSQL at ${POSTGRES}`, problem)
  }
}

async function redisIsMissing(): Promise<string | undefined> {
  const client = new Redis(REDIS, { lazyConnect: true, retryStrategy: () => null })
  client.on('error', () => undefined)
  try {
    await client.connect()
    await client.quit()
    return undefined
  } catch (problem) {
    return absent(`no Redis at ${REDIS}`, problem)
  }
}

function absent(why: string, cause: unknown): string {
  if (process.env['CI']) throw new Error(why, { cause })
  return why
}
