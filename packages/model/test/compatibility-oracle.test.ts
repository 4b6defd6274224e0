import { type ContractDirection, compareSchemas } from '@canonry/model'
import { Ajv2020 } from 'ajv/dist/2020.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

const RUNS = Number(process.env['ORACLE_RUNS'] ?? 400)

type Schema = Readonly<Record<string, unknown>> | boolean

// a small world, so that generated documents and schemas meet often
const name = fc.constantFrom('a', 'b', 'c')
const scalar = fc.constantFrom<unknown>('', 'a', 'bb', 'ccc', 0, 1, 2, 3, 0.5, true, false, null)
const few = fc.nat(3)

const limits = fc.oneof(
  fc.record(
    { type: fc.constant('string'), minLength: few, maxLength: few },
    { requiredKeys: ['type'] },
  ),
  fc.record(
    {
      type: fc.constantFrom('number', 'integer', ['number', 'null'], ['string', 'integer']),
      minimum: few,
      maximum: few,
      exclusiveMinimum: few,
      exclusiveMaximum: few,
      multipleOf: fc.constantFrom(0.5, 1, 2),
    },
    { requiredKeys: ['type'] },
  ),
  fc.record({ enum: fc.array(scalar, { minLength: 1, maxLength: 3 }) }),
  fc.record({ const: scalar }),
  fc.constantFrom<Schema>(
    true,
    {},
    false,
    { type: 'boolean' },
    { type: 'null' },
    { pattern: '^a' },
  ),
)

const { schema } = fc.letrec<{ schema: Schema; object: Schema; list: Schema; composed: Schema }>(
  (tie) => ({
    schema: fc.oneof(
      { maxDepth: 3, depthIdentifier: 'schema' },
      limits as fc.Arbitrary<Schema>,
      tie('object'),
      tie('list'),
      tie('composed'),
    ),
    object: fc.record(
      {
        type: fc.constant('object'),
        properties: fc.dictionary(name, tie('schema'), { maxKeys: 3 }),
        required: fc.uniqueArray(name, { maxLength: 2 }),
        additionalProperties: tie('schema'),
        patternProperties: fc.dictionary(fc.constantFrom('^a', '^b$', 'c'), tie('schema'), {
          maxKeys: 1,
        }),
        propertyNames: fc.constantFrom<Schema>({ maxLength: 1 }, { enum: ['a', 'b'] }, true),
        dependentRequired: fc.dictionary(name, fc.uniqueArray(name, { maxLength: 1 }), {
          maxKeys: 1,
        }),
        dependentSchemas: fc.dictionary(name, tie('schema'), { maxKeys: 1 }),
        unevaluatedProperties: fc.constant(false),
        minProperties: few,
        maxProperties: few,
      },
      { requiredKeys: [] },
    ),
    list: fc.record(
      {
        type: fc.constant('array'),
        items: tie('schema'),
        prefixItems: fc.array(tie('schema'), { minLength: 1, maxLength: 2 }),
        // ajv 8 accepts the empty list where `contains` can never hold, so it is always one that can
        contains: fc.constantFrom<Schema>({ const: 'a' }, { type: 'string' }, { enum: ['a', 1] }),
        minContains: few,
        maxContains: few,
        minItems: few,
        maxItems: few,
        uniqueItems: fc.boolean(),
      },
      { requiredKeys: ['type'] },
    ),
    composed: fc.oneof(
      fc.record({ anyOf: fc.array(tie('schema'), { minLength: 1, maxLength: 3 }) }),
      fc.record({ oneOf: fc.array(tie('schema'), { minLength: 1, maxLength: 3 }) }),
      fc.record(
        {
          allOf: fc.array(tie('schema'), { minLength: 1, maxLength: 3 }),
          properties: fc.dictionary(name, tie('schema'), { maxKeys: 2 }),
        },
        { requiredKeys: ['allOf'] },
      ),
      fc.record({ not: tie('schema') }),
      fc
        .tuple(tie('schema'), tie('schema'), tie('schema'))
        .map(([condition, yes, no]) => conditional(condition, yes, no)),
      fc.constantFrom<Schema>(
        { $ref: '#/$defs/x' },
        { $ref: '#/$defs/y', minLength: 1 },
        { $ref: '#/$defs/y' },
      ),
    ),
  }),
)

const root = fc
  .record({ body: schema, x: schema, y: limits as fc.Arbitrary<Schema> })
  .map(({ body, x, y }) => withoutLoops({ allOf: [body], $defs: { x, y } }))

const document = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, depthIdentifier: 'document' },
    scalar,
    fc.dictionary(name, tie('value'), { maxKeys: 3, noNullPrototype: true }),
    fc.array(tie('value'), { maxLength: 3 }),
  ),
})).value

/** `if`, `then` and `else`, written so that nobody takes the object for a promise. */
function conditional(condition: Schema, yes: Schema, no?: Schema): Schema {
  const branches = [['if', condition], ['then', yes], ...(no === undefined ? [] : [['else', no]])]
  return Object.fromEntries(branches)
}

// a definition that applies itself to the same value says nothing, and validators hang on it or
// overflow: so x refers to y at most, and y to nothing
function withoutLoops(schema: DocumentSchema): Schema {
  const x = JSON.stringify(schema.$defs.x).replaceAll('#/$defs/x', '#/$defs/y')
  const y = JSON.stringify(schema.$defs.y, (key, value) => (key === '$ref' ? undefined : value))
  return { ...schema, $defs: { x: JSON.parse(x), y: JSON.parse(y) } }
}

interface DocumentSchema {
  readonly allOf?: readonly Schema[]
  readonly $defs: { readonly x: Schema; readonly y: Schema }
}

interface Edit {
  readonly at: number
  readonly how: number
  readonly part: Schema
}

/** Another schema that is one edit away: some part goes, comes, or is another one. */
function edited(before: Schema, { at, how, part }: Edit): Schema {
  const after = structuredClone(before)
  const parts = objectsIn(after).filter((one) => one !== after && !('x' in one && 'y' in one))
  const chosen = parts[at % parts.length]
  if (!chosen) return part
  const keys = Object.keys(chosen)
  const key = keys[how % Math.max(keys.length, 1)]
  if (key !== undefined && how % 3 === 0 && !Array.isArray(chosen)) delete chosen[key]
  if (key !== undefined && how % 3 === 1)
    chosen[key] = typeof chosen[key] === 'number' ? how % 4 : chosen[key]
  if (how % 3 === 2 && typeof part === 'object' && !Array.isArray(chosen))
    Object.assign(chosen, part)
  return typeof after === 'object' && '$defs' in after
    ? withoutLoops(after as unknown as DocumentSchema)
    : after
}

function objectsIn(value: unknown): Record<string, unknown>[] {
  if (typeof value !== 'object' || value === null) return []
  return [value as Record<string, unknown>, ...Object.values(value).flatMap(objectsIn)]
}

// one validator for all: setting it up costs far more than compiling a small schema
const ajv = new Ajv2020({
  strict: false,
  validateFormats: false,
  validateSchema: false,
  logger: false,
})

// ajv 8 lets the empty list pass a `contains` beside `prefixItems`: apart, they mean the same
function apart(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(apart)
  if (typeof schema !== 'object' || schema === null) return schema
  const inner: Record<string, unknown> = Object.fromEntries(
    Object.entries(schema).map(([key, child]) => [key, apart(child)]),
  )
  if (!('contains' in inner && 'prefixItems' in inner)) return inner
  const { contains, minContains, maxContains, allOf = [], ...others } = inner
  const counted = Object.entries({ minContains, maxContains }).filter(
    ([, count]) => count !== undefined,
  )
  return { ...others, allOf: [...(allOf as []), { contains, ...Object.fromEntries(counted) }] }
}

function validatorOf(given: Schema): ((value: unknown) => boolean) | undefined {
  const schema = typeof given === 'boolean' ? { allOf: [given] } : (apart(given) as object)
  try {
    return ajv.compile(schema) as (value: unknown) => boolean
  } catch {
    return undefined
  } finally {
    ajv.removeSchema(schema)
  }
}

const edit: fc.Arbitrary<Edit> = fc.record({ at: fc.nat(1000), how: fc.nat(1000), part: schema })
const pair = fc.oneof(
  { weight: 1, arbitrary: fc.tuple(root, root) },
  {
    weight: 6,
    arbitrary: fc.tuple(root, edit).map(([before, how]) => [before, edited(before, how)] as const),
  },
)

describe('the validator that judges', () => {
  it('refuses an empty list that must contain something', () => {
    const list = { prefixItems: [{ type: 'string' }], contains: { const: 'a' }, minContains: 1 }
    const accepts = validatorOf({ allOf: [list] } as Schema)
    expect([[], ['a'], ['b'], [1, 'a']].map((one) => accepts?.(one))).toEqual([
      false,
      true,
      false,
      false,
    ])
  })
})

describe('a comparison of any two schemas', () => {
  it(
    'is breaking as soon as a document tells the two apart, on the side that it hurts',
    () => {
      const count = { lost: 0, gained: 0, safe: 0 }
      const judge = (before: Schema, after: Schema, direction: ContractDirection) =>
        compareSchemas(before, after, { direction, writers: 'open' }).verdict
      const documents = fc.array(document, { minLength: 20, maxLength: 40 })
      fc.assert(
        fc.property(pair, documents, ([before, after], all) => {
          const [was, is] = [validatorOf(before), validatorOf(after)]
          fc.pre(was !== undefined && is !== undefined)
          const lost = all.filter((one) => was?.(one) && !is?.(one))
          const gained = all.filter((one) => is?.(one) && !was?.(one))
          const [reader, writer] = [judge(before, after, 'reader'), judge(before, after, 'writer')]
          if (reader === 'compatible') expect(lost).toEqual([])
          if (writer === 'compatible') expect(gained).toEqual([])
          count.lost += Math.sign(lost.length)
          count.gained += Math.sign(gained.length)
          count.safe += reader === 'compatible' ? 1 : 0
        }),
        { numRuns: RUNS },
      )
      // the oracle is worth something only if all outcomes are common
      for (const seen of Object.values(count)) expect(seen).toBeGreaterThan(RUNS / 50)
    },
    60_000 + RUNS * 100,
  )

  it('of a schema with itself is compatible, and so is another order of keys', () => {
    const turned = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(turned)
      if (typeof value !== 'object' || value === null) return value
      return Object.fromEntries(
        Object.entries(value)
          .reverse()
          .map(([key, child]) => [key, turned(child)]),
      )
    }
    fc.assert(
      fc.property(root, (one) => {
        const expected = { verdict: 'compatible', changes: [] }
        expect(compareSchemas(one, structuredClone(one), { direction: 'both' })).toEqual(expected)
        expect(compareSchemas(one, turned(one), { direction: 'both' })).toEqual(expected)
      }),
      { numRuns: 1000 },
    )
  })

  it('of anything with anything never throws', () => {
    const any = fc.oneof(
      fc.jsonValue({ maxDepth: 4 }),
      fc.anything({ withBigInt: true, withMap: true }),
      root,
    )
    fc.assert(
      fc.property(
        any,
        any,
        fc.constantFrom<ContractDirection>('reader', 'writer', 'both'),
        (before, after, direction) => {
          expect(['breaking', 'compatible']).toContain(
            compareSchemas(before, after, { direction }).verdict,
          )
        },
      ),
      { numRuns: 3000 },
    )
  })
})

describe('a comparison for writers who send what they declare', () => {
  const { plain } = fc.letrec<{ plain: Schema; object: Schema }>((tie) => ({
    plain: fc.oneof(
      { maxDepth: 3, depthIdentifier: 'plain' },
      limits as fc.Arbitrary<Schema>,
      tie('object'),
      fc.record({ type: fc.constant('array'), items: tie('plain') }),
    ),
    object: fc.record(
      {
        type: fc.constant('object'),
        properties: fc.dictionary(name, tie('plain'), { maxKeys: 3, noNullPrototype: true }),
        required: fc.uniqueArray(name, { maxLength: 1 }),
        additionalProperties: tie('plain'),
        patternProperties: fc.dictionary(fc.constantFrom('^a', '^b$', 'c'), tie('plain'), {
          maxKeys: 1,
          noNullPrototype: true,
        }),
      },
      { requiredKeys: ['type'] },
    ),
  }))

  // what a writer may send: nothing undeclared wherever properties are declared
  function closed(schema: unknown): unknown {
    if (Array.isArray(schema)) return schema.map(closed)
    if (typeof schema !== 'object' || schema === null) return schema
    const inner = Object.fromEntries(
      Object.entries(schema).map(([key, child]) => [key, closed(child)]),
    )
    const isOpen = 'type' in schema && 'properties' in schema && !('additionalProperties' in schema)
    return isOpen ? { ...inner, additionalProperties: false } : inner
  }

  it(
    'is breaking as soon as one of their documents is not accepted',
    () => {
      const change = fc
        .tuple(plain, edit)
        .map(([before, how]) => [before, edited(before, how)] as const)
      const count = { lost: 0, safe: 0 }
      fc.assert(
        fc.property(
          change,
          fc.array(document, { minLength: 20, maxLength: 40 }),
          ([before, after], all) => {
            const sends = validatorOf(closed(before) as Schema)
            const accepts = validatorOf(after)
            fc.pre(sends !== undefined && accepts !== undefined)
            const lost = all.filter((one) => sends?.(one) && !accepts?.(one))
            const { verdict } = compareSchemas(before, after, { direction: 'reader' })
            if (verdict === 'compatible') expect(lost).toEqual([])
            count.lost += Math.sign(lost.length)
            count.safe += verdict === 'compatible' ? 1 : 0
          },
        ),
        { numRuns: RUNS },
      )
      for (const seen of Object.values(count)) expect(seen).toBeGreaterThan(RUNS / 50)
    },
    60_000 + RUNS * 100,
  )
})

describe('a known break', () => {
  const base = {
    type: 'object',
    properties: { v: { type: 'string', minLength: 1 } },
    required: ['v'],
  }
  const breaks: Readonly<Record<string, (inner: typeof base) => Schema>> = {
    'a property removed': (inner) => ({ ...inner, properties: {} }),
    'a type changed': (inner) => ({ ...inner, properties: { v: { type: 'integer' } } }),
    'a limit tightened': (inner) => ({
      ...inner,
      properties: { v: { type: 'string', minLength: 9 } },
    }),
    'a name required': (inner) => ({ ...inner, required: ['v', 'w'] }),
    'a keyword unknown': (inner) => ({ ...inner, demand: 1 }),
    'a model closed': (inner) => ({ ...inner, additionalProperties: false }),
    'nothing accepted': () => false,
    'a condition added': (inner) => ({
      ...inner,
      ...(conditional({ required: ['a'] }, { required: ['b'] }) as object),
    }),
  }
  type Wrap = (inner: Schema) => Schema
  const wraps: readonly Wrap[] = [
    (inner) => ({ type: 'object', properties: { inner } }),
    (inner) => ({ type: 'array', items: inner }),
    (inner) => ({ type: 'array', prefixItems: [inner] }),
    (inner) => ({ allOf: [inner, { title: 'base' }] }),
    (inner) => ({ anyOf: [inner, { type: 'null' }] }),
    (inner) => ({ oneOf: [inner, { type: 'string' }] }),
    (inner) => ({ type: 'object', additionalProperties: inner }),
    (inner) => ({ type: 'object', patternProperties: { '^x': inner } }),
    (inner) => conditional({ type: 'object' }, inner),
    (inner) => ({ type: 'object', dependentSchemas: { a: inner } }),
    (inner) => ({ properties: { a: { $ref: '#/properties/b' }, b: inner } }),
  ]

  it.each(Object.keys(breaks))('(%s) is found under any wrapping', (kind) => {
    const change = breaks[kind]
    fc.assert(
      fc.property(fc.array(fc.nat(wraps.length - 1), { maxLength: 4 }), (chosen) => {
        const wrap = (inner: Schema) =>
          chosen.reduce<Schema>((one, index) => wraps[index]?.(one) ?? one, inner)
        const after = wrap(change?.(base) ?? false)
        // references inside a wrapping that is wrapped again point into nowhere: then both are unreadable
        expect(compareSchemas(wrap(base), after, { direction: 'reader' }).verdict).toBe('breaking')
      }),
      { numRuns: 300 },
    )
  })
})

describe('a hostile schema', () => {
  const plain = { type: 'object' }
  const verdictOf = (one: unknown) => [
    compareSchemas(plain, one, { direction: 'both' }).verdict,
    compareSchemas(one, plain, { direction: 'both' }).verdict,
    compareSchemas(one, one, { direction: 'both' }).verdict,
  ]
  const deep = (depth: number) => {
    let schema: unknown = { type: 'string' }
    for (let level = 0; level < depth; level += 1) schema = { items: schema }
    return schema
  }

  it('that is 10,000 levels deep is breaking, even against itself', () => {
    expect(verdictOf(deep(10_000))).toEqual(['breaking', 'breaking', 'breaking'])
  })

  it('that contains itself as an object is breaking', () => {
    const cyclic: Record<string, unknown> = { type: 'object' }
    cyclic['properties'] = { again: cyclic }
    expect(verdictOf(cyclic)).toEqual(['breaking', 'breaking', 'breaking'])
  })

  it('whose references go round is breaking against others', () => {
    const round = {
      $ref: '#/$defs/a',
      $defs: { a: { $ref: '#/$defs/b' }, b: { $ref: '#/$defs/a' } },
    }
    expect(verdictOf(round).slice(0, 2)).toEqual(['breaking', 'breaking'])
  })

  it('that unfolds without end is breaking, and ends', () => {
    const arms = (level: number) => [
      { $ref: `#/$defs/d${level}` },
      { items: { $ref: `#/$defs/d${level}` } },
    ]
    const bomb = (type: string) => ({
      $ref: '#/$defs/d0',
      $defs: Object.fromEntries([
        ...Array.from({ length: 40 }, (_, level) => [`d${level}`, { allOf: arms(level + 1) }]),
        ['d40', { type }],
      ]),
    })
    expect(compareSchemas(bomb('string'), bomb('integer'), { direction: 'both' }).verdict).toBe(
      'breaking',
    )
  })

  it('with keys of the prototype changes nothing outside', () => {
    const text =
      '{"properties":{"__proto__":{"type":"string"}},"required":["__proto__"],"$defs":{"__proto__":{}}}'
    compareSchemas(
      JSON.parse(text),
      { properties: { constructor: { $ref: '#/$defs/__proto__' } } },
      { direction: 'both' },
    )
    expect(({} as Record<string, unknown>)['type']).toBeUndefined()
  })
})
