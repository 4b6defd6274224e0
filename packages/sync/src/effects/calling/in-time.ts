import { AsyncLocalStorage } from 'node:async_hooks'
import type { Env } from '@canonry/pack'

/** How long a call of a connector may go without an answer, in milliseconds of the machine's time: two minutes. */
export const CALL_MS = 120_000

/** A call that nobody answered in time: what it brought about is not known. */
export class Unanswered extends Error {
  override readonly name = 'Unanswered'

  constructor() {
    super(`the connector did not answer for ${CALL_MS / 1_000} seconds`)
  }
}

const calls = new AsyncLocalStorage<{ isGivenUp: boolean }>()

/** Whether what asks is part of a call that was given up: others may do by now what it was about to do. */
export function isOfGivenUpCall(): boolean {
  return calls.getStore()?.isGivenUp === true
}

/** What a call answers; rejects with {@link Unanswered} when it has not answered in time, and is given up. */
export async function inTime<T>(env: Env, call: () => Promise<T>): Promise<T> {
  const answered = new AbortController()
  const own = { isGivenUp: false }
  try {
    return await Promise.race([calls.run(own, call), late(env, answered.signal)])
  } catch (problem) {
    own.isGivenUp = problem instanceof Unanswered
    throw problem
  } finally {
    answered.abort(ANSWERED)
  }
}

const AT_LEAST_MS = 100

// a reason of its own: making the default one costs more than the rest
const ANSWERED = 'answered'

async function late(env: Env, answered: AbortSignal): Promise<never> {
  const began = env.elapsed()
  // a timer may be early, and on a fast clock hardly any time has passed for the call by then
  for (let left = CALL_MS; left > 0 && !answered.aborted; left = CALL_MS + began - env.elapsed()) {
    await env.sleep(Math.max(left, AT_LEAST_MS), answered)
  }
  if (!answered.aborted) throw new Unanswered()
  return new Promise(() => undefined)
}
