import { createRandom } from '@canonry/pack-shopify/simulator'
import type { WorkerProcess } from './worker-process.js'

const KILLS = 6

/** What a run of misfortune follows from. */
interface Killing {
  readonly seed: number
  /** Over how long the kills are spread, in real milliseconds. */
  readonly lengthMs: number
  readonly signal: AbortSignal
}

/** Kills a worker with SIGKILL at random moments, several times, and starts it again each time. */
export async function killAtRandom(
  workers: readonly WorkerProcess[],
  { seed, lengthMs, signal }: Killing,
): Promise<void> {
  const random = createRandom(seed)
  const usual = Math.round(lengthMs / KILLS)
  for (let kill = 0; kill < KILLS; kill += 1) {
    await pause(random.between(usual >> 2, (usual * 3) >> 1), signal)
    if (signal.aborted) return
    const victim = workers.length === 1 ? 0 : random.between(0, workers.length - 1)
    await workers[victim]?.killAndRestart()
  }
}

/** Waits in real time, or until the signal. */
export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms)
    signal?.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}
