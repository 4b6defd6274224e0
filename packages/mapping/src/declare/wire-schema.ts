import { z } from 'zod'
import type { Path } from '../wire/path.js'

/** What a wire schema says about a place: its schema, and whether it may be missing. */
export interface WireField {
  readonly schema: z.ZodType
  readonly optional: boolean
}

/** Looks a place up in a wire schema. A place that the schema does not have is a bug and throws. */
export function wireField(wire: z.ZodObject, path: Path): WireField {
  let field: WireField = { schema: wire, optional: false }
  for (const key of path) {
    const { schema, optional } = field
    const next = schema instanceof z.ZodObject ? schema.shape[key] : undefined
    if (!next) throw new Error(`the wire schema has no ${path.join('.')}`)
    const unwrapped = unwrap(next as z.ZodType)
    field = { schema: unwrapped.schema, optional: optional || unwrapped.optional }
  }
  return field
}

function unwrap(schema: z.ZodType): WireField {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable) {
    return { schema: unwrap(schema.unwrap() as z.ZodType).schema, optional: true }
  }
  return { schema, optional: false }
}
