import { type EffectRow, END_STATES, PARKED_STATES, UNSENT_STATES } from '../effects/effect.js'
import { instantOf, laneFingerprint } from '../effects/effect-notes.js'
import { nextState } from '../effects/transition.js'
import type { By } from '../people/act.js'
import { findingKey } from '../recorded-finding.js'
import { emptyCommit } from '../store/empty-commit.js'
import type { EntityRow, EntityState } from '../store/rows.js'
import type { Commit, EffectWrite } from '../store/writes.js'

/** What erases entities, and how many of their effects must come to their end first. */
export interface EntityErasure {
  readonly commit: Commit
  readonly entities: number
  readonly pending: number
}

/**
 * The commit that takes the bodies of entities away, of all that their sources said, and of the
 * facts that said it. Rows and hashes stay; findings go, and what was not sent is cancelled.
 */
export function eraseEntities(
  states: readonly EntityState[],
  { now, by }: { readonly now: number; readonly by: By },
): EntityErasure {
  const effects = states.flatMap((state) => state.effects)
  const cancelled = effects.filter(
    ({ state }) => UNSENT_STATES.has(state) || PARKED_STATES.has(state),
  )
  const open = effects.filter(({ state }) => !END_STATES.has(state))
  const fresh = states.filter(({ row }) => row.erased === undefined)
  const counts = { 'entities.erased': fresh.length, 'effects.cancelled': cancelled.length }
  const exceptions = cancelled.map((row) => ({
    kind: 'resolve' as const,
    fingerprint: laneFingerprint(row),
  }))
  const commit: Commit = {
    ...emptyCommit(now),
    effects: cancelled.map((row) => cancellationOf(row, now)),
    entities: fresh.map(({ row }) => ({
      expected: row.version,
      row: { ...readable(row), version: row.version + 1, body: {}, erased: true },
    })),
    timeline: fresh.map(({ row: { entity, id, origin: connection } }) => {
      const { actor, why } = by
      return { kind: 'entity-erased', actor, why, at: instantOf(now), entity, id, connection }
    }),
    exceptions,
    counts,
    erase: { ids: states.map(({ row }) => row.id), subjects: [] },
    findings: states.flatMap(({ findings }) =>
      findings.map((finding) => ({ kind: 'clear' as const, key: findingKey(finding) })),
    ),
  }
  return { commit, entities: fresh.length, pending: open.length - cancelled.length }
}

// also what this code cannot read is erased
function readable({ unreadable: _, label: __, ...row }: EntityRow): EntityRow {
  return row
}

function cancellationOf(row: EffectRow, now: number): EffectWrite {
  const state = nextState(row.state, 'cancel')
  const message = 'the data that it would have sent was erased'
  return { kind: 'update', fence: row.fence, row: { ...row, state, message, updatedAt: now } }
}
