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
 * What has calls under way stays, and with `isKept` all of it.
 */
export function eraseEntities(
  states: readonly EntityState[],
  { now, by, isKept }: { readonly now: number; readonly by: By; readonly isKept: boolean },
): EntityErasure {
  const effects = states.flatMap((state) => state.effects)
  const cancelled = effects.filter(
    ({ state }) => UNSENT_STATES.has(state) || PARKED_STATES.has(state),
  )
  const pending = effects.filter((row) => !END_STATES.has(row.state) && !cancelled.includes(row))
  // what has calls under way stays whole: intents would be left, and nothing would lead to them
  const isSettled = (state: EntityState) => !state.effects.some((row) => pending.includes(row))
  const settled = isKept ? [] : states.filter(isSettled)
  const fresh = settled.filter(({ row }) => row.erased === undefined)
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
    erase: { ids: settled.map(({ row }) => row.id), subjects: [] },
    findings: settled.flatMap(({ findings }) =>
      findings.map((finding) => ({ kind: 'clear' as const, key: findingKey(finding) })),
    ),
  }
  return { commit, entities: fresh.length, pending: pending.length }
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
