import type { DatabaseLike } from './database-like.js'

type Constructor = new (path: string) => DatabaseLike

/** Opens a file with the SQLite that Node brings; where Node brings none, says what to do. */
export function databaseOpener(path: string): () => DatabaseLike {
  const builtin = process.getBuiltinModule?.('node:sqlite') as
    | { readonly DatabaseSync: Constructor }
    | undefined
  if (!builtin) throw new Error(adviceFor(path))
  return () => new builtin.DatabaseSync(path)
}

function adviceFor(path: string): string {
  const { version } = process
  return (
    `sqlite("${path}") needs Node 22.13 or newer, this is ${version}: pass an open database, ` +
    `sqlite(new DatabaseSync("${path}")) with DatabaseSync from "@photostructure/sqlite"`
  )
}
