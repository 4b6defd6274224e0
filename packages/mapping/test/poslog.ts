import {
  currency,
  decimal,
  each,
  from,
  intText,
  localDate,
  localInstant,
  mapping,
  maybe,
  needs,
  table,
  text,
} from '@canonry/mapping'
import { z } from 'zod'

const WireTender = z.object({
  '@TypeCode': z.string().optional(),
  Amount: z.string(),
  'Amount@Currency': z.string().optional(),
})
const WireLine = z.object({
  '@VoidFlag': z.string().optional(),
  SequenceNumber: z.string(),
  Sale: z
    .object({ ItemID: z.string(), Description: z.string().optional(), Quantity: z.string() })
    .optional(),
  Tender: WireTender.optional(),
})

/** A log of a till as far as the tests read it: elements of text, and lists of lines. */
export const PosLog = z.object({
  POSLog: z.object({
    Transaction: z.object({
      RetailStoreID: z.string(),
      SequenceNumber: z.string(),
      BusinessDayDate: z.string(),
      EndDateTime: z.string(),
      CurrencyCode: z.string(),
      RetailTransaction: z.object({
        ReceiptDateTime: z.string().optional(),
        LineItem: z.array(WireLine),
        Total: z.array(z.object({ '@TotalType': z.string(), '#text': z.string() })),
      }),
    }),
  }),
})

const Line = z.object({
  number: z.number(),
  item: z.string().optional(),
  quantity: z.string().optional(),
  paid: z.string().optional(),
})
const Receipt = z.object({
  store: z.string(),
  number: z.string(),
  day: z.string(),
  endedAt: z.string(),
  currency: z.string(),
  lines: z.array(Line),
  totals: z.array(z.object({ kind: z.enum(['gross', 'other']), amount: z.string() })),
})

const line = mapping({
  system: 'poslog',
  entity: 'Line',
  wire: WireLine,
  canonical: Line,
  map: ($) => ({
    number: from($.SequenceNumber, intText),
    item: maybe($.Sale.ItemID, text),
    quantity: maybe($.Sale.Quantity, decimal),
    paid: maybe($.Tender.Amount, decimal),
  }),
})

const total = mapping({
  system: 'poslog',
  entity: 'Total',
  wire: z.object({ '@TotalType': z.string(), '#text': z.string() }),
  canonical: z.object({ kind: z.enum(['gross', 'other']), amount: z.string() }),
  map: ($) => ({
    kind: from($['@TotalType'], table({ TransactionGrossAmount: 'gross' }, { unknown: 'other' })),
    amount: from($['#text'], decimal),
  }),
})

/** A receipt out of a log of a till whose times are those of the store. */
export const receiptMapping = mapping({
  system: 'poslog',
  entity: 'Receipt',
  wire: PosLog,
  canonical: Receipt,
  needs: needs<{ readonly zone: string }>(),
  map: ($) => {
    const sale = $.POSLog.Transaction
    return {
      store: from(sale.RetailStoreID, text),
      number: from(sale.SequenceNumber, text),
      day: from(sale.BusinessDayDate, localDate),
      endedAt: from(sale.EndDateTime, localInstant()),
      currency: from(sale.CurrencyCode, currency),
      lines: each(sale.RetailTransaction.LineItem, line, ({ number }) => String(number)),
      totals: each(sale.RetailTransaction.Total, total, ({ kind }) => kind),
    }
  },
})
