import { type ConnectionGate, isPaused } from '../effects/connection-gate.js'
import type { PausedConnection } from './pause.js'

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
