import type { z } from 'zod'
import type { Place } from '../wire/path.js'
import { checkFields } from './check-fields.js'
import { checkPlaces } from './check-places.js'
import { type AnyHandle, createHandle, type Handle, placeOf, type WireOf } from './handle.js'
import type { AnyMapping, Node, Site } from './node.js'
import { isRule, type Rule } from './rule.js'

declare const TYPES: unique symbol

/**
 * What binds one kind of wire document to one kind of entity, both ways.
 *
 * `W` is the wire document, `E` the entity, `X` what the caller or the enclosing document must
 * provide.
 */
export interface Mapping<in out W, in out E, in X = object> extends AnyMapping {
  readonly [TYPES]?:
    | { wire(wire: W): W; entity(entity: E): E; context(context: X): void }
    | undefined
}

/** The declaration of a context: what the enclosing document or the caller must provide. */
export interface Needs<in out X> {
  readonly [TYPES]?: (context: X) => X
}

/** Declares what must be provided: `needs: needs<{ currency: string }>()`. */
export function needs<X>(): Needs<X> {
  return {}
}

/** A literal in the shape of the entity, with a rule in every field. */
export type Shape<E, X> = {
  readonly [K in keyof E]-?: Rule<E[K], X> | Shape<Nested<E[K]>, X>
}

// an object that the entity must have, which may be a literal of rules itself
type Nested<V> = undefined extends V
  ? never
  : V extends readonly unknown[]
    ? never
    : V extends object
      ? V
      : never

type Handed<C> = [C] extends [never] ? unknown : { readonly [K in keyof C]: WireOf<C[K]> }
type Handles = Readonly<Record<string, AnyHandle>>

// what comes from outside is not handed down under the same name as well
type NotTwice<C, X> = {
  readonly [K in keyof C & keyof X]: 'this name is already provided from outside'
}

// the same handle; that it mentions both makes the compiler settle what is handed down before it
// looks at the rules, so that the functions of a group know their context without saying it
type Settled<H, X, C> = [X, C] extends [never, never] ? H : H

/** What a mapping is declared with. */
export interface MappingDefinition<
  Wire extends z.ZodObject,
  Canonical extends z.ZodObject,
  X,
  C extends Handles,
> {
  readonly system: string
  readonly entity: string
  /** The fields that are read, as the system sends them. */
  readonly wire: Wire
  readonly canonical: Canonical
  readonly needs?: Needs<X>
  /** Wire values that are handed down to the rules here and in all documents inside. */
  readonly context?: ($: Handle<z.output<Wire>>) => C & NotTwice<NoInfer<C>, NoInfer<X>>
  readonly map: (
    $: Settled<Handle<z.output<Wire>>, X, C>,
  ) => Shape<z.output<Canonical>, NoInfer<X> & Handed<C> & { readonly system: string }>
  /** Fields without a canonical place that are knowingly carried as residue. */
  readonly preserve?: ($: Handle<z.output<Wire>>) => readonly AnyHandle[]
  /** Fields that say nothing to us, each with the reason; they are carried all the same. */
  readonly ignore?: ($: Handle<z.output<Wire>>) => readonly (readonly [AnyHandle, string])[]
}

/**
 * Declares how a wire document and an entity say the same.
 *
 * `map` is a literal in the shape of the entity: every canonical field has a rule or says why it
 * is `absent`. A rule for a field that the entity does not have, two rules of which one reads a part
 * of what the other reads, and a place that is read as well as ignored are bugs and throw: when the
 * mapping is first used, or a pack that has it is connected. Until then nothing is made of it.
 */
export function mapping<
  Wire extends z.ZodObject,
  Canonical extends z.ZodObject,
  X = object,
  // biome-ignore lint/complexity/noBannedTypes: a mapping that hands nothing down
  C extends Handles = {},
>(
  definition: MappingDefinition<Wire, Canonical, X, C>,
): Mapping<z.output<Wire>, z.output<Canonical>, X> {
  const { system, entity, wire, canonical } = definition
  let made: Declared | undefined
  const declared = () => {
    made ??= declare(definition)
    return made
  }
  return {
    system,
    entity,
    wire,
    canonical,
    get nodes() {
      return declared().nodes
    },
    get context() {
      return declared().context
    },
    get preserve() {
      return declared().preserve
    },
    get ignore() {
      return declared().ignore
    },
  }
}

type Declared = Pick<AnyMapping, 'nodes' | 'context' | 'preserve' | 'ignore'>

function declare<Wire extends z.ZodObject, Canonical extends z.ZodObject, X, C extends Handles>(
  definition: MappingDefinition<Wire, Canonical, X, C>,
): Declared {
  const { system, entity, wire, canonical, map, context, preserve, ignore } = definition
  const $ = createHandle<z.output<Wire>>()
  const shape = map($)
  const mapping = {
    system,
    entity,
    wire,
    canonical,
    nodes: [...placeRules(shape, { entity: [], wire })],
    context: placesOf(context?.($) ?? {}),
    preserve: (preserve?.($) ?? []).map(placeOf),
    ignore: (ignore?.($) ?? []).map(([handle, reason]) => ({ wire: placeOf(handle), reason })),
  }
  checkFields(shape, mapping)
  checkPlaces(mapping)
  mapping.nodes.forEach(declareInside)
  return mapping
}

// what is wrong inside is told with what is around it
function declareInside(node: Node): void {
  if (node.kind === 'single') declareInside(node.node)
  if (node.kind === 'concat') node.parts.forEach(declareInside)
  if (node.kind === 'each' || node.kind === 'nest') void node.mapping.nodes
}

/** The rules of a literal, each in its place. */
export function* placeRules(shape: object, site: Site): Generator<Node> {
  for (const [field, value] of Object.entries(shape)) {
    const inner = { ...site, entity: [...site.entity, field] }
    if (isRule(value)) yield value.place(inner)
    else yield* placeRules(value, inner)
  }
}

function placesOf(handles: Handles): Readonly<Record<string, Place>> {
  return Object.fromEntries(
    Object.entries(handles).map(([name, handle]) => [name, placeOf(handle)]),
  )
}
