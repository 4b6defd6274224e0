import type { z } from 'zod'
import { checkOrder } from '../order/check-order.js'
import { Order } from '../order/order.js'
import { Customer } from '../party/customer.js'
import type { Finding } from './finding.js'

/** The canonical entities by name. */
export interface Entities {
  readonly order: Order
  readonly customer: Customer
}

/** The name of a canonical entity. */
export type EntityName = keyof Entities

/** What is known of one kind of entity: its schema and its executable invariants. */
export interface EntityDefinition<E> {
  readonly schema: z.ZodType<E>
  readonly check: (entity: E) => Finding[]
}

/** All canonical entities: schema and invariants under their names. */
export const entities: { readonly [N in EntityName]: EntityDefinition<Entities[N]> } = {
  order: { schema: Order, check: checkOrder },
  customer: { schema: Customer, check: () => [] },
}
