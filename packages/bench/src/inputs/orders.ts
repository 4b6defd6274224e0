import type { Order } from '@canonry/model'
import { arbitraryOrder } from '@canonry/model/testing'
import fc from 'fast-check'

/** Sixteen different canonical orders of ten lines with discounts, taxes and charges. */
export function tenLineOrders(): Order[] {
  const tenLines = arbitraryOrder.filter(({ lines }) => lines.length === 10)
  return fc.sample(tenLines, { numRuns: 16, seed: 1 })
}
