import { err, ok } from 'neverthrow'
import type { OpenConnection } from '../effects/calling/dispatching.js'
import { snapshotRow } from '../reconcile/next-pull.js'
import { answered } from '../store/answered.js'
import type { ConnectionRow } from '../store/connection-row.js'
import { emptyCommit } from '../store/empty-commit.js'
import type { TenantStore } from '../store/store.js'
import { releaseRest } from './approve.js'

/** What beginning depends on. */
export interface Beginning {
  readonly store: TenantStore
  readonly epoch: number
  readonly now: number
  readonly open: ReadonlyMap<string, OpenConnection>
  /** Ids of the connections that begin with a plan. */
  readonly bootstrap: readonly string[]
}

/**
 * Puts connections that are new, and shall begin with a plan, before their first fact is decided on.
 *
 * What was planned between the approval of a connection and now, and not yet released, is.
 */
export async function beginBootstraps(beginning: Beginning): Promise<void> {
  const { store, bootstrap } = beginning
  for (const id of bootstrap) refuseUnpullable(beginning, id)
  const known = await answered(store.query<'connections'>({ kind: 'connections' }))
  const fresh = bootstrap.filter((id) => !known.some(({ connection }) => connection === id))
  for (const connection of fresh) await begin(beginning, connection)
  for (const { connection, stage } of known) {
    if (stage !== 'plan') await releaseRest(store, { connection, now: beginning.now })
  }
}

async function begin({ store, epoch, now }: Beginning, connection: string): Promise<void> {
  const row: ConnectionRow = { ...snapshotRow(connection, now), stage: 'plan' }
  // a conflict: another worker has begun it
  const begun = store
    .commit({ ...emptyCommit(now), epoch, connections: [row] })
    .orElse((failure) => (failure.kind === 'conflict' ? ok() : err(failure)))
  await answered(begun)
}

function refuseUnpullable({ open }: Beginning, id: string): void {
  if (open.get(id)?.connector.pull) return
  throw new Error(
    `bootstrap names "${id}", whose connector cannot pull: there is nothing to plan from`,
  )
}
