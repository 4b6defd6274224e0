import type { Instant } from '@canonry/model'
import type { By } from '../people/act.js'
import { isTouched } from '../pipeline/to-commit.js'
import type { Workspace } from '../pipeline/workspace.js'
import type { TimelineEntry } from '../timeline-entry.js'

/** What the timelines of all that a workspace writes say of who has asked for it. */
export function replayedEntries(
  { entities }: Workspace,
  { actor, why, at }: By & { readonly at: Instant },
): readonly TimelineEntry[] {
  return [...entities.values()].filter(isTouched).map(({ row: { entity, id, origin } }) => ({
    ...({ kind: 'replayed', actor, why, at } as const),
    ...{ entity, id, connection: origin },
  }))
}
