import type { z } from 'zod'
import { code } from '../../packages/cli/src/docs/markdown.js'
import { valueName } from './values.js'

type Schema = z.core.$ZodType
type Definition = z.core.$ZodTypes['_zod']['def']

/** The schema without what makes it optional or gives it a default. */
export function unwrapped(schema: Schema): Schema {
  const definition = (schema as z.core.$ZodTypes)._zod.def
  return 'innerType' in definition ? unwrapped(definition.innerType) : schema
}

/** What a field of these alternative types holds, in words; shared types are links. */
export function typeWords(schemas: readonly Schema[]): string {
  return either([...new Set(schemas.map(oneType))])
}

/** What absence of a field means: its default, or nothing. */
export function defaultOf(schemas: readonly Schema[]): string | undefined {
  const definitions = schemas.map((schema) => (schema as z.core.$ZodTypes)._zod.def)
  const found = definitions.find((definition) => definition.type === 'default')
  return found && String(found.defaultValue)
}

function oneType(schema: Schema): string {
  const inner = unwrapped(schema)
  const name = valueName(inner)
  return name === undefined ? plainType(inner) : `[${name}](values.md#${name.toLowerCase()})`
}

function plainType(schema: Schema): string {
  const definition = (schema as z.core.$ZodTypes)._zod.def as Definition
  switch (definition.type) {
    case 'string':
      return 'text'
    case 'boolean':
      return 'yes or no'
    case 'number':
      return 'whole number'
    case 'enum':
      return either(Object.values(definition.entries).map((value) => code(String(value))))
    case 'literal':
      return either(definition.values.map((value) => code(String(value))))
    case 'array':
      return `list of ${oneType(definition.element)}`
    case 'object':
      return 'object'
    default:
      throw new Error(`no words for a schema of type ${definition.type}`)
  }
}

/** Parts in words: `a, b or c`. */
function either(parts: readonly string[]): string {
  const last = parts.at(-1) ?? ''
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(', ')} or ${last}`
}
