import { systemEnv } from '@canonry/pack'
import { type JobPlan, jobsOf, newestOf } from './job.js'
import type { PeerQueue } from './peer.js'

const LOOK_AGAIN_MS = 2

/** Keeps a queue busy without letting much pile up, until it is stopped. */
export interface SteadyLoad {
  /** Ends it; answers the newest version of each key that was given. */
  stop(): Promise<ReadonlyMap<string, number>>
  given(): number
}

/** How a queue is kept busy. */
export interface Steady {
  readonly keys: number
  /** Jobs in one call. */
  readonly batch: number
  /** How many jobs wait or are under way at most. */
  readonly ahead: number
  done(): number
}

/** Ingests jobs of keys that take turns, whenever fewer than `ahead` are not done. */
export function keepBusy(queue: PeerQueue, { keys, batch, ahead, done }: Steady): SteadyLoad {
  let [isOn, given] = [true, 0]
  const plan = (): JobPlan => ({ count: given, keys })
  const feed = async () => {
    while (isOn) {
      if (given - done() > ahead - batch) {
        await systemEnv().sleep(LOOK_AGAIN_MS)
        continue
      }
      await queue.ingest(turns({ keys, first: given, count: batch }))
      given += batch
    }
  }
  const feeding = feed()
  const stop = async () => {
    isOn = false
    await feeding
    return newestOf(plan())
  }
  return { stop, given: () => given }
}

/** Jobs of keys that take turns, from the `first` turn on. */
export function turns({ keys, first, count }: { keys: number; first: number; count: number }) {
  return jobsOf({ count: count + (first % keys), keys, from: 1 + Math.floor(first / keys) }).slice(
    first % keys,
  )
}
