import { DatabaseSync } from 'node:sqlite'
import { sqlite } from '@canonry/store-sqlite'
import { type Fact, fitting } from '@canonry/sync'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { factOf } from '../../sync/src/testing/conformance/bench.js'

const bodies = fc.option(fc.uint8Array({ maxLength: 40 }), { nil: undefined })
const texts = fc.string({ unit: 'binary', minLength: 1 })
const facts = fc.array(
  fc.record({
    body: bodies,
    routingKey: texts,
    shard: fc.integer({ min: 0, max: 3 }),
    headers: fc.dictionary(texts, texts, { noNullPrototype: true }),
  }),
  { minLength: 1, maxLength: 20 },
)

type Given = Partial<Omit<Fact, 'body'>> & { readonly body?: Uint8Array | undefined }

async function journaled(given: readonly Given[]) {
  const tenant = sqlite(new DatabaseSync(':memory:')).open('acme')
  const all = given.map(({ body, ...fact }, n) => {
    const { body: _, ...bodiless } = factOf({ hash: `${n}`, size: body?.length ?? 0, ...fact })
    return { ...bodiless, ...(body && { body }) }
  })
  expect((await tenant.append({ now: 1, facts: all, counts: {} })).isOk()).toBe(true)
  return { tenant, all }
}

function inShards<T extends { readonly shard: number }>(all: readonly T[]): T[] {
  return [...all].sort((a, b) => a.shard - b.shard)
}

describe('facts in a SQLite file', () => {
  it('come back with the bytes and texts that they were given, whatever these are', async () => {
    await fc.assert(
      fc.asyncProperty(facts, async (given) => {
        const { tenant, all } = await journaled(given)
        const read = (await tenant.read({ limit: 100, bytes: 1e6 }))._unsafeUnwrap()
        const shown = read.map(({ seq: _, conflicting: __, body, ...fact }) => {
          return { ...fact, ...(body && { body: Uint8Array.from(body) }) }
        })
        expect(shown).toEqual(
          inShards(all).map((fact) => ({ ...fact, headers: { ...fact.headers } })),
        )
      }),
    )
  })

  it('come as many as there is room for, from the first shard on, and one at least', async () => {
    const sizes = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 12 })
    await fc.assert(
      fc.asyncProperty(
        sizes,
        fc.integer({ min: 0, max: 40 }),
        fc.integer({ min: 1, max: 15 }),
        async (lengths, bytes, limit) => {
          const given = lengths.map((length, n) => ({ body: new Uint8Array(length), shard: n % 3 }))
          const { tenant, all } = await journaled(given)
          const read = (await tenant.read({ limit, bytes }))._unsafeUnwrap()
          const waiting = inShards(all).slice(0, limit)
          const count = fitting(
            waiting.map(({ size }) => size),
            bytes,
          )
          const hashes = waiting.slice(0, count).map(({ hash }) => hash)
          expect(read.map(({ hash }) => hash)).toEqual(hashes)
        },
      ),
    )
  })
})
