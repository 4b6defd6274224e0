import type { Env } from '@canonry/pack'
import type { Result } from 'neverthrow'
import type { StoreFailure } from '../store/store-failure.js'
import type { Pulse, Work } from './pulse.js'

/** One of the things that a worker does over and over. */
export interface Loop {
  readonly name: Work
  /** What a step may have made work for; absent: for any loop. */
  readonly feeds?: readonly Work[]
  /** Whether another process may make work for it that nobody here is told of. */
  readonly looksOut?: boolean
  /** Answers how much it did; 0 means that there is nothing to do now. */
  step(): Promise<Result<number, StoreFailure>>
}

/** What a loop runs on. */
export interface Running {
  readonly env: Env
  readonly pulse: Pulse
  readonly signal: AbortSignal
  /** The store belongs to another worker, or is closed: everything stops. */
  lost(failure: StoreFailure): void
  /** A step threw: a bug, told and tried again. */
  broken(loop: string, problem: unknown): Promise<void>
}

const REST_MS = 250
const LONGEST_REST_MS = 2_000
const RECOVER_MS = 1_000

/**
 * Runs a loop until the signal aborts; neither a failing store nor a bug in a step ends it.
 *
 * Between two steps that find nothing it rests, unless it is told of work: for as long as it has found nothing so far,
 * so that what becomes due in time is found late by no more than it had to wait.
 */
export async function runLoop(loop: Loop, running: Running): Promise<void> {
  const { env, pulse, signal } = running
  let idleMs = 0
  while (!signal.aborted) {
    const seen = pulse.beats(loop.name)
    const done = await stepSafely(loop, running)
    if (done === undefined) await env.sleep(RECOVER_MS, signal)
    else if (done === 0) {
      const ms = loop.looksOut ? REST_MS : Math.min(Math.max(REST_MS, idleMs), LONGEST_REST_MS)
      await pulse.rest(loop.name, { ms, seen })
      idleMs = pulse.beats(loop.name) === seen ? idleMs + ms : 0
    } else {
      idleMs = 0
      // lets requests and answers in between two steps
      await env.sleep(0, signal)
    }
  }
}

async function stepSafely(loop: Loop, running: Running): Promise<number | undefined> {
  try {
    const done = await loop.step()
    if (done.isErr()) return afterFailure(done.error, running)
    if (done.value > 0) running.pulse.beat(loop.feeds)
    return done.value
  } catch (problem) {
    await running.broken(loop.name, problem)
    return undefined
  }
}

function afterFailure(failure: StoreFailure, { lost }: Running): undefined {
  if (failure.kind === 'stale-fence' || failure.kind === 'closed') lost(failure)
}
