import { encode } from '@canonry/mapping'
import type { Order } from '@canonry/model'
import type { Failure } from '@canonry/pack'
import type { Result } from 'neverthrow'
import type { salesOrderMapping } from '../map/sales-order.js'
import type { NetsuiteProfile } from '../profile.js'
import type { JsonObject } from '../wire/json-object.js'
import { unfoldSalesOrder } from '../wire/unfold-sales-order.js'
import { addressForWriting } from './address-for-writing.js'
import { completeSalesOrder } from './complete-sales-order.js'
import { unwritable } from './unwritable.js'

/** What the account computes itself or is named by the path. */
const NOT_WRITTEN = new Set(['id', 'externalId', 'total', 'status', 'lastModifiedDate'])

/** What booked orders are written with. */
export interface SalesOrderWriting {
  readonly account: string
  readonly profile: NetsuiteProfile
  /** The mapping made with the profile. */
  readonly salesOrders: ReturnType<typeof salesOrderMapping>
}

/** The flat document that a booked order is written as, without keys of lines. */
export function salesOrderBody(
  order: Order,
  { account, profile, salesOrders }: SalesOrderWriting,
): Result<JsonObject, Failure> {
  return encode(salesOrders, order, { context: { account } })
    .mapErr((errors) => unwritable(errors))
    .map((folded) => {
      const completion = { profile, currency: order.currency }
      const flat = unfoldSalesOrder(completeSalesOrder(folded as JsonObject, completion))
      const written = Object.entries(flat).filter(([name]) => !NOT_WRITTEN.has(name))
      return addressForWriting(Object.fromEntries(written), ['billingAddress', 'shippingAddress'])
    })
}
