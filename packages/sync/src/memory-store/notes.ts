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

/** Adds to the timelines of entities: what one step tells of one entity stands together. */
export function writeTimeline({ timeline: known }: Tables, timeline: Notes['timeline']): void {
  const places = new Map<string, number>()
  for (const entry of timeline) {
    const place = places.get(entry.id) ?? known.told++
    places.set(entry.id, place)
    listOf(known.of, entry.id).push({ place, entry })
  }
}

/** All that was told of the entities of some ids, oldest first. */
export function toldOf(
  { timeline }: Tables,
  ids: readonly string[],
): readonly Notes['timeline'][number][] {
  const told = ids.flatMap((id) => timeline.of.get(id) ?? [])
  if (ids.length > 1) told.sort((a, b) => a.place - b.place)
  return told.map(({ entry }) => entry)
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
