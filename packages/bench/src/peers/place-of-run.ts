import { freshDatabase } from './database.js'
import type { Peer } from './peer.js'
import type { Place } from './place.js'
import { cannotStart, dropServers, startServers } from './servers/own-servers.js'
import type { Workload } from './workload.js'

/** A place for one run that has nothing yet, taken away at the end. */
export interface RunPlace extends AsyncDisposable {
  readonly place: Place
}

/** Servers that other runs use too. */
export interface SharedServers {
  readonly postgres: string
  /** Absent where no Redis answers. */
  readonly redis?: string
}

/** A workload by a system. */
export interface Run {
  readonly peer: Peer
  readonly workload: Workload
}

/** Makes the place of a run: a fresh database on shared servers, or servers of its own. */
export function placeOf(run: Run, shared: SharedServers): Promise<RunPlace> {
  return isOnOwn(run) ? ownPlace(run.peer) : sharedPlace(shared)
}

/** Why there is no place for a run on this machine; `undefined` where there is one. */
export async function noPlaceFor(run: Run, { redis }: SharedServers): Promise<string | undefined> {
  if (isOnOwn(run)) return cannotStart(run.peer)
  return run.peer.on === 'redis' && redis === undefined ? 'no Redis' : undefined
}

function isOnOwn({ peer, workload }: Run): boolean {
  return (peer.onOwnServers ?? false) || (workload.onOwnServers ?? false)
}

async function sharedPlace({ postgres, redis }: SharedServers): Promise<RunPlace> {
  const database = await freshDatabase(postgres)
  const place = { postgres: database.url, ...(redis !== undefined && { redis }) }
  return { place, [Symbol.asyncDispose]: () => database[Symbol.asyncDispose]() }
}

async function ownPlace(peer: Peer): Promise<RunPlace> {
  const own = await startServers(peer)
  const { postgres, redis } = own
  const place = { postgres: postgres.url, own, ...(redis && { redis: redis.url }) }
  // they are no children of this process, so they would outlive it
  const leave = () => void dropServers(own).finally(() => process.exit(1))
  process.once('SIGINT', leave).once('SIGTERM', leave)
  const dispose = async () => {
    process.off('SIGINT', leave).off('SIGTERM', leave)
    await dropServers(own)
  }
  return { place, [Symbol.asyncDispose]: dispose }
}
