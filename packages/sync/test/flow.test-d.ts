import type { Customer, Order } from '@canonry/model'
import { Customer as CustomerSchema, Order as OrderSchema } from '@canonry/model'
import type { Connection } from '@canonry/pack'
import { type Change, defineFlow, upsert } from '@canonry/sync'

declare const erp: Connection

defineFlow({
  name: 'orders',
  on: OrderSchema,
  class: 'critical',
  decide: (change, state) => {
    const order: Order = state
    const typed: Change<'order'> = change
    return [upsert(erp, order), upsert(erp, 'order', order, { source: typed.source, sla: '5m' })]
  },
})

defineFlow({
  name: 'customers',
  on: CustomerSchema,
  class: 'normal',
  decide: (_, state) => {
    const customer: Customer = state
    // @ts-expect-error a customer is no order
    const order: Order = state
    return [upsert(erp, customer), upsert(erp, order)]
  },
})

defineFlow<'order'>({
  name: 'orders by name',
  on: 'order',
  class: 'high',
  from: [erp],
  decide: (_, state) => [upsert(erp, state)],
})

// @ts-expect-error there is no such entity
defineFlow({ name: 'boats', on: 'boat', class: 'bulk', decide: () => [] })
