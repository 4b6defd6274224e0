import {
  type AnyMapping,
  absent,
  bool,
  cases,
  concat,
  constant,
  currency,
  decimal,
  derived,
  each,
  eachEntry,
  from,
  group,
  int,
  joint,
  leaf,
  mapping,
  maybe,
  nest,
  nullable,
  pairs,
  rate,
  single,
  table,
  tags,
  text,
  wireId,
} from '@canonry/mapping'
import fc from 'fast-check'
import { z } from 'zod'

/** A mapping made up by chance, and documents that it reads. */
export interface AnySubject {
  readonly mapping: AnyMapping
  readonly documents: fc.Arbitrary<unknown>
}

// biome-ignore lint/suspicious/noExplicitAny: made-up declarations have made-up types
type Any = any

/** One made-up field: its wire places with their values, and its rule. */
interface Field {
  readonly wire: Readonly<
    Record<string, readonly [schema: z.ZodType, values: fc.Arbitrary<unknown>]>
  >
  readonly canonical: Readonly<Record<string, z.ZodType>>
  readonly rules: ($: Any) => Readonly<Record<string, Any>>
}

const KEYS = [
  'a',
  'b/c',
  '~',
  '__proto__',
  'constructor',
  'toString',
  'x y',
  "q'",
  '0',
  'line\u2028',
]

const lossy = leaf<string, string>({
  name: 'lower',
  doc: 'text in lower case',
  loss: 'case',
  decode: (wire) => (typeof wire === 'string' ? wire.toLowerCase() : refusal),
  encode: (value) => (typeof value === 'string' && value === value.toLowerCase() ? value : refusal),
})
const refusal = table({}).decode('x' as never, {})

const leaves: readonly (readonly [Any, z.ZodType, fc.Arbitrary<unknown>])[] = [
  [text, z.string(), fc.string({ maxLength: 4 })],
  [int, z.int(), fc.integer()],
  [bool, z.boolean(), fc.boolean()],
  [decimal, z.string(), fc.constantFrom('0', '1.50', '-2', '1e3', '007')],
  [currency, z.string(), fc.constantFrom('EUR', 'JPY')],
  [rate, z.union([z.number(), z.string()]), fc.constantFrom(0.19, 1, '0.190', 1e-7)],
  [wireId, z.union([z.int(), z.string()]), fc.constantFrom(7, '8', '009')],
  [table({ A: 'a', B: 'b', AA: 'a' }), z.string(), fc.constantFrom('A', 'B', 'AA')],
  [table({ A: 'a' }, { unknown: 'other' }), z.string(), fc.constantFrom('A', 'Z')],
  [tags(','), z.string(), fc.constantFrom('', 'a, b', 'a,b')],
  [lossy, z.string(), fc.constantFrom('Ab', 'ab', '')],
]
const sign = cases([true, 'yes'], [false, 'no'], [null, 'unknown'])

const arbitraryLeaf = fc.constantFrom(...leaves)

/** Fields of every kind, under names that are told apart by `n`. */
function arbitraryField(n: number, depth: number): fc.Arbitrary<Field> {
  const flat: fc.Arbitrary<Field>[] = [
    plainField(n, 'from'),
    plainField(n, 'maybe'),
    signField(n),
    groupField(n),
    jointField(n),
    fixedField(n),
    singleField(n),
    pairsField(n),
  ]
  if (depth === 0) return fc.oneof(...flat)
  return fc.oneof(...flat, eachField(n, depth), entryField(n, depth), nestField(n, depth))
}

const wireKey = (n: number) =>
  fc.constantFrom(...KEYS).map((key) => (key === '__proto__' ? key : `${key}${n}`))

function plainField(n: number, kind: 'from' | 'maybe'): fc.Arbitrary<Field> {
  return fc
    .record({ key: wireKey(n), outer: fc.option(fc.constant(`o${n}`)), made: arbitraryLeaf })
    .map(({ key, outer, made: [used, schema, values] }) => {
      const isMaybe = kind === 'maybe'
      const inner = isMaybe ? schema.nullish() : schema
      const given = isMaybe ? maybeValue(values) : values
      const wire = outer
        ? { [outer]: objectOf({ [key]: [inner, given] }, isMaybe) }
        : own(key, [inner, given] as const)
      const at = ($: Any) => (outer ? $[outer][key] : $[key])
      return {
        wire,
        canonical: { [`f${n}`]: isMaybe ? z.any().optional() : z.any() },
        rules: ($) => ({ [`f${n}`]: isMaybe ? maybe(at($), used) : from(at($), used) }),
      }
    })
}

function own<V>(key: string, value: V): Record<string, V> {
  const object: Record<string, V> = {}
  Object.defineProperty(object, key, {
    value,
    enumerable: true,
    configurable: true,
    writable: true,
  })
  return object
}

function objectOf(
  fields: Field['wire'],
  optional: boolean,
): readonly [z.ZodType, fc.Arbitrary<unknown>] {
  const shape = z.object(mapFields(fields, ([schema]) => schema))
  const values = documentsOf(fields)
  return optional ? [shape.nullish(), maybeValue(values)] : [shape, values]
}

function mapFields<V>(
  fields: Field['wire'],
  made: (field: readonly [z.ZodType, fc.Arbitrary<unknown>]) => V,
): Record<string, V> {
  const object: Record<string, V> = {}
  for (const [key, field] of Object.entries(fields)) Object.assign(object, own(key, made(field)))
  for (const [key, field] of Object.entries(fields)) {
    if (key === '__proto__')
      Object.defineProperty(
        object,
        key,
        Object.getOwnPropertyDescriptor(own(key, made(field)), key) as PropertyDescriptor,
      )
  }
  return object
}

const LEFT_OUT = Symbol('left out')
const maybeValue = (values: fc.Arbitrary<unknown>) =>
  fc.oneof({ weight: 3, arbitrary: values }, fc.constant(null), fc.constant(LEFT_OUT))

function documentsOf(fields: Field['wire']): fc.Arbitrary<unknown> {
  const keys = Object.keys(fields)
  const extra = fc.dictionary(
    fc.constantFrom('new', '__proto__', 'toString', 'un/known'),
    fc.constantFrom(null, 1, 'x', [1], { y: 2 }),
    { maxKeys: 2 },
  )
  return fc
    .tuple(fc.tuple(...keys.map((key) => (fields[key] as Any)[1])), fc.option(extra))
    .map(([values, more]) => {
      const document = {}
      for (const [key, value] of Object.entries(more ?? {})) define(document, key, value)
      for (const [index, key] of keys.entries()) {
        if (values[index] !== LEFT_OUT) define(document, key, values[index])
        else delete (document as Any)[key]
      }
      return document
    })
}

function define(object: object, key: string, value: unknown): void {
  Object.defineProperty(object, key, {
    value,
    enumerable: true,
    configurable: true,
    writable: true,
  })
}

function signField(n: number): fc.Arbitrary<Field> {
  return fc.constant({
    wire: { [`s${n}`]: [z.boolean().nullish(), maybeValue(fc.boolean())] },
    canonical: { [`f${n}`]: z.any() },
    rules: ($) => ({ [`f${n}`]: nullable($[`s${n}`], sign as Any) }),
  })
}

const both = {
  doc: 'two values as one',
  get: ({ p, q }: Any) => ({ p: p ?? 'none', q: q ?? 'none' }),
  put: ({ p, q }: Any) => ({
    p: p === 'none' ? undefined : p,
    q: q === 'none' ? undefined : q,
  }),
}

function groupField(n: number): fc.Arbitrary<Field> {
  return fc
    .record({ made: arbitraryLeaf, raw: fc.boolean(), deep: fc.boolean() })
    .map(({ made: [used, schema, values], raw, deep }) => {
      const p = [schema.nullish(), maybeValue(values)] as const
      const q = [z.string().optional(), fc.option(fc.string(), { nil: LEFT_OUT })] as const
      const q_ = ($: Any) => (raw ? $[`q${n}`] : [$[`q${n}`], text])
      return {
        wire: {
          ...(deep ? { [`o${n}`]: objectOf({ [`p${n}`]: p }, true) } : { [`p${n}`]: p }),
          [`q${n}`]: q,
        },
        canonical: { [`f${n}`]: z.any() },
        rules: ($) => ({
          [`f${n}`]: group(
            { p: [deep ? $[`o${n}`][`p${n}`] : $[`p${n}`], used], q: q_($) } as Any,
            both as Any,
          ),
        }),
      }
    })
}

function jointField(n: number): fc.Arbitrary<Field> {
  return arbitraryLeaf.map(([used, schema, values]) => ({
    wire: {
      [`p${n}`]: [schema.nullish(), maybeValue(values)] as const,
      [`q${n}`]: [z.string().nullish(), maybeValue(fc.string({ maxLength: 2 }))] as const,
    },
    canonical: { [`f${n}`]: z.any().optional(), [`g${n}`]: z.any().optional() },
    rules: ($: Any) =>
      joint(
        { p: [$[`p${n}`], used], q: [$[`q${n}`], text] } as Any,
        {
          fields: [`f${n}`, `g${n}`],
          doc: 'each for itself',
          get: ({ p, q }: Any) => ({ [`f${n}`]: p, [`g${n}`]: q }) as Any,
          put: (value: Any) => ({ p: value[`f${n}`], q: value[`g${n}`] }),
        } as Any,
      ) as Any,
  }))
}

function fixedField(n: number): fc.Arbitrary<Field> {
  const derivedOf = (entity: object) => Object.keys(entity).filter((key) => key !== `f${n}`).length
  return fc
    .constantFrom<[string, Any]>(
      ['constant', constant({ deep: [n] })],
      ['absent', absent('the system has none')],
      ['derived', derived('how many fields there are', derivedOf)],
    )
    .map(([kind, rule]) => ({
      wire: {},
      canonical: { [`f${n}`]: kind === 'absent' ? z.any().optional() : z.any() },
      rules: () => ({ [`f${n}`]: rule }),
    }))
}

function singleField(n: number): fc.Arbitrary<Field> {
  return arbitraryLeaf.map(([used, schema, values]) => ({
    wire: {
      [`p${n}`]: [schema.nullish(), maybeValue(values)] as const,
      [`q${n}`]: [z.string().nullish(), maybeValue(fc.string({ maxLength: 2 }))] as const,
    },
    canonical: { [`f${n}`]: z.array(z.any()) },
    rules: ($: Any) => ({
      [`f${n}`]: concat(
        single(group({ v: [$[`p${n}`], used] } as Any, tagged('p') as Any), {
          owns: ({ from }: Any) => from === 'p',
        }) as Any,
        single(group({ v: [$[`q${n}`], text] } as Any, tagged('q') as Any), {
          owns: ({ from }: Any) => from === 'q',
        }) as Any,
      ),
    }),
  }))
}

function pairsField(n: number): fc.Arbitrary<Field> {
  return arbitraryLeaf.map(([used, schema, values]) => {
    const pair = fc.record({ k: fc.constantFrom('one', 'two', '__proto__'), v: maybeValue(values) })
    const lists = fc.array(
      pair.map(({ k, v }) => (v === LEFT_OUT ? { k } : { k, v })),
      { maxLength: 3 },
    )
    const list = z.array(z.object({ k: z.string(), v: schema.nullish() })).nullish()
    return {
      wire: { [`p${n}`]: [list, maybeValue(lists)] as const },
      canonical: { [`f${n}`]: z.any().optional(), [`g${n}`]: z.any().optional() },
      rules: ($: Any) =>
        pairs(
          $[`p${n}`],
          { name: 'k', value: 'v' },
          {
            [`f${n}`]: ['one', used],
            [`g${n}`]: ['two', used],
          },
        ) as Any,
    }
  })
}

const tagged = (name: string) => ({
  doc: `the value of ${name}`,
  get: ({ v }: Any) => (v === undefined ? undefined : { from: name, v }),
  put: (value: Any) => ({ v: value?.v }),
})

function eachField(n: number, depth: number): fc.Arbitrary<Field> {
  return fc
    .record({ inner: arbitrarySubject(depth - 1, n * 10), isOptional: fc.boolean() })
    .map(({ inner, isOptional }) => {
      const schema = z.array(inner.mapping.wire)
      const lists = fc.array(inner.documents, { maxLength: 3 })
      const options = isOptional ? { absent: true } : {}
      return {
        wire: {
          [`l${n}`]: isOptional ? [schema.nullish(), maybeValue(lists)] : [schema, lists],
        },
        canonical: { [`f${n}`]: z.array(z.any()) },
        rules: ($: Any) => ({
          [`f${n}`]: (each as Any)($[`l${n}`], inner.mapping, keyOf, options),
        }),
      }
    })
}

const keyOf = (element: Any) => JSON.stringify(Object.values(element)[0] ?? '#')

function entryField(n: number, depth: number): fc.Arbitrary<Field> {
  return arbitrarySubject(depth - 1, n * 10).map((inner) => {
    const named: AnyMapping = {
      ...mapping({
        system: inner.mapping.system,
        entity: 'Entry',
        wire: z.object({ ...inner.mapping.wire.shape, name: z.string() }),
        canonical: z.object({ name: z.string() }),
        map: ($) => ({ name: from(($ as Any).name, text) }),
      }),
    }
    const entry = { ...named, nodes: [...named.nodes, ...inner.mapping.nodes] }
    return {
      wire: {
        [`m${n}`]: [
          z.record(z.string(), z.any()),
          fc.dictionary(fc.constantFrom('A', '__proto__', 'b#c', '1'), inner.documents, {
            maxKeys: 3,
            noNullPrototype: true,
          }),
        ],
      },
      canonical: { [`f${n}`]: z.array(z.any()) },
      rules: ($: Any) => ({
        [`f${n}`]: (eachEntry as Any)($[`m${n}`], entry, ({ name }: Any) => name, {
          keyed: 'name',
        }),
      }),
    }
  })
}

function nestField(n: number, depth: number): fc.Arbitrary<Field> {
  return fc
    .record({ inner: arbitrarySubject(depth - 1, n * 10), isOptional: fc.boolean() })
    .map(({ inner, isOptional }) => {
      const { wire } = inner.mapping
      return {
        wire: {
          [`n${n}`]: isOptional
            ? [wire.nullish(), maybeValue(inner.documents)]
            : [wire, inner.documents],
        },
        canonical: { [`f${n}`]: isOptional ? z.any().optional() : z.any() },
        rules: ($: Any) => ({ [`f${n}`]: (nest as Any)($[`n${n}`], inner.mapping) }),
      }
    })
}

/** Mappings of up to six fields of every kind, nested up to `depth` times. */
export function arbitrarySubject(depth: number, first = 0): fc.Arbitrary<AnySubject> {
  const fields = fc
    .integer({ min: 1, max: 6 })
    .chain((count) =>
      fc.tuple(...Array.from({ length: count }, (_, n) => arbitraryField(first + n + 1, depth))),
    )
  return fc
    .record({ fields, carried: fc.boolean(), handed: fc.boolean(), nested: fc.boolean() })
    .map(made)
}

interface Made {
  readonly fields: readonly Field[]
  readonly carried: boolean
  readonly handed: boolean
  readonly nested: boolean
}

function made({ fields, carried, handed, nested }: Made): AnySubject {
  const extra: Field['wire'] = {
    cur: [z.string(), fc.constantFrom('EUR', 'USD')],
    token: [z.any(), maybeValue(fc.string())],
    about: objectOf({ inner: [z.any(), maybeValue(fc.nat())] }, true),
  }
  const wire: Record<string, Any> = {}
  for (const each of [...fields.map(({ wire }) => wire), extra]) {
    for (const [key, field] of Object.entries(each)) define(wire, key, field)
  }
  const flat = z.object(Object.assign({}, ...fields.map(({ canonical }) => canonical)))
  return {
    mapping: mapping({
      system: handed ? 'here' : 'there',
      entity: 'Made',
      wire: z.object(mapFields(wire, ([schema]) => schema)) as Any,
      canonical: nested ? z.object({ deep: z.object({ at: flat }) }) : flat,
      ...(handed ? { context: ($: Any) => ({ currency: $.cur }) } : {}),
      map: ($: Any) => {
        const rules = Object.assign({}, ...fields.map(({ rules }) => rules($)))
        return (nested ? { deep: { at: rules } } : rules) as Any
      },
      preserve: ($: Any) => (carried ? [$.token, $.cur] : [$.token]),
      ignore: ($: Any) => (carried ? [[$.about.inner, 'it says nothing']] : []),
    } as Any) as AnyMapping,
    documents: documentsOf(wire),
  }
}
