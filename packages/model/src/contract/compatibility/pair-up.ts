import { canonicalText } from '../../value/canonical-text.js'
import type { Place } from './place.js'
import { distanceOf, type SchemaShift } from './schema-change.js'
import type { Frame, Walk } from './walk.js'

/** Schemas of two lists that belong together, and what is left over. */
export interface PairedUp {
  readonly shifts: readonly SchemaShift[]
  readonly removed: readonly Place[]
  readonly added: readonly Place[]
}

/**
 * Pairs each earlier schema with a later one: equal text first, then the nearest.
 *
 * Any pairing proves what it finds compatible, so a bad one costs a false alarm and misses nothing.
 * Where one of each is left, they are told as one that changed.
 */
export function pairUp(
  { compare }: Walk,
  { before, after, frame }: { before: readonly Place[]; after: readonly Place[]; frame: Frame },
): PairedUp {
  const left = [...after]
  const shifts: SchemaShift[] = []
  const take = (later: Place, found: readonly SchemaShift[]) => {
    left.splice(left.indexOf(later), 1)
    shifts.push(...found)
  }
  const changed = before.filter((earlier) => {
    const text = canonicalText(earlier.schema)
    const twin = left.find(({ schema }) => canonicalText(schema) === text)
    if (twin) take(twin, compare({ before: earlier, after: twin, frame }))
    return !twin
  })
  const removed = changed.filter((earlier) => {
    const tried = left.map((later) => ({
      later,
      found: compare({ before: earlier, after: later, frame }),
    }))
    const [nearest] = tried.sort((a, b) => distanceOf(a.found) - distanceOf(b.found))
    const isPair = nearest !== undefined && distanceOf(nearest.found) < 2
    if (isPair) take(nearest.later, nearest.found)
    return !isPair
  })
  const [one, another] = [removed[0], left[0]]
  if (!one || !another || removed.length + left.length > 2) return { shifts, removed, added: left }
  take(another, compare({ before: one, after: another, frame }))
  return { shifts, removed: [], added: [] }
}
