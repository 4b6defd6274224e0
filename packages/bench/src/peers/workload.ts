import type { Verdict } from './ledger.js'
import type { Peer } from './peer.js'
import type { Place } from './place.js'

/** Where and how long a workload runs. */
export interface Scene {
  readonly place: Place
  /** For how long it is measured, where that is a matter of time; loads grow with it. */
  readonly seconds: number
  /** The share of the rows that W7 lays beside, where 1 is a million. */
  readonly scale?: number
}

/** What one run of a workload came to. */
export interface Outcome {
  /** By their names, which say the unit. */
  readonly figures: Readonly<Record<string, number>>
  readonly verdict: Verdict
  /** What must be known to read the figures, such as that the run was broken off. */
  readonly note?: string
}

/** One thing that is measured of every system. */
export interface Workload {
  /** `w1` to `w15`. */
  readonly id: string
  readonly title: string
  /** What is done, and what the figures mean. */
  readonly about: string
  /** It takes minutes, so it is not repeated. */
  readonly once?: boolean
  /** It disturbs the servers, so it gets its own. */
  readonly onOwnServers?: boolean
  run(peer: Peer, scene: Scene): Promise<Outcome>
}

/** After how many seconds a drain is broken off: what was done until then is its figure. */
export const PATIENCE_SECONDS = 60

/** Jobs of a workload for a system: fewer where one of it takes long, and a handful at least. */
export function shareOf({ share }: Peer, jobs: number): number {
  return Math.max(20, Math.round(jobs * share))
}
