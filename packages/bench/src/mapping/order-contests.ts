import { decode, decodeEntity, encode, type Residue, useInterpreter } from '@canonry/mapping'
import { z } from 'zod'
import { type Contest, contest } from '../contest.js'
import { sixteen } from '../inputs/random.js'
import { wireOrder } from '../inputs/wire-order.js'
import { readByHand } from './by-hand.js'
import { jsonataOrder } from './jsonata-peer.js'
import { benchOrder } from './order-mapping.js'
import type { CanonicalOrder } from './order-schemas.js'
import { zodOrder } from './zod-peer.js'

type Entity = z.output<typeof CanonicalOrder>

/** One order in every form that an entrant starts from. */
interface Order {
  readonly text: string
  readonly wire: unknown
  readonly entity: Entity
  readonly residue: Residue
}

const context = { account: 'acme' }
const interpreted = { ...benchOrder }
useInterpreter(interpreted)

const our = (name: string, run: (order: Order) => unknown) => ({ name, role: 'ours', run }) as const
const decoding = our(
  'decode',
  ({ wire }) => decode(benchOrder, wire, context)._unsafeUnwrap().entity,
)
const bare = our('decodeEntity', ({ wire }) =>
  decodeEntity(benchOrder, wire, context)._unsafeUnwrap(),
)
const slow = our(
  'decode, interpreted',
  ({ wire }) => decode(interpreted, wire, context)._unsafeUnwrap().entity,
)
const encoding = our('encode', ({ entity, residue }) =>
  encode(benchOrder, entity, { context, residue })._unsafeUnwrap(),
)

// the base of a ratio does other work: there is nothing to compare
const asBase = { role: 'rival', agrees: () => true } as const
const parse = { ...asBase, name: 'JSON.parse', run: ({ text }: Order): unknown => JSON.parse(text) }
const stringify = {
  ...asBase,
  name: 'JSON.stringify',
  run: ({ wire }: Order): unknown => JSON.stringify(wire),
}

// how near generated code comes to what a programmer would write who trusts every document
const byHand = {
  name: 'by hand, nothing checked',
  role: 'aside',
  run: ({ wire }: Order): unknown => readByHand(wire as Parameters<typeof readByHand>[0]),
} as const

const AGAINST_JSON = [
  { name: 'decode, with checks and residue', atMost: 0.3, entrants: [decoding, parse, byHand] },
  { name: 'decode, residue off', atMost: 0.15, entrants: [bare, parse, byHand] },
  { name: 'decode, without generated code', atMost: 0.5, entrants: [slow, parse] },
  { name: 'encode, with residue', atMost: 0.3, entrants: [encoding, stringify] },
] as const

/** Full-size orders, every field accounted for, read and written. */
export function orderContests(): Contest[] {
  const inputs = sixteen(orderOf)
  return [
    ...AGAINST_JSON.map(({ atMost, ...rest }) =>
      contest<Order, unknown>({ ...rest, target: { measure: 'time', atMost }, inputs }),
    ),
    ...peerContests(inputs),
  ]
}

function peerContests(inputs: readonly Order[]): Contest[] {
  return [
    contest<Order, unknown>({
      name: 'decode, against zod codecs',
      target: { measure: 'speed', atLeast: 5 },
      inputs,
      entrants: [
        decoding,
        {
          name: 'zod codecs',
          role: 'rival',
          run: ({ wire }) => z.decode(zodOrder, wire as never),
        },
      ],
    }),
    contest<Order, unknown>({
      name: 'encode, against zod codecs',
      target: { measure: 'speed', atLeast: 5 },
      inputs,
      entrants: [
        encoding,
        // what a codec does not read it cannot write back
        {
          name: 'zod codecs',
          role: 'rival',
          run: ({ entity }) => z.encode(zodOrder, entity),
          agrees: () => true,
        },
      ],
    }),
    contest<Order, unknown>({
      name: 'decode, against JSONata',
      target: { measure: 'speed', atLeast: 50 },
      isAsync: true,
      inputs,
      entrants: [
        decoding,
        {
          name: 'JSONata',
          role: 'rival',
          run: ({ wire }) => jsonataOrder.evaluate(wire),
          agrees: (output, own) => JSON.stringify(sorted(output)) === JSON.stringify(sorted(own)),
        },
      ],
    }),
  ]
}

function orderOf(seed: number): Order {
  const text = JSON.stringify(wireOrder(seed))
  const wire: unknown = JSON.parse(text)
  const { entity, residue } = decode(benchOrder, wire, context)._unsafeUnwrap()
  return { text, wire, ...asStored({ entity, residue }) }
}

// as a store hands them back. If the first answers of `decode` were kept, the engine would take it that all
// live long, and put each where they cost four times as much to make
function asStored<T>(kept: T): T {
  return JSON.parse(JSON.stringify(kept)) as T
}

// lists and objects of JSONata carry marks of their own
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const fields = Object.entries(value).filter(([, field]) => field !== undefined)
  return Object.fromEntries(
    fields.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, field]) => [key, sorted(field)]),
  )
}
