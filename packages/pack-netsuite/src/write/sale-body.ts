import { type AnyMapping, encode } from '@canonry/mapping'
import type { Order } from '@canonry/model'
import type { Failure } from '@canonry/pack'
import type { Result } from 'neverthrow'
import type { OrderRecord } from '../book/booked-order.js'
import type { NetsuiteProfile, Store } from '../profile.js'
import type { JsonObject } from '../wire/json-object.js'
import { unfoldSale } from '../wire/unfold-sale.js'
import { addressForWriting } from './address-for-writing.js'
import { completeSale } from './complete-sale.js'
import { knownCurrency, unwritable } from './unwritable.js'

/** What the account computes itself or is named by the path. */
const NOT_WRITTEN = new Set(['id', 'externalId', 'total', 'status', 'lastModifiedDate'])

/** What booked orders are written with. */
export interface SaleWriting {
  readonly account: string
  readonly profile: NetsuiteProfile
  /** The mappings made with the profile. */
  readonly mappings: Readonly<Record<OrderRecord, AnyMapping>>
}

/** The record that a booked order becomes, and the store of one that a till sold. */
export interface SaleTarget {
  readonly record: OrderRecord
  readonly store?: Store | undefined
}

/** The flat document that a booked order is written as, without keys of lines. */
export function saleBody(
  order: Order,
  { account, profile, mappings, record, store }: SaleWriting & SaleTarget,
): Result<JsonObject, Failure> {
  return knownCurrency(order.currency, { account, profile })
    .andThen(() =>
      encode(mappings[record], order, { context: { account } }).mapErr((errors) =>
        unwritable(errors),
      ),
    )
    .map((folded) => {
      const completion = { profile, currency: order.currency, store }
      const flat = unfoldSale(completeSale(folded as JsonObject, completion))
      const written = Object.entries(flat).filter(([name]) => !NOT_WRITTEN.has(name))
      return addressForWriting(Object.fromEntries(written), ['billingAddress', 'shippingAddress'])
    })
}
