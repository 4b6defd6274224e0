import { abandoned } from '../effects/abandoned.js'
import { type Dispatching, persist, record } from '../effects/dispatching.js'
import type { Effect } from '../effects/effect.js'
import type { Maintain } from '../store/store.js'

/** Takes back every effect that the worker before still held, batch by batch. */
export async function recover(
  dispatching: Dispatching,
  { claim, abandoned: first }: { claim: Maintain; abandoned: readonly Effect[] },
): Promise<void> {
  const { env, open, store } = dispatching
  let held = first
  while (held.length > 0) {
    const now = env.now()
    const steps = held.map((effect) => {
      const connector = open.get(effect.connection)?.connector
      const readAfterWriteMs = connector?.capabilities.readAfterWriteMs ?? 0
      return abandoned(effect, { now, readAfterWriteMs })
    })
    await record(dispatching, steps)
    const again = await persist(dispatching, () => store.maintain(claim))
    held = again?.abandoned ?? []
  }
}
