import fc from 'fast-check'
import type { AnyLeaf } from '../declare/node.js'
import { isRefusal } from '../refusal.js'
import { decodeThrough, encodeThrough } from '../run/scope.js'
import { sameValue } from '../wire/same-value.js'
import { arbitraryEntityOf, arbitraryWireOf, type LeafContext } from './leaf-arbitraries.js'
import { LEFT_OUT } from './schema-arbitraries.js'

type Values = fc.Arbitrary<unknown>

/** A leaf in its place, and values that the schema of the place takes. */
export interface PlacedLeaf {
  readonly leaf: AnyLeaf
  readonly context: LeafContext
  readonly schema: Values
  /** What is said of the wire side of the place. */
  readonly given?: Values | undefined
}

/** Wire values for a leaf: of its domain, and what it writes; without a domain, what it reads of the schema's. */
export function wireValues({ leaf, context, schema }: PlacedLeaf): Values {
  if (leaf.domain === undefined)
    return schema.map((wire) => (reads(leaf, wire, context) ? wire : LEFT_OUT))
  const written = arbitraryEntityOf(leaf, context).map((value) => {
    const wire = encodeThrough(leaf, value, context)
    return isRefusal(wire) ? LEFT_OUT : wire
  })
  return fc.oneof(arbitraryWireOf(leaf, context), written)
}

/**
 * Entity values for a leaf: what it reads of the values that are given; of its domain; without one,
 * what it reads, and what comes back of the schema's.
 */
export function entityValues(placed: PlacedLeaf, entitySchema: Values | undefined): Values {
  const { leaf, context, given } = placed
  if (leaf.domain !== undefined && !given) return arbitraryEntityOf(leaf, context)
  const read = (given ?? wireValues(placed)).map((wire) => {
    const value = wire === LEFT_OUT ? LEFT_OUT : decodeThrough(leaf, wire, context)
    return isRefusal(value) ? LEFT_OUT : value
  })
  if (!entitySchema || given) return read
  return fc
    .tuple(read, entitySchema, fc.boolean())
    .map(([value, other, isOther]) =>
      (isOther || value === LEFT_OUT) && comesBack(leaf, other, context) ? other : value,
    )
}

function reads(leaf: AnyLeaf, wire: unknown, context: object): boolean {
  return wire !== null && wire !== undefined && !isRefusal(decodeThrough(leaf, wire, context))
}

function comesBack(leaf: AnyLeaf, value: unknown, context: object): boolean {
  const wire = encodeThrough(leaf, value, context)
  return !isRefusal(wire) && sameValue(decodeThrough(leaf, wire, context), value)
}
