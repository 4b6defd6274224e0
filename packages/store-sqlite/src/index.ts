export type { DatabaseLike, SqlValue, StatementLike } from './database-like.js'
export { sqlite } from './sqlite.js'
