import { z } from 'zod'
import { checkPlaces } from './check-places.js'
import { createHandle, type Handle } from './handle.js'
import { type Mapping, placeRules } from './mapping.js'
import type { AnyMapping, Node } from './node.js'
import { placesOfNode } from './places.js'
import type { Rule } from './rule.js'

type Rules<X> = Readonly<Record<string, Rule<unknown, X>>>
type ValuesOf<R> = { [K in keyof R]: R[K] extends Rule<infer E, infer _> ? E : never }

/** What one user's documents hold beside what a pack maps, as attributes with types. */
export interface Overlay<Extra extends z.ZodObject, R extends Rules<never>> {
  /** The fields that are read, as the system sends them. */
  readonly wire: Extra
  /** The attributes of the entity, each with its rule. */
  readonly attributes: ($: Handle<z.output<Extra>>) => R
}

/** An overlay whatever its types, which were checked where it was declared. */
export interface AnyOverlay {
  readonly wire: z.ZodObject
  readonly attributes: ($: never) => Rules<never>
}

/** Declares an overlay by itself, for {@link extend} or for a pack. */
export function overlay<Extra extends z.ZodObject, R extends Rules<never>>(
  definition: Overlay<Extra, R>,
): Overlay<Extra, R> {
  return definition
}

/**
 * A mapping that also maps custom fields, into the entity's `attributes`.
 *
 * Laws, documents and coverage see the new rules like any other; a field that the mapping carried
 * unread until now is read from here on.
 */
export function extend<W, E, X, Extra extends z.ZodObject, R extends Rules<X>>(
  base: Mapping<W, E, X>,
  { wire, attributes }: Overlay<Extra, R>,
): Mapping<W & z.output<Extra>, Omit<E, 'attributes'> & { attributes: ValuesOf<R> }, X> {
  const schema = extended(base.wire, wire)
  const added = attributes(createHandle<z.output<Extra>>())
  const nodes = [...placeRules(added, { entity: ['attributes'], wire: schema })]
  const both: AnyMapping = {
    ...base,
    wire: schema,
    nodes: [...base.nodes.filter((node) => !isReplaced(node, nodes)), ...nodes],
    preserve: base.preserve.filter(({ pointer }) => !isRead(pointer, nodes)),
    ignore: base.ignore.filter((ignored) => !isRead(ignored.wire.pointer, nodes)),
  }
  checkPlaces(both)
  return both
}

// a custom field inside an object that the mapping reads takes nothing away from that object
function extended(known: z.ZodObject, added: z.ZodObject): z.ZodObject {
  const fields = Object.entries(added.shape).map(([key, field]) => {
    const before = known.shape[key] as z.ZodType | undefined
    return [key, before ? extendedField(before, field as z.ZodType) : field]
  })
  return known.extend(Object.fromEntries(fields))
}

function extendedField(known: z.ZodType, added: z.ZodType): z.ZodType {
  const [before, more] = [objectIn(known), objectIn(added)]
  if (!before || !more) return added
  const both = extended(before, more)
  const orNull = known.safeParse(null).success ? both.nullable() : both
  return known.safeParse(undefined).success ? orNull.optional() : orNull
}

function objectIn(schema: z.ZodType): z.ZodObject | undefined {
  const isWrapped = schema instanceof z.ZodOptional || schema instanceof z.ZodNullable
  if (isWrapped) return objectIn(schema.unwrap() as z.ZodType)
  return schema instanceof z.ZodObject ? schema : undefined
}

// the mapping may have said that it has no attributes, or map some of the same name
function isReplaced({ entity }: Node, nodes: readonly Node[]): boolean {
  if (entity.pointer === '/attributes') return true
  return nodes.some((node) => node.entity.pointer === entity.pointer)
}

function isRead(pointer: string, nodes: readonly Node[]): boolean {
  return nodes.flatMap(placesOfNode).some((place) => {
    const both = [`${pointer}/`, `${place.pointer}/`]
    return both.some((one) => both.every((other) => one.startsWith(other)))
  })
}
