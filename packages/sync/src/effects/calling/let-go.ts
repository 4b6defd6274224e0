import type { Effect } from '../effect.js'
import { abandoned } from '../settling/abandoned.js'
import { type Dispatching, persist, record } from './dispatching.js'
import { noteReadable } from './read-back.js'

/** The most effects that are looked for at once. */
const AT_ONCE = 1_000

/**
 * Gives back what the store says this worker holds, and it does not: the store leased it, or took a
 * step of it, and its answer was lost on the way.
 */
export async function letGoOfLost(dispatching: Dispatching): Promise<void> {
  const { store, holdings, epoch } = dispatching
  const { keys, any } = holdings.doubted()
  if (!any && keys.length === 0) return
  const which = any ? {} : { keys }
  const found = await persist(dispatching, () =>
    store.query<'effects'>({ kind: 'effects', ...which, heldBy: epoch, limit: AT_ONCE }),
  )
  const lost = found?.filter(({ key }) => !holdings.has(key))
  await letGo(dispatching, { effects: lost ?? [] })
}

/** Gives effects back that nobody holds any more, for the reason that people are told. */
export async function letGo(
  dispatching: Dispatching,
  { effects, why }: { readonly effects: readonly Effect[]; readonly why?: string },
): Promise<void> {
  const { env, open, readableFrom } = dispatching
  const now = env.now()
  const steps = effects.map((effect) => {
    const connector = open.get(effect.connection)?.connector
    const readAfterWriteMs = connector?.capabilities.readAfterWriteMs ?? 0
    return abandoned(effect, { now, readAfterWriteMs, why })
  })
  for (const [index, { row }] of steps.entries()) {
    const wasSending = effects[index]?.state === 'sending'
    if (wasSending) noteReadable(readableFrom, { row, from: row.runAt })
  }
  await record(dispatching, steps)
}
