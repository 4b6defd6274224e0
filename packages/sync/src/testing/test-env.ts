import type { Env } from '@canonry/pack'
import { createSleepers } from './sleepers.js'

/** An environment whose time stands still until it is told to go on: nothing really sleeps. */
export interface TestEnv extends Env {
  /** Lets time pass, waking every sleeper in order. */
  advance(ms: number): Promise<void>
  /**
   * Lets time pass from sleeper to sleeper until `reached` holds; throws when it does not within
   * `ms` (default: one day), or when nobody sleeps any more.
   */
  until(reached: () => boolean | Promise<boolean>, ms?: number): Promise<void>
  /** Lets everything run that can run without time passing. */
  settle(): Promise<void>
}

/** What {@link testEnv} may be given. */
export interface TestEnvOptions {
  /** Epoch milliseconds at the start. */
  readonly now?: number
  /** Environments with different seeds never make the same id. */
  readonly seed?: number
  readonly fetch?: Env['fetch']
}

const START = Date.parse('2026-11-27T08:00:00Z')
const DAY_MS = 86_400_000

/** A deterministic environment for tests: settable time, seeded randomness, counted ids. */
export function testEnv(options: TestEnvOptions = {}): TestEnv {
  const { seed = 1, fetch = refuseFetch } = options
  const time = createSleepers(options.now ?? START)
  const turns = createTurns()
  let ids = 0
  const wakeNext = async (until: number) => {
    await turns.settle()
    return time.wakeNext(until)
  }
  return {
    now: time.now,
    elapsed: time.now,
    random: mulberry32(seed),
    uuid: () => `${hexOf(seed, 8)}-0000-4000-8000-${hexOf(++ids, 12)}`,
    fetch,
    settle: turns.settle,
    sleep: (ms, signal) => (ms > 0 ? time.sleep(ms, signal) : turns.take()),
    advance: async (ms) => {
      const until = time.now() + ms
      let woken = true
      while (woken) woken = await wakeNext(until)
      time.moveTo(until)
      await turns.settle()
    },
    until: async (reached, ms = DAY_MS) => {
      const until = time.now() + ms
      await turns.settle()
      while (!(await reached())) {
        if (!(await wakeNext(until))) throw new Error(`not reached within ${ms} ms`)
        await turns.settle()
      }
    },
  }
}

function hexOf(number: number, digits: number): string {
  return number.toString(16).padStart(digits, '0')
}

// who sleeps for no time lets others run: only when nobody does that any more is all at rest
function createTurns() {
  let open = 0
  return {
    take: async () => {
      open++
      await turn()
      open--
    },
    settle: async () => {
      do await turn()
      while (open > 0)
      await turn()
    },
  }
}

// one turn of the event loop runs every promise that can run
function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

async function refuseFetch(): Promise<Response> {
  throw new Error('this test environment has no network')
}

// Mulberry32, public domain, by Tommy Ettinger
function mulberry32(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
