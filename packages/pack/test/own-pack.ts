import {
  type AnyMapping,
  absent,
  constant,
  decimal,
  from,
  group,
  instant,
  mapping,
  needs,
  type RefContext,
  refuse,
  single,
  table,
  textRef,
} from '@canonry/mapping'
import { PaymentTransaction } from '@canonry/model'
import { z } from 'zod'
import { definePack, type Resource } from '../src/index.js'

const WirePayment = z.object({
  id: z.string(),
  type: z.string(),
  sum: z.string(),
  at: z.string(),
  note: z.unknown().optional(),
})

interface Ticket extends RefContext {
  readonly ticket: string
  readonly currency: string
}

const payment = mapping({
  system: 'till',
  entity: 'Payment',
  wire: WirePayment,
  canonical: PaymentTransaction,
  needs: needs<Ticket>(),
  map: ($) => ({
    refs: single(from($.id, textRef('Payment'))),
    order: group(
      {},
      {
        doc: 'the ticket around the payment',
        get: (_, { system, account, ticket }) => ({ system, account, kind: 'Ticket', id: ticket }),
        put: () => ({}),
      },
    ),
    kind: from($.type, table({ SALE: 'sale', REFUND: 'refund' }, { unknown: 'unknown' })),
    parent: absent('tickets do not say it'),
    amount: group(
      { sum: [$.sum, decimal] },
      {
        doc: 'sum in the currency of the ticket',
        get: ({ sum = '0' }, { currency }) => ({ shop: { amount: sum, currency } }),
        put: ({ shop }, { currency }) =>
          shop.currency === currency
            ? { sum: shop.amount }
            : refuse('currency', 'a payment in the currency of the ticket'),
      },
    ),
    state: constant('succeeded'),
    stateLabel: absent('tickets hold nothing that failed'),
    at: from($.at, instant),
    gateway: absent('tickets do not say it'),
    method: absent('tickets do not say it'),
    authorization: absent('tickets do not say it'),
    failure: absent('tickets hold nothing that failed'),
    test: absent('tills have no test mode'),
    attributes: absent('an overlay gives them types'),
  }),
  preserve: ($) => [$.note],
})

const ticket: Resource = {
  name: 'ticket@file',
  kind: 'Ticket',
  versions: { from: '1' },
  revision: 1,
  parts: [
    {
      entity: 'paymentTransaction',
      mapping: payment as unknown as AnyMapping as never,
      at: '/payments/*',
      handed: { ticket: '/id', currency: '/currency' },
    },
  ],
  version: () => undefined,
}

/** A pack of a till that exists for these tests only: one document, many payments. */
export const till = definePack<{ readonly id: string }>({
  system: 'till',
  versions: ['1'],
  resources: [ticket],
  account: () => 'store-1',
  connector: () => {
    throw new Error('files have no connector')
  },
})

/** A ticket of that till. */
export const wireTicket = {
  id: 'T-1',
  currency: 'EUR',
  payments: [
    { id: 'P-1', type: 'SALE', sum: '19.90', at: '2026-11-24T10:00:00Z', note: { tip: 'yes' } },
    { id: 'P-2', type: 'REFUND', sum: '5', at: '2026-11-24T11:00:00Z', drawer: 2 },
  ],
}

/** Where tickets come from. */
export const context = { account: 'store-1' }
