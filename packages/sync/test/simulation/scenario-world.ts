import type { Invariant, World } from '@canonry/sync/testing'
import { type RetailWorld, retailInvariants, retailWorld } from './retail-world.js'
import { saySomethingOf } from './say-something.js'
import type { Scenario } from './scenario.js'

/** The retail world in which exactly this happens. */
export function scenarioWorld({
  name,
  steps,
  erp,
  isErasing = false,
}: Scenario): World<RetailWorld> {
  return retailWorld({
    name,
    isVaried: false,
    isErasing,
    ...(erp && { erp }),
    steps: (history, told) => steps(history, saySomethingOf(told.ports), told),
  })
}

/** What must hold in it, to the reasons of what is left to people. */
export function scenarioInvariants({ open = [] }: Scenario): readonly Invariant<RetailWorld>[] {
  return [
    ...retailInvariants,
    {
      name: 'people see exactly what is theirs to solve',
      when: 'finally',
      check: async ({ sync }) => {
        const reasons = (await sync.exceptions({ state: 'open' })).map(({ reason }) => reason)
        if (JSON.stringify(reasons) === JSON.stringify(open)) return []
        return [{ message: `open: ${reasons.join(', ')}; to be open: ${open.join(', ')}` }]
      },
    },
  ]
}
