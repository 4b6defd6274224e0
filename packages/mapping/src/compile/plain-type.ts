import { z } from 'zod'

/** The primitive type that a schema asks for and nothing beside it; else `undefined`. */
export function plainTypeOf(schema: z.ZodType): 'string' | 'boolean' | undefined {
  const { checks } = schema.def
  if (checks && checks.length > 0) return undefined
  if (schema instanceof z.ZodString) return 'string'
  return schema instanceof z.ZodBoolean ? 'boolean' : undefined
}
