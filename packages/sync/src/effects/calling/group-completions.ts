import type { Env } from '@canonry/pack'
import type { Result } from 'neverthrow'
import { fitting } from '../../fitting.js'
import { inGroups } from '../../in-groups.js'
import type { Completed, TenantStore } from '../../store/store.js'
import type { StoreFailure } from '../../store/store-failure.js'
import type { Completion } from '../../store/writes.js'

/** Records steps of held effects; one answer each, in order. */
export type Complete = (
  items: readonly Completion[],
) => Promise<Result<readonly Completed[], StoreFailure>>

/** The most steps of one transaction, unless one call alone has more. */
const ITEMS = 512

/**
 * Lets calls that end at the same time share one transaction: a system that takes one effect a call
 * would else cost a transaction each.
 */
export function groupCompletions(
  env: Env,
  { store, epoch }: { store: TenantStore; epoch: number },
): Complete {
  return inGroups<readonly Completion[], Completed>(env, {
    answersTo: (items) => items.length,
    sizeOf: (waiting) =>
      fitting(
        waiting.map((items) => items.length),
        ITEMS,
      ),
    run: async (group) => store.complete({ now: env.now(), epoch, items: group.flat() }),
  })
}
