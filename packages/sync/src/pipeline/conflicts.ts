import type { Queries } from '../store/queries.js'
import type { StoreFailure } from '../store/store-failure.js'

/** The conflicts that one step has met so far. */
export interface Conflicts {
  readonly count: number
  /** How many of the last ones in a row met one and the same state: nobody was faster. */
  readonly inVain: number
  /** A print of the state that was decided on last. */
  readonly print?: string
}

/** No conflict so far. */
export const NO_CONFLICTS: Conflicts = { count: 0, inVain: 0 }

const LONGEST_PAUSE_MS = 250
const FIRST_PAUSE_MS = 2

/** One more conflict, over what was decided on that state. */
export function oneMore(
  { count, inVain, print: before }: Conflicts,
  situation: Queries['situation']['answer'],
): Conflicts {
  const print = printOf(situation)
  return { count: count + 1, inVain: print === before ? inVain + 1 : 1, print }
}

/** How long to wait until the others may be done: full jitter, so that no two stay in step. */
export function pauseMs({ count }: Conflicts, random: number): number {
  return 1 + Math.floor(random * Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** count))
}

/** What a step answers that always came second: it is taken up again, and nothing is held against it. */
export function overtaken({ message, ...failure }: StoreFailure): StoreFailure {
  return { ...failure, kind: 'unavailable', message: `others were faster every time: ${message}` }
}

// all that a commit compares with what it was decided on, and that a new decision can heed
function printOf({ links, states, planning }: Queries['situation']['answer']): string {
  const named = links.map(({ entity, id }) => [entity, id])
  const known = states.map(({ row, effects }) => [
    row.id,
    row.version,
    effects.map(({ key, fence }) => [key, fence]),
  ])
  return JSON.stringify([named, known, planning])
}
