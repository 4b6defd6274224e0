import { decimal, group, type Handle, type Rule, refuse } from '@canonry/mapping'
import type { LineQuantity } from '@canonry/model'

/** What is known around a line of its order. */
export interface StateContext {
  readonly state: string | null | undefined
}

/**
 * What became of the units of a line, which only the state of its order says: those of a completed
 * ticket were handed over, those of a cancelled one will never be. Returns are tickets of their own.
 */
export function lineQuantity(quantity: Handle<string>): Rule<LineQuantity, StateContext> {
  return group(
    { quantity: [quantity, decimal] },
    {
      doc: 'COMPLETED: all fulfilled; CANCELED: all cancelled; else none',
      get: ({ quantity }, { state }: StateContext) => countersOf(quantity, state),
      put: (counters, { state }) =>
        isSame(counters, countersOf(counters.ordered, state))
          ? { quantity: counters.ordered }
          : MIXED,
    },
  )
}

const MIXED = refuse('no-place', 'counters that follow from the state of the order')

function countersOf(ordered: string, state: StateContext['state']): LineQuantity {
  return {
    ordered,
    cancelled: state === 'CANCELED' ? ordered : '0',
    fulfilled: state === 'COMPLETED' ? ordered : '0',
    returned: '0',
  }
}

function isSame(a: LineQuantity, b: LineQuantity): boolean {
  const counters = ['cancelled', 'fulfilled', 'returned'] as const
  return counters.every((counter) => a[counter] === b[counter])
}
