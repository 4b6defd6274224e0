import type { Address, Order } from '@canonry/model'
import { arbitraryOrder } from '@canonry/model/testing'
import fc from 'fast-check'

const HOME: Address = {
  name: 'Ada Example',
  line1: '1 Main Street',
  line2: 'Back door',
  city: 'Oakland',
  postalCode: '94607',
  country: 'US',
}

/** Sixteen different canonical orders of ten lines, with addresses and a user's own fields. */
export function tenLineOrders(): Order[] {
  const tenLines = arbitraryOrder.filter(({ lines }) => lines.length === 10)
  return fc.sample(tenLines, { numRuns: 16, seed: 1 }).map((order) => ({
    ...order,
    email: 'ada@example.com',
    billTo: HOME,
    shipTo: HOME,
    attributes: { gift: true, wishes: ['wrap it', { card: 'Happy birthday' }] },
    lines: order.lines.map((line, index) =>
      index === 0 ? { ...line, attributes: { engraving: 'Ada' } } : line,
    ),
  }))
}
