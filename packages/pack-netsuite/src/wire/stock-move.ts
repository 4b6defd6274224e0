import { z } from 'zod'

/**
 * A line of a posting transaction that moves stock, with what its transaction and the order that the
 * transaction follows from say. SuiteQL answers text alone, and leaves nulls out.
 */
export const WireStockMove = z.object({
  /** The transaction's internal id. */
  transaction: z.string(),
  /** The line's id within the transaction. */
  line: z.string(),
  type: z.enum([
    'InvAdjst',
    'InvTrnfr',
    'ItemRcpt',
    'ItemShip',
    'Build',
    'Unbuild',
    'WOIssue',
    'WOCompl',
  ]),
  externalid: z.string().optional(),
  reason: z.string().optional(),
  /** When it was entered, by the clock of the zone. */
  createdat: z.string(),
  /** When the transaction was last changed, by the clock of the zone. */
  modifiedat: z.string().optional(),
  /** The day that it is booked on. */
  bookedon: z.string().optional(),
  item: z.string(),
  sku: z.string().optional(),
  memo: z.string().optional(),
  /** Below zero where the goods leave the location. */
  quantity: z.string(),
  location: z.string(),
  /** Where an inventory transfer goes to. */
  destination: z.string().optional(),
  /** The order that a receipt or fulfilment follows from. */
  createdfrom: z.string().optional(),
  ordertype: z.string().optional(),
  /** Where that order's goods go to, if it is a transfer order. */
  orderdestination: z.string().optional(),
  /** The time zone of the account, as the profile says. */
  zone: z.string(),
})
export type WireStockMove = z.infer<typeof WireStockMove>
