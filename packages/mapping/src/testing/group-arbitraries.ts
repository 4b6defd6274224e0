import fc from 'fast-check'
import type { GroupNode, JointNode, Read } from '../declare/node.js'
import { isRefusal, refuse } from '../refusal.js'
import { readValues, writeValue } from '../run/group-values.js'
import { decodeThrough, getThrough, putThrough } from '../run/scope.js'
import { isJsonObject, ownValue } from '../wire/json.js'
import { sameValue } from '../wire/same-value.js'
import { entityValues } from './leaf-values.js'
import { patient } from './made.js'
import { arbitraryOfSchema, LEFT_OUT, objectOf } from './schema-arbitraries.js'

type Values = fc.Arbitrary<unknown>

/** A group in its place. */
export interface PlacedGroup {
  readonly node: GroupNode | JointNode
  readonly context: Readonly<Record<string, unknown>>
  /** What the wire document says at places that are settled already, by pointer. */
  readonly fixed: ReadonlyMap<string, unknown>
  /** What is said of places of the document, by pointer. */
  readonly given: (pointer: string) => Values | undefined
  /** Values that the canonical schema takes. */
  readonly schema: Values | undefined
  readonly what: string
}

/** Canonical values of a group: what it makes of values of its leaves, and what comes back of the schema's. */
export function groupValues(placed: PlacedGroup): Values {
  const { node, fixed, given, schema, what } = placed
  const reads = fc.tuple(...node.reads.map((each) => valuesOfRead(each, placed)))
  const read = patient(
    reads.map((values) => madeOf(placed, values)),
    {
      judge: (value) =>
        isRefusal(value)
          ? { reason: `The rule "${node.doc}" expects ${value.expected}.` }
          : undefined,
      what,
    },
  )
  const isSettled = node.reads.some(({ wire }) => fixed.has(wire.pointer) || given(wire.pointer))
  if (!schema || isSettled) return read
  return fc
    .tuple(read, schema, fc.boolean())
    .map(([value, other, isOther]) => (isOther && comesBack(placed, other) ? other : value))
}

function valuesOfRead(
  { leaf, schema, optional, wire }: Read,
  { context, fixed, given }: PlacedGroup,
): Values {
  if (fixed.has(wire.pointer)) return fc.constant(settled(fixed.get(wire.pointer), leaf, context))
  const said = given(wire.pointer)
  const raw = said ?? arbitraryOfSchema(schema)
  const values = leaf ? entityValues({ leaf, context, schema: raw, given: said }, undefined) : raw
  return optional ? fc.oneof({ weight: 3, arbitrary: values }, fc.constant(LEFT_OUT)) : values
}

function settled(wire: unknown, leaf: Read['leaf'], context: object): unknown {
  if (wire === null || wire === undefined || wire === LEFT_OUT || !leaf) return wire ?? LEFT_OUT
  const value = decodeThrough(leaf, wire, context)
  return isRefusal(value) ? LEFT_OUT : value
}

const MISSING = refuse('missing', 'a value at every place that may not be empty')

function madeOf({ node, context }: PlacedGroup, values: readonly unknown[]): unknown {
  const isMissing = node.reads.some(
    ({ optional }, index) => !optional && values[index] === LEFT_OUT,
  )
  if (isMissing) return MISSING
  const named = values.map((value, index) => [node.reads[index]?.name ?? '', value] as const)
  const made = getThrough(node, undefinedFor(node, objectOf(named)), context)
  return made === undefined ? LEFT_OUT : made
}

// a group is given every name that it reads
function undefinedFor({ reads }: GroupNode | JointNode, values: object): Record<string, unknown> {
  return Object.fromEntries(reads.map(({ name }) => [name, ownValue(values, name)]))
}

function comesBack({ node, context }: PlacedGroup, value: unknown): boolean {
  if (value === LEFT_OUT) return false
  const put = putThrough(node, value, context)
  if (isRefusal(put) || !isJsonObject(put)) return false
  const written = node.reads.map((read) => writeValue(read, ownValue(put, read.name), context))
  if (written.some(isRefusal)) return false
  const read = readValues(node, (_, index) => written[index], context)
  return 'values' in read && sameValue(getThrough(node, read.values, context), value)
}
