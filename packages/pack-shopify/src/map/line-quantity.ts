import { group, type Handle, type Rule, refuse } from '@canonry/mapping'
import { compareDecimals, type LineQuantity, subtractDecimals } from '@canonry/model'

/** The places of a line's counters. */
export interface Counters {
  readonly ordered: Handle<number>
  /** After edits, cancellations and returns. */
  readonly current: Handle<number | null | undefined>
  readonly fulfillable: Handle<number | null | undefined>
}

/**
 * What became of the units of a line.
 *
 * Shopify counts removed, cancelled and refunded units out of `current_quantity` without saying
 * which they were: they all count as cancelled here, and returns come with their own documents.
 */
export function lineQuantity({ ordered, current, fulfillable }: Counters): Rule<LineQuantity> {
  return group(
    { ordered, current, fulfillable },
    {
      doc: 'cancelled = quantity − current; fulfilled = current − fulfillable',
      get: (counters) => {
        const current = counters.current ?? counters.ordered
        const fulfilled = Math.max(0, current - (counters.fulfillable ?? current))
        return {
          ordered: String(counters.ordered),
          cancelled: String(counters.ordered - current),
          fulfilled: String(fulfilled),
          returned: '0',
        }
      },
      put: countersOf,
    },
  )
}

function countersOf({ ordered, cancelled, fulfilled, returned }: LineQuantity) {
  if (compareDecimals(returned, '0') !== 0) {
    return refuse('no-place', 'no returned units: Shopify keeps returns in documents of their own')
  }
  const current = subtractDecimals(ordered, cancelled)
  const counters = {
    ordered: Number(ordered),
    current: Number(current),
    fulfillable: Number(subtractDecimals(current, fulfilled)),
  }
  return Object.values(counters).every(Number.isSafeInteger)
    ? counters
    : refuse('fraction', 'whole units: Shopify sells no fractions')
}
