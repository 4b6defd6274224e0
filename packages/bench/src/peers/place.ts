import type { OwnPostgres } from './servers/own-postgres.js'
import type { OwnRedis } from './servers/own-redis.js'

/** Servers that are started for one run, so that it may disturb them. */
export interface OwnServers {
  readonly postgres: OwnPostgres
  readonly redis?: OwnRedis
}

/** Where a system keeps what it is given: a database of its own, and a Redis if there is one. */
export interface Place {
  readonly postgres: string
  readonly redis?: string
  /** Present where the servers were started for this run alone. */
  readonly own?: OwnServers
}
