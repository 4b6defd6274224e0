import type { DatabaseLike, SqlValue, StatementLike } from './database-like.js'

type Named = (values: Readonly<Record<string, SqlValue>>) => never

/**
 * Prepares statements whose values are given in their order, whatever a database makes of `?1`.
 *
 * To better-sqlite3 it is a name, whose value it wants in an object:
 * https://github.com/WiseLibs/better-sqlite3/blob/master/docs/api.md#binding-parameters
 */
export function statementsOf(database: DatabaseLike): (sql: string) => StatementLike {
  let byName: boolean | undefined
  return (sql) => {
    const statement = database.prepare(sql)
    if (!sql.includes('?1')) return statement
    byName ??= takesNames(database)
    return byName ? inOrder(statement) : statement
  }
}

function takesNames(database: DatabaseLike): boolean {
  try {
    database.prepare('SELECT ?1').get(1)
    return false
  } catch {
    return true
  }
}

function inOrder(statement: StatementLike): StatementLike {
  const taking =
    (method: 'run' | 'get' | 'all') =>
    (...values: SqlValue[]) => {
      const numbered = Object.fromEntries(values.map((value, index) => [`${index + 1}`, value]))
      return (statement[method] as unknown as Named)(numbered)
    }
  return { run: taking('run'), get: taking('get'), all: taking('all') }
}
