import type { Leaf } from '../leaves/leaf.js'
import { placeAt } from '../wire/path.js'
import { type AnyHandle, type Handle, placeOf } from './handle.js'
import type { AnyLeaf, LeafNode, RuleOptions } from './node.js'
import { type Rule, rule } from './rule.js'

/** One wire value through a leaf. A document without it is refused. */
export function from<W, E, X = object>(
  handle: Handle<W>,
  leaf: Leaf<W, E, X>,
  options: RuleOptions = {},
): Rule<E, X> {
  return leafRule({ handle, leaf, empty: 'refused', options })
}

/**
 * One wire value that may be missing ⇄ an optional canonical value.
 *
 * `null` and nothing mean the same; which of the two it was is kept as residue.
 */
export function maybe<W, E, X = object>(
  handle: Handle<W>,
  leaf: Leaf<NonNullable<W>, E, X>,
  options: RuleOptions = {},
): Rule<E | undefined, X> {
  return leafRule({ handle, leaf, empty: 'optional', options })
}

/** One wire value through a leaf to which `null` says something; nothing reads as `null`. */
export function nullable<W, E, X = object>(
  handle: Handle<W>,
  leaf: Leaf<Exclude<W, undefined>, E, X>,
  options: RuleOptions = {},
): Rule<E, X> {
  return leafRule({ handle, leaf, empty: 'meaning', options })
}

function leafRule<E, X>(declared: {
  readonly handle: AnyHandle
  readonly leaf: AnyLeaf
  readonly empty: LeafNode['empty']
  readonly options: RuleOptions
}): Rule<E, X> {
  const { handle, leaf, empty, options } = declared
  const wire = placeOf(handle)
  return rule(({ entity }) => ({
    kind: 'leaf',
    wire,
    entity: placeAt(entity),
    leaf,
    empty,
    ...options,
  }))
}
