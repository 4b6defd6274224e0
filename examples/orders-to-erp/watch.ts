import { pause } from './chaos.js'
import {
  type createProgress,
  isQuiet,
  type Memory,
  openIn,
  readStatus,
  type ServiceStatus,
  statusLine,
} from './progress.js'
import type { World } from './world.js'

/** Shows how the run stands until the signal: twice a second, over a whole day every few seconds. */
export async function watch(
  world: World,
  port: number,
  given: {
    readonly progress: ReturnType<typeof createProgress>
    readonly signal: AbortSignal
    readonly memory: Memory[]
    readonly everyMs: number
  },
): Promise<void> {
  while (!given.signal.aborted) {
    const status = await readStatus(port)
    if (status) given.memory.push(status.memory)
    const documents = world.erp.salesOrderCount()
    given.progress.show(status ? statusLine(status, documents) : 'the worker is down')
    await pause(given.everyMs, given.signal)
  }
}

// stillness must hold for a while: a fact may be on its way between two states
const LOOKS = 4

const PATIENCE_MS = 180_000

/**
 * Resolves once nothing moves any more and the condition holds; gives up when nothing has become less
 * for three minutes.
 */
export async function untilQuiet(
  port: number,
  holds: (status: ServiceStatus) => boolean = () => true,
): Promise<void> {
  let deadline = performance.now() + PATIENCE_MS
  let least = Number.POSITIVE_INFINITY
  for (let looks = 0; looks < LOOKS; ) {
    const status = await readStatus(port)
    const open = status ? openIn(status) : least
    if (open < least) [least, deadline] = [open, performance.now() + PATIENCE_MS]
    looks = status && isQuiet(status) && holds(status) ? looks + 1 : 0
    if (performance.now() > deadline) {
      throw new Error(`the work does not come to an end: ${JSON.stringify(status)}`)
    }
    await pause(100)
  }
}

/** Resolves once all that happens in shops and at tills has happened, and its webhooks are delivered. */
export async function untilAllIsSaid(world: World): Promise<void> {
  await Promise.all(saying(world).map((simulator) => simulator.run()))
}

/** Resolves once the service is quiet, and nobody has told it anything since: what it writes is told, too. */
export async function untilNothingIsNew(
  world: World,
  untilQuiet: () => Promise<void>,
): Promise<void> {
  let known: number
  do {
    known = eventsOf(world)
    await untilAllIsSaid(world)
    await untilQuiet()
  } while (eventsOf(world) > known)
}

function saying({ tills, shops }: World) {
  return [tills, ...shops.map(({ simulator }) => simulator)]
}

function eventsOf(world: World): number {
  return saying(world).reduce((sum, { counts }) => sum + counts.events, 0)
}
