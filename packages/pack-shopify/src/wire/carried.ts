import { z } from 'zod'

/** A field that is carried without being read. */
export const carried: z.ZodOptional<z.ZodUnknown> = z.unknown().optional()
