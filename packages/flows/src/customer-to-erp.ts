import { Customer } from '@canonry/model'
import { type Connection, defineFlow, type Flow, upsert } from '@canonry/sync'

/** Keeps the shops' customers known in the ERP, so that their orders can be booked on them. */
export function customerFlow({
  from,
  to,
  sla,
}: {
  readonly from: readonly Connection[]
  readonly to: Connection
  readonly sla: string
}): Flow {
  return defineFlow({
    name: `customer-to-${to.id}`,
    on: Customer,
    class: 'critical',
    from,
    decide: (_change, customer) => [upsert(to, 'customer', customer, { sla })],
  })
}
