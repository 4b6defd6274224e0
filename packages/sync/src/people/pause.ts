import type { By } from './act.js'

/** Why a connection rests, since when, and until when: epoch milliseconds. */
export interface Pause extends By {
  readonly since: number
  /** Absent: until somebody lets it go on. */
  readonly until?: number
}

/** A connection that a person has paused. */
export interface PausedConnection extends Pause {
  readonly connection: string
}
