import type { Completion, ExceptionWrite } from '../store/writes.js'
import type { EffectEventKind, EffectTimes } from '../timeline-entry.js'
import type { Effect, EffectRow } from './effect.js'
import { effectEntry, instantOf } from './effect-notes.js'

/** What settling an effect depends on beside the effect and its outcome. */
export interface Settling {
  readonly now: number
  /** In [0, 1): spreads retries. */
  readonly random: number
  /** Names an exception, should one be opened. */
  readonly uuid: string
  /** How long after a write a read may still miss it. */
  readonly readAfterWriteMs: number
  /** Whether nothing that is written gets through to the connection, whatever else it answers. */
  readonly isAway?: boolean
}

/** An effect without its body. */
export function rowOf({ body: _, label: __, unreadable: ___, ...row }: Effect): EffectRow {
  return row
}

/** The rest of a step of a held effect: what the timeline and the counters say about it. */
export function step(effect: EffectRow, { row, entry, exceptions = [] }: StepNotes): Completion {
  return {
    fence: effect.fence,
    row,
    timeline: [{ ...effectEntry(row, entry), ...heldSince(effect) }],
    exceptions,
    counts: { [`effects.${row.state}`]: 1 },
  }
}

// since when it was due, and since when a worker has had it: a lease itself tells nothing
function heldSince({ state, runAt, updatedAt }: EffectRow): EffectTimes {
  if (state === 'leased') return { readyAt: instantOf(runAt), leasedAt: instantOf(updatedAt) }
  return state === 'verifying' ? { leasedAt: instantOf(updatedAt) } : {}
}

/** The new row of a step, and what is told about it. */
export interface StepNotes {
  readonly row: EffectRow
  readonly entry: EffectEventKind
  readonly exceptions?: readonly ExceptionWrite[]
}
