import type { Peer } from '../peer.js'
import type { OwnServers, Place } from '../place.js'
import {
  dropPostgres,
  postgresCannotStart,
  restartPostgres,
  startPostgres,
} from './own-postgres.js'
import { dropRedis, redisCannotStart, restartRedis, startRedis } from './own-redis.js'

/** Why a peer's servers cannot be started here; `undefined` where they can be. */
export async function cannotStart({ on }: Pick<Peer, 'on'>): Promise<string | undefined> {
  return postgresCannotStart() ?? (on === 'redis' ? await redisCannotStart() : undefined)
}

/** Starts what a peer needs. */
export async function startServers({ on }: Pick<Peer, 'on'>): Promise<OwnServers> {
  const postgres = await startPostgres()
  return { postgres, ...(on === 'redis' && { redis: await startRedis() }) }
}

/** Restarts the server that a peer keeps its jobs on, without warning. */
export async function restartServer({ own }: Place, { on }: Pick<Peer, 'on'>): Promise<void> {
  if (on === 'redis' && own?.redis) await restartRedis(own.redis)
  else if (own) await restartPostgres(own.postgres)
  else throw new Error('only own servers are restarted')
}

/** Ends them, and takes their data away. */
export async function dropServers({ postgres, redis }: OwnServers): Promise<void> {
  await dropPostgres(postgres)
  if (redis) await dropRedis(redis)
}
