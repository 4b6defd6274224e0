export type { ClientLike, PoolLike, SqlRow, Statement } from './pool-like.js'
export { migratePostgres, type PostgresOptions, type PostgresTarget, postgres } from './postgres.js'
export type { PostgresJs, PostgresJsStatements } from './postgres-js-like.js'
