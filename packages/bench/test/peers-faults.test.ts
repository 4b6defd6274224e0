import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { type Line, openBook } from '../src/peers/fleet/book.js'
import { judgeBook, recoveriesOf } from '../src/peers/fleet/judge-book.js'
import type { Peer } from '../src/peers/peer.js'
import { placeOf } from '../src/peers/place-of-run.js'
import { runOnce } from '../src/peers/run-once.js'
import { cannotStart } from '../src/peers/servers/own-servers.js'
import { SYSTEMS } from '../src/peers/systems.js'
import type { Workload } from '../src/peers/workload.js'
import { baseOf, WORKLOADS } from '../src/peers/workloads.js'

const CLEAN = { lost: 0, doubled: 0, inverted: 0, overlapped: 0 }

describe('the book of several processes', () => {
  const folder = mkdtempSync(join(tmpdir(), 'canonry-book-'))
  afterAll(() => rmSync(folder, { recursive: true }))

  it('has the lines of all who write it, in the order of writing', () => {
    const [one, other] = [openBook(join(folder, 'book')), openBook(join(folder, 'book'))]
    one.write({ kind: 'began', life: 'one', key: 'K0', version: 1 })
    other.write({ kind: 'looked', life: 'other', key: 'K0', version: 1 })
    expect(one.read()).toMatchObject([{ life: 'one' }, { life: 'other' }])
    expect(other.read()).toEqual(one.read())
  })

  it.each([
    ['nothing where each version came once', 'b1 a1 e1 b2 a2 e2', {}],
    ['a loss', 'b1 a1 e1', { lost: 1 }],
    ['what was applied twice', 'b1 a1 died b1 a1 e1 b2 a2 e2', { doubled: 1 }],
    ['nothing where what was begun was not applied', 'b1 died b1 a1 e1 b2 a2 e2', {}],
    [
      'an old version after a new one',
      'b1 froze b1 a1 e1 b2 a2 e2 a1',
      { doubled: 1, inverted: 1 },
    ],
    ['two calls of a key at once', 'b1 b2 a1 e1 a2 e2', { overlapped: 1 }],
  ])('shows %s', (_, text, fault) => {
    const newest = new Map([['K0', 2]])
    expect(judgeBook(linesOf(text), { newest })).toEqual({ ...CLEAN, ...fault })
  })

  it('says how long the calls of a killed process stood still', () => {
    expect(recoveriesOf(linesOf('b1 a1 e1 died'))).toEqual([])
    expect(recoveriesOf(linesOf('b1 died b2 b1'))).toEqual([2])
  })
})

/** `b1 a1 e1`: version 1 began, was applied and ended; a second between any two. */
function linesOf(text: string): readonly Line[] {
  const kinds = { b: 'began', a: 'applied', e: 'ended' } as const
  return text.split(' ').map((word, index): Line => {
    const at = index * 1_000
    if (word === 'died' || word === 'froze') return { kind: word, life: 'one', at }
    const kind = kinds[word[0] as keyof typeof kinds]
    return { kind, life: 'one', key: 'K0', version: Number(word[1]), at }
  })
}

// the shortest run that shows what it is about; leases are as long as they are
const SECONDS = { w7: 0.05, w8: 0.1, w9: 0.5, w10: 0.5, w11a: 1, w11b: 1 }
const FAULTS = WORKLOADS.filter(({ id }) => id in SECONDS)
/** What is waited for in vain, or differs from another one only in what the oracle finds. */
const LEFT_OUT = ['w10 graphile-worker', 'w11b pg-boss', 'w11b DBOS', 'w11b BullMQ (Redis)']
/** Whom a pull request meets; `BENCH_PEERS=all`, as the nightly run has it, is everybody. */
const MET = ['Canonry', 'pg-boss']
const isMet = (name: string) => process.env['BENCH_PEERS'] === 'all' || MET.includes(name)
const missing = { postgres: await absence('postgres'), redis: await absence('redis') }

describe.each(FAULTS)('$id, $title', (workload) => {
  const able = SYSTEMS.filter(
    ({ name, cannot, absent = [] }) =>
      isMet(name) &&
      ![...Object.keys(cannot), ...absent].includes(baseOf(workload)) &&
      !LEFT_OUT.includes(`${workload.id} ${name}`),
  )

  // they wait for leases more than they work
  for (const peer of able) {
    const why = missing[peer.on]
    const name = `is done by ${peer.name}${why ? ` (${why})` : ''}`
    const test = why === undefined ? it.concurrent : it.skip
    test(name, { timeout: 240_000 }, async () => {
      const result = await run({ peer, workload })
      if (result.kind === 'broken') throw new Error(result.why)
      const { verdict } = result.outcome
      expect(verdict.lost).toBe(0)
      // a call that leaves when its worker wakes up can be taken back by nobody
      if (peer.name === 'Canonry' && workload.id !== 'w11b') expect(verdict).toEqual(CLEAN)
    })
  }
})

async function absence(on: Peer['on']): Promise<string | undefined> {
  const why = await cannotStart({ on })
  if (why !== undefined && process.env['CI']) throw new Error(why)
  return why
}

async function run(run: { peer: Peer; workload: Workload }) {
  await using at = await placeOf(run, { postgres: '' })
  const seconds = SECONDS[run.workload.id as keyof typeof SECONDS]
  return await runOnce(run, { place: at.place, seconds, scale: 0.0005 })
}
