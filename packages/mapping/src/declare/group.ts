import type { z } from 'zod'
import type { Leaf } from '../leaves/leaf.js'
import type { Refusal } from '../refusal.js'
import { placeAt } from '../wire/path.js'
import { type AnyHandle, placeOf, type WireOf } from './handle.js'
import type { AnyLeaf, GroupNode, Read, RuleOptions } from './node.js'
import { type Empty, type Rule, rule } from './rule.js'
import { wireField } from './wire-schema.js'

/** What a group reads: a place through a leaf, or a place as the wire schema has it. */
export type Reads = Readonly<Record<string, AnyHandle | readonly [AnyHandle, AnyLeaf]>>

/** The values that a group is given, under the names it chose. */
export type ValuesOf<R extends Reads> = { readonly [K in keyof R]: ValueOf<R[K]> }

type ValueOf<R> = R extends readonly [infer H, Leaf<infer _, infer E, infer __>]
  ? E | Empty<WireOf<H>>
  : WireOf<R>

/** The values that a group writes; a name that is left out is not the group's to write. */
export type WrittenOf<R extends Reads> = { readonly [K in keyof R]?: ValueOf<R[K]> | undefined }

/** Reads whose leaves fit the wire type and the context; of one that does not, what would. */
export type Fitting<R extends Reads, X> = {
  readonly [K in keyof R]: R[K] extends readonly [infer H, Leaf<infer W, infer _, infer N>]
    ? [NonNullable<WireOf<H>>, W, X] extends [W, NonNullable<WireOf<H>>, N]
      ? R[K]
      : readonly [AnyHandle, LeafFor<NonNullable<WireOf<H>>, X>]
    : R[K]
}

// biome-ignore lint/suspicious/noExplicitAny: what the leaf makes of it is the group's business
type LeafFor<W, X> = Leaf<W, any, X>

type FieldOf<E> = E extends readonly unknown[] ? never : E extends object ? keyof E & string : never

/** The fields of a value, and of what is inside it, as pointers. */
type PlaceIn<E> = E extends object
  ? { [K in FieldOf<E>]-?: `/${K}` | `/${K}/${FieldOf<NonNullable<E[K]>>}` }[FieldOf<E>]
  : never

/** What a group does with its values, both ways, and how a mapping document says it. */
export interface GroupDefinition<R extends Reads, E, X> {
  readonly doc: string
  readonly loss?: string
  /**
   * Fields of the value, and fields inside those, that the system does not have, each with the
   * reason. They are absent in every value read; what an entity from elsewhere says there is lost.
   */
  readonly unwritten?: { readonly [P in PlaceIn<E>]?: string }
  get(values: ValuesOf<R>, context: X): E | Refusal
  put(value: E, context: X): WrittenOf<R> | Refusal
}

/** What is said of a group beside its rule. */
export interface GroupOptions<Name extends string> extends Omit<RuleOptions, 'write'> {
  /**
   * The operation that changes all places of the group; or one for each name that has one, where
   * the others are read-only.
   */
  readonly write?: string | { readonly [N in Name]?: string }
}

/**
 * Several wire values ⇄ one canonical value.
 *
 * Every read goes through its leaf; one that may be missing comes as `undefined`. `get` and `put`
 * are total. What `put` would write differently from the document is kept as residue and written
 * back as long as `get` makes the same value of it.
 */
export function group<const R extends Reads, E, X = object>(
  reads: R & Fitting<R, NoInfer<X>>,
  definition: GroupDefinition<R, E, X>,
  options: GroupOptions<keyof NoInfer<R> & string> = {},
): Rule<E, X> {
  return rule((site) => ({
    ...(definition as unknown as Pick<GroupNode, 'get' | 'put' | 'doc' | 'loss' | 'unwritten'>),
    kind: 'group',
    reads: placeReads(reads, site.wire),
    entity: placeAt(site.entity),
    ...saidOfGroup(options),
  }))
}

/** The options of a group as its node holds them. */
export function saidOfGroup({
  write,
  ...others
}: GroupOptions<string>): Pick<GroupNode, 'write' | 'writes' | 'note'> {
  if (write === undefined) return others
  return typeof write === 'string' ? { ...others, write } : { ...others, writes: definedIn(write) }
}

function definedIn(writes: { readonly [name: string]: string | undefined }) {
  const entries = Object.entries(writes).filter((entry): entry is [string, string] => !!entry[1])
  return Object.fromEntries(entries)
}

/** The places that are read, as the wire schema has them. */
export function placeReads(reads: Reads, schema: z.ZodObject): Read[] {
  return Object.entries<Reads[string]>(reads).map(([name, read]) => {
    const wire = placeOf(isPair(read) ? read[0] : read)
    const leaf = isPair(read) ? { leaf: read[1] } : {}
    return { name, wire, ...leaf, ...wireField(schema, wire.path) }
  })
}

function isPair(read: Reads[string]): read is readonly [AnyHandle, AnyLeaf] {
  return Array.isArray(read)
}
