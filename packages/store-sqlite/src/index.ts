export type { DatabaseLike, SqlValue, StatementLike } from './database-like.js'
export { type SqliteOptions, sqlite } from './sqlite.js'
