export type { ClientLike, PoolLike, SqlRow, Statement } from './pool-like.js'
export { type PostgresOptions, postgres } from './postgres.js'
