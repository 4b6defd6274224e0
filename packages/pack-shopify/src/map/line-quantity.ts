import { group, type Handle, type Rule, refuse } from '@canonry/mapping'
import { type LineQuantity, subtractDecimals } from '@canonry/model'
import { notRestocked, type RefundContext } from './not-restocked.js'

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
 * which they were: they all count as cancelled here, and returns come with their own documents. Only what
 * was sent, and refunded without being restocked, is no longer on any shelf: it stays fulfilled, and
 * counts as returned.
 */
export function lineQuantity({
  ordered,
  current,
  fulfillable,
}: Counters): Rule<LineQuantity, RefundContext> {
  return group(
    { ordered, current, fulfillable },
    {
      doc: 'cancelled = quantity − current; fulfilled = current − fulfillable; of those gone, what was sent and refunded with no_restock is fulfilled and returned',
      get: (counters, context: RefundContext) => {
        const current = counters.current ?? counters.ordered
        const gone = counters.ordered - current
        const sent = Math.max(0, current - (counters.fulfillable ?? current))
        const kept = notRestocked(context, { gone, stillSent: sent })
        return {
          ordered: String(counters.ordered),
          cancelled: String(gone - kept),
          fulfilled: String(sent + kept),
          returned: String(kept),
        }
      },
      put: countersOf,
    },
  )
}

function countersOf(
  { ordered, cancelled, fulfilled, returned }: LineQuantity,
  context: RefundContext,
) {
  const open = subtractDecimals(subtractDecimals(ordered, cancelled), fulfilled)
  const current = subtractDecimals(subtractDecimals(ordered, cancelled), returned)
  const counters = {
    ordered: Number(ordered),
    current: Number(current),
    fulfillable: Number(open),
  }
  if (!Object.values(counters).every(Number.isSafeInteger)) {
    return refuse('fraction', 'whole units: Shopify sells no fractions')
  }
  const gone = counters.ordered - counters.current
  const stillSent = Math.max(0, counters.current - counters.fulfillable)
  return Number(returned) === notRestocked(context, { gone, stillSent })
    ? counters
    : refuse('no-place', 'no returned units: Shopify keeps returns in documents of their own')
}
