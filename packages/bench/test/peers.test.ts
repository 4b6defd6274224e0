import { Redis } from 'ioredis'
import { describe, expect, it } from 'vitest'
import { freshDatabase, POSTGRES, query, REDIS } from '../src/peers/database.js'
import { createLedger, isClean } from '../src/peers/ledger.js'
import { runOnce } from '../src/peers/run-once.js'
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

const missing = { postgres: await postgresIsMissing(), redis: await redisIsMissing() }
const KEPT = ['w1', 'w3', 'w4a']

describe.each(SYSTEMS)('$name', (peer) => {
  const why = missing.postgres ?? (peer.on === 'redis' ? missing.redis : undefined)
  const able = WORKLOADS.filter((each) => KEPT.includes(each.id) && !peer.cannot[baseOf(each)])

  it.skipIf(why !== undefined).each(able)(
    `does $id as its oracle says${why ? ` (${why})` : ''}`,
    { timeout: 120_000 },
    async (workload) => {
      await using database = await freshDatabase(POSTGRES)
      const place = { postgres: database.url, redis: REDIS }
      const result = await runOnce({ peer, workload }, { place, seconds: 0.0125 })
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
