import { createRandom } from '@canonry/pack-shopify/simulator'
import type { WorkerProcess } from './worker-process.js'

const KILLS = 6

/** Kills a worker with SIGKILL at random moments, several times, and starts it again each time. */
export async function killAtRandom(
  workers: readonly WorkerProcess[],
  seed: number,
  signal: AbortSignal,
): Promise<void> {
  const random = createRandom(seed)
  for (let kill = 0; kill < KILLS; kill += 1) {
    await pause(random.between(400, 2200), signal)
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
