import type { Env } from '@canonry/pack'
import { isOfGivenUpCall } from '../effects/calling/in-time.js'

/** How long a worker's place is its own, as far as it can know: each sign of life extends that. */
export interface Tenure {
  /**
   * What connectors are given. Its `fetch` sends a request while the place is surely the worker's own; else
   * it waits until the store has said so again. It rejects with an `AbortError`, unsent, once the tenure is
   * over, or where the call that it is part of was given up.
   */
  readonly env: Env
  /** The store took a sign of life, which was given at this moment. */
  extend(at: number): void
  /** The worker has done all its work, or another one works in its place. */
  end(): void
}

// clocks of machines differ, and a request takes a moment to leave
const SURE_SHARE = 0.75

/**
 * The tenure of a worker that has not given a sign of life yet, on a store that lets workers be silent
 * for so many milliseconds.
 *
 * A process that stands still, between one request of a call and the next too, may have been replaced
 * when it wakes, and what it was about to send may be under way from somewhere else.
 */
export function createTenure(env: Env, silenceMs: number): Tenure {
  let sureUntil = Number.NEGATIVE_INFINITY
  let isOver = false
  let waiting: (() => void)[] = []
  const isSure = () => !isOver && env.now() < sureUntil
  const wakeAll = () => {
    const woken = waiting
    waiting = []
    for (const wake of woken) wake()
  }
  const later = async (request: Request): Promise<Response> => {
    while (!isOver && !isSure()) await new Promise<void>((wake) => waiting.push(wake))
    if (isOver) throw unsent('another worker may work in this place')
    if (isOfGivenUpCall()) throw unsent('the call was given up, and may be made again elsewhere')
    return env.fetch(request)
  }
  return {
    env: {
      // one by one: an environment may be an object of a class
      now: () => env.now(),
      elapsed: () => env.elapsed(),
      sleep: (ms, signal) => env.sleep(ms, signal),
      random: () => env.random(),
      uuid: () => env.uuid(),
      fetch: (request) => (isSure() && !isOfGivenUpCall() ? env.fetch(request) : later(request)),
    },
    extend: (at) => {
      sureUntil = at + silenceMs * SURE_SHARE
      wakeAll()
    },
    end: () => {
      isOver = true
      wakeAll()
    },
  }
}

function unsent(why: string): DOMException {
  return new DOMException(why, 'AbortError')
}
