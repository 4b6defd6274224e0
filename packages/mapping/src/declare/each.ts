import { placeAt } from '../wire/path.js'
import { type Handle, placeOf } from './handle.js'
import type { Mapping } from './mapping.js'
import type { RuleOptions } from './node.js'
import { type Empty, type ListRule, listRule, type Rule, rule } from './rule.js'
import { wireField } from './wire-schema.js'

type Item<L> = NonNullable<L> extends readonly (infer I)[] ? I : never
type Entry<L, K extends string> =
  NonNullable<L> extends Readonly<Record<string, infer I>> ? I & { [N in K]: string } : never

/** What can be said about a list. */
export interface EachOptions<E> extends RuleOptions {
  /** A missing list reads as an empty one. */
  readonly absent?: true
  /** Which elements belong to this list, where {@link concat} puts several together. */
  readonly owns?: (element: E) => boolean
}

type Absent<L> = [Empty<L>] extends [never] ? unknown : { readonly absent: true }
type Options<L, E> = [Empty<L>] extends [never]
  ? [options?: EachOptions<E>]
  : [options: EachOptions<E> & Absent<L>]

/**
 * A list of wire documents through their own mapping.
 *
 * Elements are told apart by `key`, never by position, so residue follows an element that moves.
 * Keys need not be unique: equal ones are counted. Where the wire list may be missing, `absent`
 * says that this means empty.
 */
export function each<L, E, X>(
  handle: Handle<L>,
  mapping: Mapping<Item<L>, E, X>,
  key: (element: E) => string,
  ...absentIfMissing: Options<L, E>
): ListRule<E, X> {
  const { absent = false, ...others } = (absentIfMissing[0] ?? {}) as EachOptions<E>
  return listRule(({ entity }) => ({
    kind: 'each',
    wire: placeOf(handle),
    entity: placeAt(entity),
    mapping,
    key,
    absent,
    ...others,
  }))
}

/**
 * An object of wire documents by name, `{ "SKU-1": { … }, "SKU-2": { … } }`, as a list.
 *
 * The documents are read as if they held their name in the field `keyed`; one that already has that
 * field is refused. An object has no order, so none of the list is kept. Otherwise like
 * {@link each}.
 */
export function eachEntry<L, E, X, const K extends string>(
  handle: Handle<L>,
  mapping: Mapping<Entry<L, K>, E, X>,
  key: (element: E) => string,
  options: EachOptions<E> & Absent<L> & { readonly keyed: K },
): ListRule<E, X> {
  const { absent = false, ...others } = options as EachOptions<E> & { readonly keyed: K }
  const wire = placeOf(handle)
  return listRule(({ entity }) => ({
    kind: 'each',
    wire,
    entity: placeAt(entity),
    mapping,
    key,
    absent,
    ...others,
  }))
}

/** A document inside the document through its own mapping; a missing one is an absent entity. */
export function nest<W, E, X>(
  handle: Handle<W>,
  mapping: Mapping<NonNullable<W>, E, X>,
  options: RuleOptions = {},
): Rule<E | Empty<W>, X> {
  const wire = placeOf(handle)
  return rule((site) => ({
    kind: 'nest',
    wire,
    entity: placeAt(site.entity),
    mapping,
    optional: wireField(site.wire, wire.path).optional,
    ...options,
  }))
}
