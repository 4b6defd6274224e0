import { z } from 'zod'
import { Money } from '../value/money.js'

/**
 * A disagreement that is recorded and stops nothing.
 *
 * `path` is a JSON Pointer into the entity, `message` one sentence that a finance person
 * understands, `difference` how much money it is about.
 */
export const Finding = z.object({
  code: z.string(),
  path: z.string(),
  message: z.string(),
  difference: Money.optional(),
})
export type Finding = z.infer<typeof Finding>
