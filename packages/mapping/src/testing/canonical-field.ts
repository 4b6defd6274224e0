import { z } from 'zod'
import type { Path } from '../wire/path.js'

/** What a canonical schema says of a place; nothing where it is not that precise. */
export function canonicalField(schema: z.ZodType, path: Path): z.ZodType | undefined {
  let field: z.ZodType | undefined = schema
  for (const key of path) {
    const inner: z.ZodType | undefined = field && plainOf(field)
    field = inner instanceof z.ZodObject ? (inner.shape[key] as z.ZodType | undefined) : undefined
  }
  return field && plainOf(field)
}

/** What a canonical schema says of the elements of a list. */
export function elementField(schema: z.ZodType | undefined): z.ZodType | undefined {
  return schema instanceof z.ZodArray ? plainOf(schema.element as z.ZodType) : undefined
}

/** A schema without what it says about nothing. */
function plainOf(schema: z.ZodType): z.ZodType {
  return schema instanceof z.ZodOptional ? plainOf(schema.unwrap() as z.ZodType) : schema
}
