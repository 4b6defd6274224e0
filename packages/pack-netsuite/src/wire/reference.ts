import { z } from 'zod'

/** A reference as NetSuite sends it: the internal id as text, and the name it shows. */
export const Reference = z.object({ id: z.string(), refName: z.string().optional() })
export type Reference = z.infer<typeof Reference>
