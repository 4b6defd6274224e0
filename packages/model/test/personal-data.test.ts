import {
  entities,
  listPersonalData,
  listRetention,
  personalData,
  redact,
  retainedFor,
} from '@canonry/model'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'

const secret = () => personalData(z.string(), 'direct')

interface Tree {
  readonly name: string
  readonly kids?: readonly Tree[] | undefined
}
const Tree: z.ZodType<Tree> = z.object({
  name: secret(),
  get kids() {
    return z.array(Tree).optional()
  },
})

const Odd = z.object({
  plain: z.string(),
  wrapped: secret().nullable().default('').readonly(),
  list: z.array(z.object({ 'a/b': secret(), open: z.number() })),
  map: z.record(personalData(z.string(), 'pseudonymous'), secret()),
  pair: z.tuple([z.string(), secret()]).rest(secret()),
  either: z.union([z.object({ mail: secret() }), z.object({ mail: z.string(), id: z.string() })]),
  kind: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('card'), holder: personalData(z.string(), 'sensitive') }),
    z.object({ kind: z.literal('cash') }),
  ]),
  both: z.intersection(z.object({ one: secret() }), z.object({ two: z.string() })),
  tree: Tree,
  whole: personalData(z.object({ street: z.string(), number: z.number() }), 'direct'),
  raw: z.unknown(),
})

describe('personal data', () => {
  it('is listed through every kind of schema', () => {
    expect(listPersonalData(Odd)).toEqual({
      '/wrapped': 'direct',
      '/list/*/a~1b': 'direct',
      '/map/*#': 'pseudonymous',
      '/map/*': 'direct',
      '/pair/1': 'direct',
      '/pair/*': 'direct',
      '/either/mail': 'direct',
      '/kind/holder': 'sensitive',
      '/both/one': 'direct',
      '/tree/name': 'direct',
      '/whole': 'direct',
    })
  })

  it('marks the field and not the schema that many fields share', () => {
    const Shared = z.object({ id: z.string() })
    const Entity = z.object({ a: personalData(Shared, 'pseudonymous'), b: Shared })
    expect(listPersonalData(Entity)).toEqual({ '/a': 'pseudonymous' })
  })

  it('is kept as long as the field says, else the scope around it, else the order', () => {
    const address = personalData(z.string(), { personal: 'direct', retention: 'days:30' })
    const Person = retainedFor(z.object({ name: secret(), address }), 'customer')
    const Entity = z.object({ mail: secret(), person: Person })
    expect(listRetention(Entity)).toEqual({
      '/mail': 'order',
      '/person/name': 'customer',
      '/person/address': 'days:30',
    })
  })

  it('has a class and a retention at the same paths in every entity', () => {
    for (const { schema } of Object.values(entities)) {
      expect(Object.keys(listRetention(schema))).toEqual(Object.keys(listPersonalData(schema)))
    }
  })
})

describe('redact', () => {
  const odd = {
    plain: 'kept',
    wrapped: 'secret-1',
    list: [{ 'a/b': 'secret-2', open: 7 }],
    map: { 'secret-3': 'secret-4' },
    pair: ['kept', 'secret-5', 'secret-6'],
    either: { mail: 'secret-7', id: 'kept' },
    kind: { kind: 'card', holder: 'secret-8' },
    both: { one: 'secret-9', two: 'kept' },
    tree: { name: 'secret-10', kids: [{ name: 'secret-11', kids: [{ name: 'secret-12' }] }] },
    whole: { street: 'secret-13', number: 42 },
    raw: { anything: ['secret-14', 3, true, null] },
    strange: 'secret-15',
  }

  it('masks what is marked and what no schema knows, and keeps the rest', () => {
    expect(redact(Odd, odd)).toEqual({
      plain: 'kept',
      wrapped: '[personal]',
      list: [{ 'a/b': '[personal]', open: 7 }],
      map: { '[personal] 1': '[personal]' },
      pair: ['kept', '[personal]', '[personal]'],
      either: { mail: '[personal]', id: 'kept' },
      kind: { kind: 'card', holder: '[personal]' },
      both: { one: '[personal]', two: 'kept' },
      tree: {
        name: '[personal]',
        kids: [{ name: '[personal]', kids: [{ name: '[personal]' }] }],
      },
      whole: { street: '[personal]', number: 0 },
      raw: { anything: ['[personal]', 0, false, null] },
      strange: '[personal]',
    })
  })

  it('lets nothing through that has another shape than the schema', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        const shown = redact(z.object({ a: secret(), b: z.object({ c: secret() }) }), value)
        const text = JSON.stringify(shown)
        for (const leaf of leavesOf(value)) {
          if (typeof leaf === 'string' && leaf.length > 10) {
            expect(text).not.toContain(JSON.stringify(leaf))
          }
        }
      }),
      { numRuns: 1000 },
    )
  })

  it.each(Object.entries(entities))('lets no marked value of a %s survive', (_, { schema }) => {
    for (const path of Object.keys(listPersonalData(schema))) {
      const tokens = path.replace('*#', '*').split('/').slice(1)
      const value = nest(tokens, 'canary-4711')
      expect(JSON.stringify(redact(schema, value)), path).not.toContain('canary-4711')
    }
  })
})

function nest(tokens: readonly string[], leaf: string): unknown {
  const [token, ...rest] = tokens
  if (token === undefined) return leaf
  const child = nest(rest, leaf)
  return token === '*' ? [child] : { [token]: child }
}

function leavesOf(value: unknown): readonly unknown[] {
  return typeof value === 'object' && value !== null
    ? Object.values(value).flatMap(leavesOf)
    : [value]
}
