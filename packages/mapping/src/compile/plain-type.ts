import { z } from 'zod'
import type { AnyLeaf } from '../declare/node.js'
import { currency } from '../leaves/currency.js'
import { bool, text } from '../leaves/scalar.js'

/** The primitive type that a schema asks for and nothing beside it; else `undefined`. */
export function plainTypeOf(schema: z.ZodType): 'string' | 'boolean' | undefined {
  const { checks } = schema.def
  if (checks && checks.length > 0) return undefined
  if (schema instanceof z.ZodString) return 'string'
  return schema instanceof z.ZodBoolean ? 'boolean' : undefined
}

/** The type of a leaf that copies whatever has it; leaves made out of such a one are others. */
export function copiedTypeOf({ decode, encode }: AnyLeaf): 'string' | 'boolean' | undefined {
  if (decode === text.decode && encode === text.encode) return 'string'
  return decode === bool.decode && encode === bool.encode ? 'boolean' : undefined
}

/** Whether a leaf takes codes as they are, of which documents say the same ones over and over. */
export function takesCodes({ decode, encode }: AnyLeaf): boolean {
  return decode === currency.decode && encode === currency.encode
}
