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
const names = Array.from({ length: FIELDS }, (_, index) => `f${index}`)
const every = <T>(made: (name: string) => T): Record<string, T> =>
  Object.fromEntries(names.map((name) => [name, made(name)]))

/** A rule for every field of a document, and what each field holds. */
interface Kind {
  readonly name: string
  /** What each field of a document holds; a rule that reads none has empty documents. */
  readonly value?: unknown
  readonly rules: ($: Any) => Record<string, Any>
}

const inner = mapping({
  system: 'shop',
  entity: 'Inner',
  wire: z.object({ a: z.string() }),
  canonical: z.object({ a: z.string() }),
  map: ($) => ({ a: from($.a, text) }),
})
const both = {
  doc: 'as it is',
  get: ({ v }: Any) => v,
  put: (v: Any) => ({ v }),
}

const kinds: readonly Kind[] = [
  { name: 'from text', value: 'abc', rules: ($) => every((name) => from($[name], text)) },
  { name: 'from bool', value: true, rules: ($) => every((name) => from($[name], bool)) },
  { name: 'from decimal', value: '12.34', rules: ($) => every((name) => from($[name], decimal)) },
  { name: 'from currency', value: 'EUR', rules: ($) => every((name) => from($[name], currency)) },
  {
    name: 'from instant',
    value: '2026-11-24T10:15:00+01:00',
    rules: ($) => every((name) => from($[name], instant)),
  },
  { name: 'from rate', value: 0.19, rules: ($) => every((name) => from($[name], rate)) },
  { name: 'from ref', value: 12345, rules: ($) => every((name) => from($[name], ref('X') as Any)) },
  {
    name: 'from table',
    value: 'A',
    rules: ($) => every((name) => from($[name], table({ A: 'a', B: 'b' }) as Any)),
  },
  { name: 'maybe text, null', value: null, rules: ($) => every((name) => maybe($[name], text)) },
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
  { name: 'nest of one', value: { a: 'x' }, rules: ($) => every((name) => nest($[name], inner)) },
  {
    name: 'each of one',
    value: [{ a: 'x' }],
    rules: ($) => every((name) => (each as Any)($[name], inner, ({ a }: Any) => a)),
  },
  {
    name: 'single in concat',
    value: 'abc',
    rules: ($) => every((name) => concat(single(maybe($[name], text)) as Any)),
  },
  {
    name: 'pairs of one',
    value: [{ n: 'k', v: 'x' }],
    rules: ($) =>
      Object.assign(
        {},
        ...names.map((name) => pairs($[name], { name: 'n', value: 'v' }, { [name]: ['k', text] })),
      ),
  },
  { name: 'constant', rules: () => every(() => constant('x')) },
  {
    name: 'derived',
    rules: () => every((name) => derived('its name', () => name)),
  },
]

/** What one field costs under each kind of rule, against the cheapest. */
export function ruleContests(): Contest[] {
  const inputs = [0, 1]
  return [
    contest<number, unknown>({
      name: 'one field under each kind of rule (20 per document)',
      target: { measure: 'time', atMost: 3 },
      inputs,
      entrants: kinds.map((kind) => ({
        name: kind.name,
        role: kind.name === 'from text' ? 'rival' : 'ours',
        run: reading(kind),
        agrees: () => true,
      })),
    }),
  ]
}

function reading({ name, value, rules }: Kind): (input: number) => unknown {
  const mapped = mapping({
    system: 'shop',
    entity: name,
    wire: z.object(every(() => z.any())) as Any,
    canonical: z.object(every(() => z.any())),
    map: rules as Any,
  } as Any) as AnyMapping
  const fields = value === undefined ? {} : every(() => value)
  const documents = [0, 1].map(() => JSON.parse(JSON.stringify(fields)))
  const context = { account: 'acme' }
  return (input) => decode(mapped as Any, documents[input], context as Any)
}
