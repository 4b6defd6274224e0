import { DatabaseSync } from 'node:sqlite'
import { sqlite } from '@canonry/store-sqlite'
import { emptyCommit, type Fact } from '@canonry/sync'
import { describe, expect, it } from 'vitest'
import { factOf } from '../../sync/src/testing/conformance/bench.js'
import { temporaryFile } from './temporary-file.js'

const everything = { limit: 100, bytes: 1_000_000 }

function appendOf(hash: string) {
  return { now: 1_000, facts: [factOf({ hash })], counts: {} }
}

/** A file with one fact, of which somebody else holds the right to write. */
async function heldFile() {
  const file = temporaryFile()
  const store = sqlite(file)
  const tenant = store.open('acme')
  expect((await tenant.append(appendOf('first'))).isOk()).toBe(true)
  const other = new DatabaseSync(file)
  other.exec('BEGIN IMMEDIATE')
  return { store, tenant, release: () => other.exec('ROLLBACK') }
}

describe('a file that is opened by its path', () => {
  it('never holds the caller up, who may be the one it waits for', async () => {
    const { tenant, release } = await heldFile()
    const appended = tenant.append(appendOf('second'))
    await new Promise((turn) => setImmediate(turn))
    release()
    expect((await appended).isOk()).toBe(true)
  })

  it('answers what people ask while it waits to write', async () => {
    const { tenant, release } = await heldFile()
    const appended = tenant.append(appendOf('second'))
    const counted = await tenant.query<'counters'>({ kind: 'counters' })
    expect(counted.isOk() && counted.value).toEqual({ 'facts.received': 1 })
    release()
    expect((await appended).isOk()).toBe(true)
    const later = await tenant.query<'counters'>({ kind: 'counters' })
    expect(later.isOk() && later.value).toEqual({ 'facts.received': 2 })
  })

  it('ends what it was asked before it is closed, and does nothing afterwards', async () => {
    const { store, tenant, release } = await heldFile()
    const appended = tenant.append(appendOf('second'))
    const closed = store.close()
    release()
    expect((await appended).isOk()).toBe(true)
    expect((await closed).isOk()).toBe(true)
    for (const answer of [
      await tenant.append(appendOf('third')),
      await tenant.query<'counters'>({ kind: 'counters' }),
    ]) {
      expect(answer.isErr() && answer.error.kind).toBe('closed')
    }
    expect((await store.close()).isOk()).toBe(true)
  })

  it('takes bodies that are a view of more, and gives each its own back', async () => {
    const tenant = sqlite(temporaryFile()).open('acme')
    const bytes = new TextEncoder().encode('one two')
    const body = (from: number, to: number) => bytes.subarray(from, to)
    const withheld = factOf({ hash: 'c', withheld: 'oversize' })
    const { body: _, ...bodiless } = withheld
    const facts = [
      factOf({ hash: 'a', body: body(0, 3) }),
      bodiless,
      factOf({ hash: 'b', body: body(4, 7) }),
      factOf({ hash: 'd', body: body(0, 0) }),
    ]
    expect((await tenant.append({ now: 1, facts, counts: {} })).isOk()).toBe(true)
    const read = (await tenant.read(everything)).unwrapOr([] as readonly Fact[])
    const texts = read.map(({ body }) => body && new TextDecoder().decode(body))
    expect(texts).toEqual(['one', undefined, 'two', ''])
  })

  it('does what it is asked at once, whatever becomes of the others', async () => {
    const tenant = sqlite(temporaryFile()).open('acme')
    const cursors = [{ shard: 0, from: 7, to: 8 }]
    const bug = [{ ...factOf({ hash: 'bug' }), topic: { not: 'text' } as never }]
    const [first, conflict, broken, last] = await Promise.allSettled([
      tenant.append(appendOf('first')),
      tenant.commit({ ...emptyCommit(1_000), cursors }),
      tenant.append({ now: 1, facts: bug, counts: {} }),
      tenant.append(appendOf('last')),
    ])
    expect([first, conflict, broken, last].map(({ status }) => status)).toEqual([
      'fulfilled',
      'fulfilled',
      'rejected',
      'fulfilled',
    ])
    expect(conflict).toMatchObject({ value: { error: { kind: 'conflict' } } })
    const read = (await tenant.read(everything)).unwrapOr([] as readonly Fact[])
    expect(read.map(({ hash, seq }) => `${hash} ${seq}`)).toEqual(['first 1', 'last 2'])
  })

  it('breaks with what a bug has thrown', async () => {
    const tenant = sqlite(temporaryFile()).open('acme')
    const facts = [{ ...factOf({}), topic: { not: 'text' } as never }]
    await expect(tenant.append({ now: 1, facts, counts: {} })).rejects.toThrow(/bound/)
    expect((await tenant.append(appendOf('next'))).isOk()).toBe(true)
  })
})
