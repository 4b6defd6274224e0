import type { Draws } from './draws.js'
import { createEventQueue } from './event-queue.js'
import { createTrace, type Trace } from './trace.js'

/** Simulated time: everything that happens is an event, and one happens after the other. */
export interface Clockwork {
  /** Epoch milliseconds. */
  now(): number
  /** Lets something happen after `ms`; what happens at one moment has an order of chance. */
  after(ms: number, act: () => void): void
  /**
   * Says that code can go on: it runs until nothing of it can, before the next event. Code that is
   * `foreign`, such as a connector, may also wait for a turn of the event loop.
   */
  wake(code?: 'core' | 'foreign'): void
  /** Says that something happened that others may have to act on. */
  stir(): void
  /** Milliseconds since something happened that others may have to act on. */
  calmFor(): number
  /** Lets events happen until there are none, or `isDone` says so after one. */
  run(isDone: () => boolean): Promise<void>
  readonly draws: Draws
  readonly trace: Trace
}

/** The moment at which every simulation begins. */
export const BEGIN = Date.parse('2026-11-27T08:00:00Z')

/** A clockwork that stands at {@link BEGIN}. */
export function createClockwork(
  draws: Draws,
  { isTold = false }: { isTold?: boolean } = {},
): Clockwork {
  const queue = createEventQueue()
  const rank = draws.stream('rank')
  const trace = createTrace({ isTold })
  let now = BEGIN
  let stirredAt = BEGIN
  let awake: 'core' | 'foreign' | undefined = 'foreign'
  return {
    draws,
    trace,
    now: () => now,
    wake: (code = 'core') => {
      if (awake !== 'foreign') awake = code
    },
    stir: () => {
      stirredAt = now
    },
    calmFor: () => now - stirredAt,
    after: (ms, act) => queue.push({ at: now + Math.max(0, Math.ceil(ms)), rank: rank(), act }),
    run: async (isDone) => {
      for (;;) {
        if (awake) await turn(awake)
        awake = undefined
        if (isDone()) return
        const event = queue.pop()
        if (!event) return
        now = event.at
        event.act()
      }
    },
  }
}

// every promise that can run does so before the next tick, and long before a turn of the event loop
function turn(code: 'core' | 'foreign'): Promise<void> {
  return new Promise((resolve) => {
    if (code === 'core') process.nextTick(resolve)
    else setImmediate(resolve)
  })
}
