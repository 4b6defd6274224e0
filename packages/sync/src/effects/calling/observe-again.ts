import { type Ref, refKey } from '@canonry/model'
import { emptyCommit } from '../../store/empty-commit.js'
import type { PendingRead } from '../../store/rows.js'
import type { Effect } from '../effect.js'
import { type Dispatching, type OpenConnection, persist } from './dispatching.js'

/** Effects that met another version of their document than they build on. */
interface Overtaken {
  readonly to: OpenConnection
  readonly effects: readonly Effect[]
  /** What the target system calls the things that they change. */
  readonly links: Readonly<Record<string, Ref>>
}

/**
 * Has the documents read that somebody else changed: what they say is merged, and decided on again,
 * before the effects are tried once more on the version that was read.
 */
export async function observeAgain(
  dispatching: Dispatching,
  { to, effects, links }: Overtaken,
): Promise<void> {
  const { connection, connector } = to
  if (!connector.capabilities.compareAndSet) return
  const kinds = new Set(Object.values(connection.resources).map(({ kind }) => kind))
  const now = dispatching.env.now()
  const reads = effects.flatMap(({ key, source }): PendingRead[] => {
    const ref = links[refKey(source)]
    if (!ref || !kinds.has(ref.kind)) return []
    const why = 'somebody else changed it'
    return [
      { id: `overtaken:${key}`, connection: connection.id, ref, why, attempts: 0, runAt: now },
    ]
  })
  if (reads.length === 0) return
  await persist(dispatching, () => dispatching.store.commit({ ...emptyCommit(now), reads }))
}
