import { z } from 'zod'
import { lazyObject } from '../entity/lazy-object.js'
import { personalData } from '../entity/personal-data.js'
import { Ref } from '../entity/ref.js'
import { attributes, refs, stateLabel, updatedAt } from '../entity/usual-fields.js'
import { Amount } from '../value/amount.js'
import { Decimal } from '../value/decimal.js'
import { Instant } from '../value/instant.js'
import { Money } from '../value/money.js'
import { Unit } from '../value/quantity.js'
import { RETURN_STATES } from './return-state.js'

/** What becomes of goods that came back; only these move stock, never a refund. */
export const Disposition = z.enum([
  'restock',
  'quarantine',
  'scrap',
  'vendor',
  'missing',
  'keep',
  'unknown',
])
export type Disposition = z.infer<typeof Disposition>

/** Units of one order line that come back. A line may stand several times, once per disposition. */
export const ReturnLine = lazyObject(() => ({
  line: Ref.describe('The order line that the units were bought with.'),
  variant: Ref.optional().describe('Which variant comes back, where the source names it.'),
  sku: z.string().optional().describe("The merchant's article number, where the source names it."),
  quantity: z
    .object({
      announced: Decimal.meta({
        description: 'Units that the buyer said would come back.',
        unit: "the order line's unit",
      }),
      received: Decimal.meta({
        description: 'Units that were counted on arrival.',
        unit: "the order line's unit",
        owner: 'warehouse',
      }),
    })
    .describe('What was announced, and what came.'),
  unit: Unit.optional().describe('What is counted, where the source says it; else as its line.'),
  reason: z.string().optional().describe("Why, in the source's words: `too small`, `defective`."),
  note: personalData(z.string(), 'direct').optional().describe('What the buyer wrote about it.'),
  condition: z.string().optional().meta({
    description: "The condition found by inspection, in the source's words.",
    owner: 'warehouse',
  }),
  disposition: Disposition.optional().meta({
    description:
      'What becomes of the goods; this alone moves stock, a refund never does. `vendor` goes back to the supplier, `keep` stays with the buyer.',
    owner: 'warehouse',
  }),
  fee: Amount.optional().describe('What is kept back for it, such as restocking; positive.'),
}))
export type ReturnLine = z.infer<typeof ReturnLine>

/** Goods that the buyer gets instead of money. */
export const ExchangeLine = lazyObject(() => ({
  variant: Ref.optional().describe('The variant that goes out, where the source names it.'),
  sku: z.string().optional().describe("The merchant's article number."),
  title: z.string().optional().describe('What it is called.'),
  quantity: Decimal.meta({
    description: 'How much of it the buyer gets.',
    unit: "the variant's unit",
  }),
  unitPrice: Amount.optional().describe('The price of one unit before discounts.'),
}))
export type ExchangeLine = z.infer<typeof ExchangeLine>

const ReturnLabel = lazyObject(() => ({
  carrier: z.string().optional().describe('Who carries it, as the source names it.'),
  tracking: personalData(z.string(), 'pseudonymous')
    .optional()
    .describe('Tracking number of the carrier; it leads to where a person lives.'),
  cost: Money.optional().describe('What the label costs the merchant; positive.'),
}))

/** Goods on their way back (RMA). Whether money goes back is the matter of refunds. */
export const Return = lazyObject(() => ({
  refs,
  order: Ref.describe('The order that the goods were bought with.'),
  number: z.string().optional().describe('The number that buyers and staff quote (RMA number).'),
  state: z
    .enum(RETURN_STATES)
    .describe('Where the goods stand. Whether money went back is said by refunds alone.'),
  stateLabel,
  requestedAt: Instant.optional().describe('When the buyer asked for it.'),
  receivedAt: Instant.optional().meta({
    description: 'When the goods arrived.',
    owner: 'warehouse',
  }),
  closedAt: Instant.optional().describe('When nothing more was to be done.'),
  updatedAt,
  lines: z
    .array(ReturnLine)
    .describe('What comes back. A line may stand several times, once per disposition.'),
  labels: z
    .array(ReturnLabel)
    .optional()
    .meta({ description: 'Return labels that the buyer was given.', owner: 'carrier' }),
  location: Ref.optional().describe('The store or warehouse that the goods go to.'),
  exchange: z
    .object({
      order: Ref.optional().describe('The order that sells the new goods, where there is one.'),
      lines: z.array(ExchangeLine).describe('The goods that the buyer gets.'),
    })
    .optional()
    .describe('What the buyer gets instead of money.'),
  outcome: z
    .enum(['refund', 'store-credit', 'exchange', 'replacement', 'unknown'])
    .optional()
    .describe(
      'What the buyer gets for it; a `replacement` is the same article again, free of charge.',
    ),
  attributes,
})).meta({
  description: 'Goods on their way back (RMA). Whether money goes back is the matter of refunds.',
  owner: 'sales-channel',
})
export type Return = z.infer<typeof Return>
