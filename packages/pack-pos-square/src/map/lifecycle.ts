import { type Handle, instant, joint, type Refusal, refuse } from '@canonry/mapping'
import type { Instant } from '@canonry/model'
import type { WireOrder } from '../wire/order.js'

interface Lifecycle {
  readonly draft: boolean | undefined
  readonly cancelledAt: Instant | undefined
  readonly closedAt: Instant | undefined
}

/** How far a ticket is: COMPLETED and CANCELED are final, and `closed_at` says since when. */
export function lifecycle($: Handle<WireOrder>) {
  return joint(
    { state: $.state, closed: [$.closed_at, instant] },
    {
      fields: ['draft', 'cancelledAt', 'closedAt'],
      doc: 'DRAFT → draft; CANCELED → cancelled and COMPLETED → closed at closed_at; else open',
      loss: 'closed_at of an order that is neither completed nor cancelled',
      get: ({ state, closed }) => lifecycleOf(state, closed),
      put: ({ draft, cancelledAt, closedAt }: Lifecycle) => ({
        state: stateOf({ draft, cancelledAt, closedAt }),
        closed: cancelledAt ?? closedAt,
      }),
    },
  )
}

const NO_END = refuse('missing', 'the moment at which the order was closed')

function lifecycleOf(
  state: string | null | undefined,
  at: Instant | undefined,
): Lifecycle | Refusal {
  const isFinal = state === 'CANCELED' || state === 'COMPLETED'
  if (isFinal && at === undefined) return NO_END
  // only what is so is said: a field that is undefined would be another entity than one without it
  return {
    ...(state === 'DRAFT' && { draft: true }),
    ...(state === 'CANCELED' && { cancelledAt: at }),
    ...(state === 'COMPLETED' && { closedAt: at }),
  } as Lifecycle
}

function stateOf({ draft, cancelledAt, closedAt }: Lifecycle) {
  if (draft) return 'DRAFT' as const
  if (cancelledAt !== undefined) return 'CANCELED' as const
  return closedAt === undefined ? ('OPEN' as const) : ('COMPLETED' as const)
}
