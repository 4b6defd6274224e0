import { z } from 'zod'
import { lazyObject } from './lazy-object.js'

/**
 * How an outside system names a thing.
 *
 * `account` is the shop, seller, realm or merchant; `kind` the system's own type name; `role` says
 * which of several names of one thing this is (`primary`, `number`, `legacy`).
 */
export const Ref = lazyObject(() => ({
  system: z.string().min(1).describe('The kind of system: `shopify`, `netsuite`.'),
  account: z
    .string()
    .min(1)
    .describe('The shop, seller, realm or merchant at that system: `acme`.'),
  kind: z.string().min(1).describe("The system's own name for what it is: `Order`, `salesOrder`."),
  id: z.string().min(1).describe('Its id there, as text: no digit is lost, no zero dropped.'),
  role: z
    .string()
    .min(1)
    .optional()
    .describe('Which of several names of one thing this is: `primary`, `number`, `legacy`.'),
})).describe('How an outside system names a thing. Refs of one thing are linked by the crosswalk.')
export type Ref = z.infer<typeof Ref>
