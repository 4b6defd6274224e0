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

/** What a call answers; rejects with {@link Unanswered} when it has not answered in time. */
export async function inTime<T>(env: Env, call: () => Promise<T>): Promise<T> {
  const answered = new AbortController()
  try {
    return await Promise.race([call(), late(env, answered.signal)])
  } finally {
    answered.abort(ANSWERED)
  }
}

// a reason of its own: making the default one costs more than the rest
const ANSWERED = 'answered'

async function late(env: Env, answered: AbortSignal): Promise<never> {
  const began = env.elapsed()
  // on a fast clock it has slept for so long when hardly any time has passed for the call
  while (env.elapsed() - began < CALL_MS && !answered.aborted) await env.sleep(CALL_MS, answered)
  if (!answered.aborted) throw new Unanswered()
  return new Promise(() => undefined)
}
