import type { Leaf } from '../leaves/leaf.js'
import { placeAt } from '../wire/path.js'
import { type Handle, placeOf } from './handle.js'
import type { AnyLeaf, PairMember } from './node.js'
import { type Rule, rule } from './rule.js'

/** The two fields of a pair. */
export interface PairKeys {
  readonly name: string
  readonly value: string
}

type Pairs = readonly object[] | null | undefined
type Named = Readonly<Record<string, AnyLeaf | readonly [name: string, leaf: AnyLeaf]>>
type LeafOf<N> = N extends readonly [string, infer L] ? L : N
type ValueOf<N> = LeafOf<N> extends Leaf<infer _, infer E, infer __> ? E : never
type ContextOf<N> = LeafOf<N> extends Leaf<infer _, infer __, infer X> ? X : never

/**
 * Values out of a list of pairs, `[{ "name": "Gift wrap", "value": "yes" }]`, as fields beside each
 * other, spread into the literal. A member is a leaf, or the pair's name and a leaf.
 *
 * A pair that is missing is an absent field; of pairs of one name the first counts. All other pairs
 * stay as they are, in their order.
 */
export function pairs<L extends Pairs, const N extends Named>(
  handle: Handle<L>,
  keys: PairKeys,
  named: N,
): { readonly [K in keyof N]: Rule<ValueOf<N[K]> | undefined, ContextOf<N[K]>> } {
  const members = Object.entries<Named[string]>(named).map(memberOf)
  const [first] = members
  const parts = members.map(({ field }) => [
    field,
    rule(({ entity }) =>
      field === first?.field
        ? {
            kind: 'pairs',
            wire: placeOf(handle),
            entity: placeAt(entity.slice(0, -1)),
            keys,
            members,
          }
        : { kind: 'joined', entity: placeAt(entity) },
    ),
  ])
  return Object.fromEntries(parts)
}

function memberOf([field, named]: [string, Named[string]]): PairMember {
  return isNamed(named)
    ? { field, name: named[0], leaf: named[1] }
    : { field, name: field, leaf: named }
}

function isNamed(named: Named[string]): named is readonly [string, AnyLeaf] {
  return Array.isArray(named)
}
