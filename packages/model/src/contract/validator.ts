import { z } from 'zod'
import { partsOf } from '../entity/schema-parts.js'

type Schema = z.core.$ZodType

const compiled = new WeakMap<Schema, Schema>()

/**
 * Whether a value is what a schema accepts, as a function that is compiled once per schema.
 *
 * Accepts exactly what `schema.safeParse` accepts, several times faster, and copies nothing: what
 * the schema does not declare stays in the value, and defaults are not filled in. What is wrong with
 * a refused value `safeParse` says. Where no code may be made at run time (`z.config({ jitless:
 * true })`, a content security policy) zod's own parser answers.
 */
export function validatorOf<S extends z.ZodType>(
  schema: S,
): (value: unknown) => value is z.input<S> {
  const ready = compiled.get(schema) ?? compile(schema)
  compiled.set(schema, ready)
  return (value): value is z.input<S> => z.validate(ready, value)
}

function compile(schema: Schema): Schema {
  if (z.config().jitless === true) return schema
  try {
    return z.compile(withoutCycles(schema, []), { strict: true })
  } catch {
    // zod compiles neither every kind of schema nor everywhere
    return schema
  }
}

/**
 * The same schema with its recursive parts behind functions, for zod compiles no recursion.
 *
 * The first turn of a recursion is opened, so that flat values of `z.json()` never leave the code.
 */
function withoutCycles(schema: Schema, above: readonly Schema[]): Schema {
  if (!isRecursive(schema, above)) return schema
  if (above.includes(schema) || (isLazy(schema) && above.some(isLazy))) return asked(schema)
  const { def } = (schema as z.core.$ZodTypes)._zod
  const inside = (part: Schema) => withoutCycles(part, [...above, schema])
  const rebuilt = (parts: object) => z.clone(schema, { ...def, ...parts } as typeof def)
  switch (def.type) {
    case 'lazy':
      return inside(def.getter())
    case 'object':
      return rebuilt({ shape: mapFields(def.shape, inside) })
    case 'array':
      return rebuilt({ element: inside(def.element) })
    case 'record':
      return rebuilt({ valueType: inside(def.valueType) })
    case 'union':
      return rebuilt({ options: def.options.map(inside) })
    case 'optional':
      return rebuilt({ innerType: inside(def.innerType) })
    default:
      return asked(schema)
  }
}

function isRecursive(schema: Schema, above: readonly Schema[]): boolean {
  if (isLazy(schema) || above.includes(schema)) return true
  return partsOf(schema).some((part) => isRecursive(part.schema, [...above, schema]))
}

function isLazy(schema: Schema): boolean {
  return schema._zod.def.type === 'lazy'
}

function mapFields(
  shape: Readonly<Record<PropertyKey, Schema>>,
  map: (field: Schema) => Schema,
): Readonly<Record<PropertyKey, Schema>> {
  const keys = Reflect.ownKeys(shape)
  return Object.fromEntries(keys.map((key) => [key, map(shape[key] as Schema)]))
}

/** A schema of one function that asks zod about the original, and may be absent where that may. */
function asked(schema: Schema): Schema {
  const custom = z.custom((value) => z.validate(schema, value))
  return schema._zod.optin === undefined ? custom : custom.optional()
}
