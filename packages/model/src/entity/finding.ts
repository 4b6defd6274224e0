import { z } from 'zod'
import { Money } from '../value/money.js'
import { lazyObject } from './lazy-object.js'

/**
 * A disagreement that is recorded and stops nothing.
 *
 * `path` is a JSON Pointer into the entity, `message` one sentence that a finance person
 * understands, `difference` how much money it is about.
 */
export const Finding = lazyObject(() => ({
  code: z.string().describe('What is wrong, for programs: `total-differs`.'),
  path: z.string().describe('Where, as a JSON Pointer into the entity.'),
  message: z.string().describe('What is wrong, in one sentence that a finance person understands.'),
  difference: Money.optional().describe('How much money it is about; signed.'),
}))
export type Finding = z.infer<typeof Finding>
