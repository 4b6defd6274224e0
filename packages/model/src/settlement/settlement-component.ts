import { z } from 'zod'
import { lazyObject } from '../entity/lazy-object.js'
import { TaxCollector } from '../order/tax-line.js'
import { Money } from '../value/money.js'

/** What stands between the gross and the net of a settlement entry. */
export const ComponentKind = z.enum([
  'fee',
  'tax-on-fee',
  'tax',
  'tax-withheld',
  'promotion',
  'shipping-label',
  'reserve',
  'adjustment',
  'unknown',
])
export type ComponentKind = z.infer<typeof ComponentKind>

/**
 * A part of what stands between gross and net, signed as it changes the net: a fee is negative.
 *
 * One with parts of its own comes to their sum. `tax` is tax of the buyer that the channel passes
 * on, `tax-withheld` is tax that it keeps back; `collectedBy` says whose debt to the authority it is.
 */
export interface SettlementComponent {
  kind: ComponentKind
  amount: Money
  /** What it is in the source's words. */
  detail?: string | undefined
  collectedBy?: TaxCollector | undefined
  parts?: SettlementComponent[] | undefined
}

/** {@link SettlementComponent} as a schema. */
export const SettlementComponent: z.ZodType<SettlementComponent> = lazyObject(() => ({
  kind: ComponentKind.describe(
    'What it is: `tax` is tax of the buyer that the channel passes on, `tax-withheld` is tax that it keeps back.',
  ),
  amount: Money.describe(
    'Signed as it changes the net: a fee is negative. One with parts of its own comes to their sum.',
  ),
  detail: z.string().optional().describe("What it is in the source's words: `ReferralFee`."),
  collectedBy: TaxCollector.optional().describe(
    'For taxes: who owes it to the authority, the merchant or the channel.',
  ),
  get parts() {
    return z
      .array(SettlementComponent)
      .optional()
      .describe('What it is made of, where the source splits it further.')
  },
}))

/** The components of a tree that have no parts: the ones that are booked. */
export function componentLeaves(components: readonly SettlementComponent[]): SettlementComponent[] {
  const leaves: SettlementComponent[] = []
  // an own stack, so that no depth of a source's tree can exhaust the call stack
  const waiting = [...components].reverse()
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (next.parts === undefined || next.parts.length === 0) leaves.push(next)
    else waiting.push(...[...next.parts].reverse())
  }
  return leaves
}
