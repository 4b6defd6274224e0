import { type Dispatching, persist } from '../effects/calling/dispatching.js'
import { letGo } from '../effects/calling/let-go.js'
import type { Effect } from '../effects/effect.js'
import type { Maintain } from '../store/store.js'

/** Takes back every effect that the worker before still held, batch by batch. */
export async function recover(
  dispatching: Dispatching,
  { claim, abandoned: first }: { claim: Maintain; abandoned: readonly Effect[] },
): Promise<void> {
  let held = first
  while (held.length > 0) {
    await letGo(dispatching, { effects: held })
    const again = await persist(dispatching, () => dispatching.store.maintain(claim))
    held = again?.abandoned ?? []
  }
}
