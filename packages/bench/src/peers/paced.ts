import { systemEnv } from '@canonry/pack'
import type { PeerQueue } from './peer.js'
import { turns } from './steady-load.js'

const TICK_MS = 50
const AGAIN_MS = 100

/** A sender that gives so many jobs at an even pace, and gives again what was not taken. */
export interface PacedSender {
  /** Resolves when all were taken. */
  readonly ended: Promise<void>
  /** When jobs were taken, on the clock of `performance.now()`. */
  taken(): readonly number[]
  /** How many calls failed. */
  failed(): number
}

/** How many jobs of how many keys, which take turns, are given in which time. */
export interface Pace {
  readonly count: number
  readonly keys: number
  readonly seconds: number
}

/** Begins to ingest; jobs that could not be given when they were due follow at once. */
export function paced(queue: PeerQueue, { count, keys, seconds }: Pace): PacedSender {
  const env = systemEnv()
  const start = performance.now()
  const taken: number[] = []
  let [given, failed] = [0, 0]
  const due = () => {
    const share = (performance.now() - start) / (seconds * 1_000)
    return Math.min(count, Math.ceil(count * share)) - given
  }
  const give = async (jobs: number) => {
    try {
      await queue.ingest(turns({ keys, first: given, count: jobs }))
      taken.push(performance.now())
      given += jobs
    } catch {
      failed += 1
      await env.sleep(AGAIN_MS)
    }
  }
  const run = async () => {
    while (given < count) {
      // two jobs of a key in one call have the same age for some
      if (due() > 0) await give(Math.min(due(), keys))
      else await env.sleep(TICK_MS)
    }
  }
  return { ended: run(), taken: () => taken, failed: () => failed }
}
