import { z } from 'zod'

/**
 * How an outside system names a thing.
 *
 * `account` is the shop, seller, realm or merchant; `kind` the system's own type name; `role` says
 * which of several names of one thing this is (`primary`, `number`, `legacy`).
 */
export const Ref = z
  .object({
    system: z.string().min(1).describe('The kind of system: `shopify`, `netsuite`.'),
    account: z
      .string()
      .min(1)
      .describe('The shop, seller, realm or merchant at that system: `acme`.'),
    kind: z
      .string()
      .min(1)
      .describe("The system's own name for what it is: `Order`, `salesOrder`."),
    id: z.string().min(1).describe('Its id there, as text: no digit is lost, no zero dropped.'),
    role: z
      .string()
      .min(1)
      .optional()
      .describe('Which of several names of one thing this is: `primary`, `number`, `legacy`.'),
  })
  .describe('How an outside system names a thing. Refs of one thing are linked by the crosswalk.')
export type Ref = z.infer<typeof Ref>

/** A ref as one string, injective: `shopify/acme/Order/820982911946154508`. The role plays no part. */
export function refKey(ref: Pick<Ref, 'system' | 'account' | 'kind' | 'id'>): string {
  return [ref.system, ref.account, ref.kind, ref.id].map(escapePart).join('/')
}

/** The ref that {@link refKey} printed, or `undefined` for any other text. */
export function parseRefKey(key: string): Ref | undefined {
  const parts = key.split('/')
  if (parts.length !== 4) return undefined
  const [system, account, kind, id] = parts.map(unescapePart)
  return Ref.safeParse({ system, account, kind, id }).data
}

function escapePart(part: string): string {
  return part.replaceAll('%', '%25').replaceAll('/', '%2F')
}

function unescapePart(part: string): string {
  return part.replaceAll('%2F', '/').replaceAll('%25', '%')
}
