import {
  type AnyMapping,
  bool,
  concat,
  constant,
  currency,
  decimal,
  decode,
  derived,
  each,
  from,
  group,
  instant,
  joint,
  mapping,
  maybe,
  nest,
  pairs,
  rate,
  ref,
  single,
  table,
  text,
} from '@canonry/mapping'
import { z } from 'zod'
import { type Contest, contest } from '../contest.js'

// biome-ignore lint/suspicious/noExplicitAny: made-up declarations have made-up types
type Any = any

const FIELDS = 20
const HALF = FIELDS / 2
const names = Array.from({ length: FIELDS }, (_, index) => `f${index}`)
const every = <T>(made: (name: string) => T): Record<string, T> =>
  Object.fromEntries(names.map((name) => [name, made(name)]))

/** One way to read twenty fields of text, or through a leaf twenty fields of what it reads. */
interface Kind {
  readonly name: string
  /** What each field of a document holds, or the document; a rule that reads none has empty documents. */
  readonly value?: unknown
  readonly document?: Readonly<Record<string, unknown>>
  readonly rules: ($: Any) => Record<string, Any>
}

/** Half the fields of a document inside the document. */
const inner = mapping({
  system: 'shop',
  entity: 'Inner',
  wire: z.object(every(() => z.string())) as Any,
  canonical: z.object(Object.fromEntries(names.slice(0, HALF).map((name) => [name, z.string()]))),
  map: ($: Any) =>
    Object.fromEntries(names.slice(0, HALF).map((name) => [name, from($[name], text)])),
} as Any) as Any
const half = Object.fromEntries(names.slice(0, HALF).map((name) => [name, 'abc']))
const both = {
  doc: 'as it is',
  get: ({ v }: Any) => v,
  put: (v: Any) => ({ v }),
}

const fromText: Kind = {
  name: 'from text',
  value: 'abc',
  rules: ($) => every((name) => from($[name], text)),
}

const kinds: readonly Kind[] = [
  fromText,
  { name: 'maybe', value: 'abc', rules: ($) => every((name) => maybe($[name], text)) },
  { name: 'maybe, null', value: null, rules: ($) => every((name) => maybe($[name], text)) },
  {
    name: 'group of one',
    value: 'abc',
    rules: ($) => every((name) => group({ v: [$[name], text] } as Any, both as Any)),
  },
  {
    name: 'joint of one',
    value: 'abc',
    rules: ($) =>
      Object.assign(
        {},
        ...names.map((name) =>
          joint(
            { v: [$[name], text] } as Any,
            {
              fields: [name],
              doc: 'as it is',
              // every declaration has functions of its own
              get: new Function('{ v }', `return { ${name}: v }`),
              put: new Function('value', `return { v: value.${name} }`),
            } as Any,
          ),
        ),
      ),
  },
  {
    name: 'two nests of ten',
    document: { f0: half, f1: half },
    rules: ($) => ({ f0: nest($.f0, inner), f1: nest($.f1, inner) }),
  },
  {
    name: 'each, two of ten',
    document: { f0: [half, half] },
    rules: ($) => ({ f0: (each as Any)($.f0, inner, ({ f0 }: Any) => f0) }),
  },
  {
    name: 'twenty singles in a concat',
    value: 'abc',
    rules: ($) => ({
      f0: (concat as Any)(...names.map((name) => single(maybe($[name], text)))),
    }),
  },
  {
    name: 'pairs of twenty',
    document: { f0: names.map((name) => ({ n: name, v: 'abc' })) },
    rules: ($) =>
      pairs(
        $.f0,
        { name: 'n', value: 'v' },
        Object.fromEntries(names.map((name) => [name, [name, text]])) as Any,
      ) as Any,
  },
  { name: 'constant', rules: () => every(() => constant('x')) },
  { name: 'derived', rules: () => every((name) => derived('its name', () => name)) },
]

const leaves: readonly Kind[] = [
  fromText,
  { name: 'bool', value: true, rules: ($) => every((name) => from($[name], bool)) },
  { name: 'decimal', value: '12.34', rules: ($) => every((name) => from($[name], decimal)) },
  { name: 'currency', value: 'EUR', rules: ($) => every((name) => from($[name], currency)) },
  {
    name: 'instant',
    value: '2026-11-24T10:15:00+01:00',
    rules: ($) => every((name) => from($[name], instant)),
  },
  { name: 'rate', value: 0.19, rules: ($) => every((name) => from($[name], rate)) },
  { name: 'ref', value: 12345, rules: ($) => every((name) => from($[name], ref('X') as Any)) },
  {
    name: 'table',
    value: 'A',
    rules: ($) => every((name) => from($[name], table({ A: 'a', B: 'b' }) as Any)),
  },
]

/** What one field costs under each kind of rule against the cheapest that reads any, and through each leaf. */
export function ruleContests(): Contest[] {
  return [
    contest<number, unknown>({
      name: 'one field of text under each kind of rule (20 per document)',
      target: { measure: 'time', atMost: 3 },
      ...contestOf(kinds),
    }),
    contest<number, unknown>({
      name: 'one field through each leaf (20 per document)',
      ...contestOf(leaves),
    }),
  ]
}

function contestOf(all: readonly Kind[]): Pick<Contest<number, unknown>, 'inputs' | 'entrants'> {
  const entrants = all.map((kind) => ({
    name: kind.name,
    role: kind === fromText ? ('rival' as const) : ('ours' as const),
    run: reading(kind),
    agrees: () => true,
  }))
  return { inputs: [0, 1], entrants }
}

function reading({ name, value, document, rules }: Kind): (input: number) => unknown {
  const mapped = mapping({
    system: 'shop',
    entity: name,
    wire: z.object(every(() => z.any())) as Any,
    canonical: z.object(every(() => z.any())),
    map: rules as Any,
  } as Any) as AnyMapping
  const fields = document ?? (value === undefined ? {} : every(() => value))
  const documents = [0, 1].map(() => JSON.parse(JSON.stringify(fields)))
  const context = { account: 'acme' }
  if (decode(mapped as Any, documents[0], context as Any).isErr()) throw new Error(name)
  return (input) => decode(mapped as Any, documents[input], context as Any)
}
