import type { Completion } from '../../store/writes.js'
import type { Effect, EffectRow } from '../effect.js'
import { rowOf, step } from '../effect-step.js'
import { nextState } from '../transition.js'
import type { Dispatching, OpenConnection } from './dispatching.js'
import type { ReadableFrom } from './readable-from.js'

/** Notes from when on the last attempt of an effect may be read back. */
export function noteReadable(
  readableFrom: ReadableFrom,
  { row: { key, attempts }, from }: { readonly row: EffectRow; readonly from: number },
): void {
  readableFrom.set(key, { attempts, from })
}

/** Notes that these effects were sent by now, and their outcome is unknown. */
export function noteSent(
  { env, readableFrom }: Dispatching,
  { to, outcomes }: { to: OpenConnection; outcomes: readonly Completion[] },
): void {
  const from = env.now() + to.connector.capabilities.readAfterWriteMs
  for (const { row } of outcomes)
    if (row.state === 'unknown') noteReadable(readableFrom, { row, from })
}

/** The steps of those that are too early to be read back: each is put off until it surely is not. */
export function tooEarly(
  { env, readableFrom }: Dispatching,
  { to, effects }: { to: OpenConnection; effects: readonly Effect[] },
): readonly Completion[] {
  const now = env.now()
  const { readAfterWriteMs } = to.connector.capabilities
  return effects.flatMap((effect) => {
    const noted = readableFrom.get(effect.key)
    const isOfThis = noted?.attempts === effect.attempts
    const from = isOfThis ? noted.from : now + readAfterWriteMs
    noteReadable(readableFrom, { row: effect, from })
    return from > now ? [putOff(effect, { now, from })] : []
  })
}

function putOff(effect: Effect, { now, from }: { now: number; from: number }): Completion {
  const row = {
    ...rowOf(effect),
    state: nextState(effect.state, 'lose'),
    runAt: from,
    updatedAt: now,
  }
  // nothing has happened
  return { ...step(effect, { row, entry: 'effect-unknown' }), timeline: [], counts: {} }
}
