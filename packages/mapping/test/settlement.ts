import {
  currency,
  dateText,
  decimal,
  decimalText,
  each,
  from,
  type Grouping,
  instantText,
  intText,
  mapping,
  maybe,
  text,
} from '@canonry/mapping'
import { z } from 'zod'

/** The first row of a settlement report has the totals, the others have the amounts. */
export const bySettlement: Grouping = {
  by: ['settlement-id'],
  heading: [
    'settlement-start-date',
    'settlement-end-date',
    'deposit-date',
    'total-amount',
    'currency',
  ],
}

/** A report of version 2 as it comes in the EU: decimal comma, days first. Made up, not recorded. */
export const european = [
  'settlement-id\tsettlement-start-date\tsettlement-end-date\tdeposit-date\ttotal-amount\tcurrency\ttransaction-type\torder-id\tamount-type\tamount-description\tamount\tposted-date\tsku\tquantity-purchased',
  '4711\t09.11.2026 10:00:00 UTC\t23.11.2026 10:00:00 UTC\t25.11.2026 10:00:00 UTC\t1.076,50\tEUR\t\t\t\t\t\t\t\t',
  '4711\t\t\t\t\t\tOrder\t111-1\tItemPrice\tPrincipal\t1.190,00\t10.11.2026\tTEA\t2',
  '4711\t\t\t\t\t\tOrder\t111-1\tItemFees\tCommission\t-113,5\t10.11.2026\tTEA\t',
  '',
].join('\r\n')

const Entry = z.object({
  kind: z.string(),
  order: z.string().optional(),
  amount: z.string(),
  on: z.string(),
  quantity: z.number().optional(),
})
/** What both versions of the report say. */
export const Settlement = z.object({
  id: z.string(),
  until: z.string(),
  total: z.object({ amount: z.string(), currency: z.string() }),
  entries: z.array(Entry),
})
export type Settlement = z.infer<typeof Settlement>

const wireHead = {
  'settlement-id': z.string(),
  'settlement-end-date': z.string(),
  'total-amount': z.string(),
  currency: z.string(),
}
const V2Row = z.object({
  'order-id': z.string().optional(),
  'amount-description': z.string(),
  amount: z.string(),
  'posted-date': z.string(),
  'quantity-purchased': z.string().optional(),
})
const V1Row = z.object({
  'order-id': z.string().optional(),
  'price-type': z.string(),
  'price-amount': z.string(),
  'posted-date': z.string(),
  'quantity-purchased': z.string().optional(),
})

const euros = decimalText({ decimal: ',', group: '.' })

const v2Entry = mapping({
  system: 'amazon',
  entity: 'Entry',
  wire: V2Row,
  canonical: Entry,
  map: ($) => ({
    kind: from($['amount-description'], text),
    order: maybe($['order-id'], text),
    amount: from($.amount, euros),
    on: from($['posted-date'], dateText('dd.MM.yyyy')),
    quantity: maybe($['quantity-purchased'], intText),
  }),
})

/** A settlement out of a report of version 2. */
export const europeanSettlement = mapping({
  system: 'amazon',
  entity: 'Settlement',
  wire: z.object({ ...wireHead, rows: z.array(V2Row) }),
  canonical: Settlement,
  map: ($) => ({
    id: from($['settlement-id'], text),
    until: from($['settlement-end-date'], instantText("dd.MM.yyyy HH:mm:ss 'UTC'", 'UTC')),
    total: { amount: from($['total-amount'], euros), currency: from($.currency, currency) },
    entries: each($.rows, v2Entry, ({ kind, order }) => `${order} ${kind}`),
  }),
})

const v1Entry = mapping({
  system: 'amazon',
  entity: 'Entry',
  wire: V1Row,
  canonical: Entry,
  map: ($) => ({
    kind: from($['price-type'], text),
    order: maybe($['order-id'], text),
    amount: from($['price-amount'], decimal),
    on: from($['posted-date'], instantText("yyyy-MM-dd HH:mm:ss 'UTC'", 'UTC')),
    quantity: maybe($['quantity-purchased'], intText),
  }),
})

/** A settlement out of a report of version 1. */
export const americanSettlement = mapping({
  system: 'amazon',
  entity: 'Settlement',
  wire: z.object({ ...wireHead, rows: z.array(V1Row) }),
  canonical: Settlement,
  map: ($) => ({
    id: from($['settlement-id'], text),
    until: from($['settlement-end-date'], instantText("yyyy-MM-dd HH:mm:ss 'UTC'", 'UTC')),
    total: { amount: from($['total-amount'], decimal), currency: from($.currency, currency) },
    entries: each($.rows, v1Entry, ({ kind, order }) => `${order} ${kind}`),
  }),
})
