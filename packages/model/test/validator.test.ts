import { type EntityName, entities, SettlementComponent, validatorOf } from '@canonry/model'
import * as testing from '@canonry/model/testing'
import fc from 'fast-check'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'

const names = Object.keys(entities) as EntityName[]
const arbitraries = testing as unknown as Readonly<Record<string, fc.Arbitrary<object>>>

// values that are right in one place and wrong in another, and what no JSON text yields
const odd = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom<unknown>(undefined, null, 0, -1, 1.5, Number.NaN, 1n, '', true, [], {}, [[]]),
  fc.constantFrom('0', '-0', '19.90', '1e3', 'EUR', 'XXX', 'eur', 'C62', '2026-02-30', '__proto__'),
  fc.constantFrom('2026-11-24T10:15:00Z', '2026-11-24T10:15:00', '24:00', 'unknown', 'online'),
  fc.constantFrom(
    new Date(0),
    new Map(),
    Symbol('s'),
    () => 1,
    Object.create({ raw: 'inherited' }),
  ),
  fc.constantFrom({ __proto__: null }, new Array(3), { length: 2 }, new String('EUR')),
)

/** The value with what stands at one of its places taken out or replaced. */
function changed(value: unknown, way: readonly number[], by: unknown): unknown {
  const [step, ...rest] = way
  if (step === undefined || typeof value !== 'object' || value === null) return by
  const keys = Object.keys(value)
  const key = keys[step % (keys.length + 1)]
  if (key === undefined) return Array.isArray(value) ? [...value, by] : { ...value, later: by }
  const part = changed(value[key as keyof typeof value], rest, by)
  if (Array.isArray(value)) return Object.assign([...value], { [key]: part })
  const { [key]: _, ...others } = value as Readonly<Record<string, unknown>>
  return part === undefined && rest.length % 2 === 0 ? others : { ...others, [key]: part }
}

const changes = fc.array(fc.tuple(fc.array(fc.nat(40), { maxLength: 5 }), odd), { maxLength: 3 })

describe('validatorOf', () => {
  it.each(names)('accepts of a %s exactly what zod accepts', (name) => {
    const { schema } = entities[name]
    const arbitrary = arbitraries[`arbitrary${name[0]?.toUpperCase()}${name.slice(1)}`]
    if (!arbitrary) throw new Error(`there is no arbitrary of a ${name}`)
    const validate = validatorOf(schema)
    fc.assert(
      fc.property(arbitrary, changes, (entity, by) => {
        const value = by.reduce<unknown>((all, [way, part]) => changed(all, way, part), entity)
        expect(validate(value)).toBe(schema.safeParse(value).success)
      }),
      { numRuns: 500 },
    )
  })

  it.each(names)(
    'accepts every valid %s, with fields of a later version and of its user',
    (name) => {
      const { schema } = entities[name]
      const validate = validatorOf(schema)
      const arbitrary = arbitraries[`arbitrary${name[0]?.toUpperCase()}${name.slice(1)}`]
      fc.assert(
        fc.property(
          arbitrary as fc.Arbitrary<object>,
          fc.dictionary(fc.string(), odd),
          (entity, more) => {
            const [whole, own] = [
              { later: more, ...entity },
              { ...entity, attributes: more },
            ]
            expect(validate(whole)).toBe(true)
            expect(validate(own)).toBe(schema.safeParse(own).success)
          },
        ),
        { numRuns: 200 },
      )
    },
  )

  interface Tree {
    readonly name: string
    readonly below?: Tree[] | undefined
  }
  const Tree: z.ZodType<Tree> = z.object({
    name: z.string().min(1),
    get below() {
      return z.array(Tree).max(2).optional()
    },
  })
  const schemas: Readonly<Record<string, z.ZodType>> = {
    text: z.string().regex(/^a/),
    tree: Tree,
    forest: z.array(Tree).min(1),
    component: z.object({ parts: z.array(SettlementComponent) }),
    json: z.json(),
    'json by name': z.record(z.string(), z.json()),
    'a field that may be absent behind a lazy schema': z.object({
      a: z.lazy(() => z.string().optional()),
      b: z.lazy(() => z.string().default('x')),
      c: z.lazy(() => z.string()),
    }),
    'lazy in every wrapper': z.object({
      a: z.lazy(() => z.number()).nullable(),
      b: z.tuple([z.lazy(() => z.string())]).optional(),
      c: z.union([z.lazy(() => z.string()), z.boolean()]).optional(),
      d: z.lazy(() => z.number()).default(1),
      e: z.exactOptional(z.lazy(() => z.number())),
    }),
    'a union that is told by a field, with recursion': z.discriminatedUnion('name', [
      z.object({ name: z.literal('a'), below: z.json() }),
      z.object({ name: z.literal('b'), below: z.lazy(() => z.number()) }),
    ]),
    'lazy in lazy': z.object({ a: z.lazy(() => z.array(z.lazy(() => z.number()))) }),
    'a rule over a whole with lazy fields': z
      .object({ a: z.lazy(() => z.number()), b: z.number() })
      .refine(({ a, b }) => a < b),
    'a strict object': z.strictObject({ name: z.string(), below: z.json() }),
    'an object with a catchall': z.object({ name: z.json() }).catchall(z.lazy(() => z.string())),
    'defaults and transforms': z.object({
      name: z.string().trim().default(' a'),
      below: z.string().transform(Number).pipe(z.number()).optional(),
    }),
  }
  const keys = fc.constantFrom(
    'name',
    'below',
    'a',
    'b',
    'c',
    'd',
    'e',
    'parts',
    'kind',
    '__proto__',
  )
  const { shaped } = fc.letrec((tie) => ({
    shaped: fc.oneof(
      { depthSize: 'small' },
      odd,
      fc.constantFrom('a', 'b', ' a', '1', 1, 2),
      fc.array(tie('shaped'), { maxLength: 3 }),
      fc.dictionary(keys, tie('shaped'), { maxKeys: 5 }),
    ),
  }))

  it.each(Object.keys(schemas))('agrees with zod about %s', (name) => {
    const schema = schemas[name] as z.ZodType
    const validate = validatorOf(schema)
    fc.assert(
      fc.property(shaped, (value) => {
        expect(validate(value)).toBe(schema.safeParse(value).success)
      }),
      { numRuns: 2000 },
    )
  })

  it('follows a tree to its leaves', () => {
    const validate = validatorOf(Tree)
    const tree = (leaf: unknown) => ({ name: 'a', below: [{ name: 'b', below: [leaf] }] })
    expect(validate(tree({ name: 'c' }))).toBe(true)
    expect(validate(tree({ name: '' }))).toBe(false)
    expect(validate(tree(undefined))).toBe(false)
  })

  it('sees fields that are named by a symbol', () => {
    const key = Symbol('key')
    const validate = validatorOf(z.object({ [key]: z.string(), more: z.json() }))
    expect(validate({ [key]: 'x', more: 1 })).toBe(true)
    expect(validate({ more: 1 })).toBe(false)
  })

  it('changes nothing in the value', () => {
    const schema = z.object({ name: z.string().default('x'), more: z.json().optional() })
    const value = Object.freeze({ later: 1 })
    expect(validatorOf(schema)(value)).toBe(true)
    expect(value).toEqual({ later: 1 })
  })

  it('throws as zod does where a schema waits for something', () => {
    const schema = z.object({ a: z.string().refine(async () => true), b: z.json().optional() })
    expect(() => schema.safeParse({ a: 'x' })).toThrow()
    expect(() => validatorOf(schema)({ a: 'x' })).toThrow()
  })

  describe('where no code may be made', () => {
    afterEach(() => {
      z.config({ jitless: false })
      vi.unstubAllGlobals()
    })
    const Pair = () => z.object({ a: z.string(), b: z.json().optional() })
    const refuse = vi.fn(function refuse() {
      throw new EvalError('code generation from strings is not allowed')
    })

    it('makes none when it is told so, and lets zod answer', () => {
      z.config({ jitless: true })
      vi.stubGlobal('Function', refuse)
      const validate = validatorOf(Pair())
      expect([validate({ a: 'x', b: [1] }), validate({ b: [1] })]).toEqual([true, false])
      expect(refuse).not.toHaveBeenCalled()
    })

    it('lets zod answer when the platform refuses', () => {
      vi.stubGlobal('Function', refuse)
      const validate = validatorOf(Pair())
      expect(refuse).toHaveBeenCalled()
      vi.unstubAllGlobals()
      expect([validate({ a: 'x', b: [1] }), validate({ b: [1] })]).toEqual([true, false])
    })
  })
})
