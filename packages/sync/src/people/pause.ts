import { type ConnectionGate, isPaused } from '../effects/connection-gate.js'
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

/** The connections that rest now because a person wants it, by name. */
export function pausedIn(
  gates: Readonly<Record<string, ConnectionGate>>,
  now: number,
): readonly PausedConnection[] {
  return Object.entries(gates)
    .flatMap(([connection, gate]) =>
      gate.pausedBy && isPaused(gate, now) ? [{ connection, ...gate.pausedBy }] : [],
    )
    .sort((a, b) => (a.connection < b.connection ? -1 : 1))
}
