import type { z } from 'zod'

/** A schema inside another one: `token` is missing where both are about the same value. */
export interface SchemaPart {
  readonly token?: string
  readonly schema: z.core.$ZodType
}

/** Stands for any element of a list and any key of a record. */
export const ANY = '*'

/** Stands for the keys of a record themselves, as `#` does in relative JSON Pointers. */
export const KEY = '*#'

type Definition = Readonly<Record<string, unknown>> & { readonly type: string }
type Schema = z.core.$ZodType

/**
 * The schema and all schemas that speak about the same value, outermost first: what it wraps, its
 * alternatives, and both sides of an intersection or pipe.
 */
export function layersOf(schema: Schema): readonly Schema[] {
  const layers = new Set([schema])
  // the set grows while it is walked
  for (const layer of layers) {
    for (const { token, schema: inner } of partsOf(layer)) {
      if (token === undefined) layers.add(inner)
    }
  }
  return [...layers]
}

/** The schemas directly inside a schema, whatever kind it is of. */
export function partsOf(schema: Schema): readonly SchemaPart[] {
  const definition = schema._zod.def as unknown as Definition
  const parts = Object.hasOwn(PARTS, definition.type) ? PARTS[definition.type] : wrapped
  return parts?.(definition) ?? []
}

const PARTS: Readonly<Record<string, (definition: Definition) => readonly SchemaPart[]>> = {
  object: ({ shape, catchall }) => [
    ...Object.entries(shape as Readonly<Record<string, Schema>>).map(([token, schema]) => ({
      token,
      schema,
    })),
    ...at(ANY, catchall),
  ],
  array: ({ element }) => at(ANY, element),
  set: ({ valueType }) => at(ANY, valueType),
  record: keyed,
  map: keyed,
  tuple: ({ items, rest }) => [
    ...(items as readonly Schema[]).map((schema, index) => ({ token: String(index), schema })),
    ...at(ANY, rest),
  ],
  union: ({ options }) => (options as readonly Schema[]).map((schema) => ({ schema })),
  intersection: ({ left, right }) => [...same(left), ...same(right)],
  pipe: ({ in: input, out }) => [...same(input), ...same(out)],
  lazy: ({ getter }) => same((getter as () => Schema)()),
}

function keyed({ keyType, valueType }: Definition): readonly SchemaPart[] {
  return [...at(KEY, keyType), ...at(ANY, valueType)]
}

// optional, nullable, default, readonly and their like
function wrapped({ innerType }: Definition): readonly SchemaPart[] {
  return same(innerType)
}

function same(schema: unknown): readonly SchemaPart[] {
  return schema === undefined ? [] : [{ schema: schema as Schema }]
}

function at(token: string, schema: unknown): readonly SchemaPart[] {
  return schema === undefined ? [] : [{ token, schema: schema as Schema }]
}
