import { instantOf } from '../effects/effect-notes.js'
import { openException, repeatException, resolveException } from '../exception.js'
import type { Counts, ExceptionWrite, Notes } from '../store/writes.js'
import { listOf, type Tables } from './tables.js'

/** Adds to counters. */
export function addCounts({ counters }: Tables, counts: Counts): void {
  for (const [name, by] of Object.entries(counts))
    counters.set(name, (counters.get(name) ?? 0) + by)
}

/** Opens, repeats and resolves exceptions; of one fingerprint at most one is open. */
export function writeExceptions(
  tables: Tables,
  { now, exceptions }: { now: number; exceptions: readonly ExceptionWrite[] },
): void {
  for (const write of exceptions) writeException(tables, { write, at: instantOf(now) })
}

function writeException(
  { exceptions, open }: Tables,
  { write, at }: { write: ExceptionWrite; at: string },
): void {
  const fingerprint = write.kind === 'open' ? write.draft.fingerprint : write.fingerprint
  const known = exceptions.get(open.get(fingerprint) ?? '')
  if (write.kind === 'resolve') {
    const { resolution } = write
    if (known) exceptions.set(known.id, resolveException(known, { at, resolution }))
    open.delete(fingerprint)
    return
  }
  const { draft, id } = write
  const next = known ? repeatException(known, { draft, at }) : openException(draft, { id, at })
  exceptions.set(next.id, next)
  open.set(fingerprint, next.id)
}

/** Adds to the timelines of entities. */
export function writeTimeline(tables: Tables, timeline: Notes['timeline']): void {
  for (const entry of timeline) listOf(tables.timeline, entry.id).push(entry)
}

/** Writes what goes along with a change. */
export function writeNotes(
  tables: Tables,
  { now, timeline, exceptions, counts }: Notes & { now: number },
): void {
  writeTimeline(tables, timeline)
  writeExceptions(tables, { now, exceptions })
  addCounts(tables, counts)
}
