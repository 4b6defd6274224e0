import { type Refusal, refuse } from '@canonry/mapping'
import type { Instant, Return } from '@canonry/model'
import { CATALOGUE, type CatalogueContext } from './catalogue.js'

/** What a return is told of the order that it stands in. */
export interface ReturnContext extends CatalogueContext {
  readonly account: string
  readonly order: string
  readonly state: string | null | undefined
  readonly location: string
  readonly createdAt: string
  readonly closedAt: string | null | undefined
  /** Where the money of its returns went. */
  readonly refunds: unknown
  /** What the order brings in; below zero where money goes out. */
  readonly net: unknown
}

/** The places in the document of an order where a return finds that. */
export const RETURN_CONTEXT = {
  order: '/order/id',
  state: '/order/state',
  location: '/order/location_id',
  createdAt: '/order/created_at',
  closedAt: '/order/closed_at',
  refunds: '/payment_refunds',
  net: '/order/net_amounts/total_money',
  ...CATALOGUE,
} as const

/** When the goods came back over the counter: when the ticket was rung up. */
export function rungUpAt({ createdAt }: ReturnContext): Instant | Refusal {
  return typeof createdAt === 'string' ? createdAt : NO_MOMENT
}

/** When the money went: when the ticket was closed, else rung up. */
export function returnedAt({ closedAt, createdAt }: ReturnContext): Instant | Refusal {
  const at = closedAt ?? createdAt
  return typeof at === 'string' ? at : NO_MOMENT
}

const NO_MOMENT = refuse('missing', 'a moment of the order')

/** Where the goods of a return stand: a completed ticket has taken them back over the counter. */
export function goodsState({ state }: ReturnContext): Return['state'] {
  if (state === 'COMPLETED') return 'completed'
  return state === 'CANCELED' ? 'cancelled' : 'requested'
}
