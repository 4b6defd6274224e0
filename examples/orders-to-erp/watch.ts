import { pause } from './chaos.js'
import {
  type createProgress,
  isQuiet,
  readStatus,
  type ServiceStatus,
  statusLine,
} from './progress.js'
import type { World } from './world.js'

/** Shows how the run stands, twice a second, until the signal. */
export async function watch(
  world: World,
  port: number,
  given: { readonly progress: ReturnType<typeof createProgress>; readonly signal: AbortSignal },
): Promise<void> {
  while (!given.signal.aborted) {
    const status = await readStatus(port)
    const documents = world.erp.salesOrders().length
    given.progress.show(status ? statusLine(status, documents) : 'the worker is down')
    await pause(500, given.signal)
  }
}

// stillness must hold for a while: a fact may be on its way between two states
const LOOKS = 4

/** Resolves once nothing moves any more and the condition holds; gives up after three minutes. */
export async function untilQuiet(
  port: number,
  holds: (status: ServiceStatus) => boolean = () => true,
): Promise<void> {
  const deadline = performance.now() + 180_000
  for (let looks = 0; looks < LOOKS; ) {
    const status = await readStatus(port)
    looks = status && isQuiet(status) && holds(status) ? looks + 1 : 0
    if (performance.now() > deadline) {
      throw new Error(`the work does not come to an end: ${JSON.stringify(status)}`)
    }
    await pause(100)
  }
}
