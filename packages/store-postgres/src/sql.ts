import { createHash } from 'node:crypto'
import type { ClientLike, SqlRow, SqlValue } from './pool-like.js'
import { fromSql, toSql } from './text.js'

/** One connection with the statements of this store; `@name` in a statement is a table of its schema. */
export interface Sql {
  all(text: string, ...values: SqlValue[]): Promise<readonly SqlRow[]>
  get(text: string, ...values: SqlValue[]): Promise<SqlRow | undefined>
  /** Runs statements without values, and prepares nothing. */
  exec(text: string): Promise<void>
}

/** A statement as one schema has it, with the name under which connections prepare it. */
export type Statements = (text: string) => { readonly name: string; readonly text: string }

/** How many statements a process has run when it has them planned anew. */
const ERAS = [200, 2_000, 20_000, 200_000]

/**
 * The statements of a schema; whoever shares a connection prepares each under the same name.
 *
 * A plan is made once, from what the tables hold then: one that was made on empty tables would go on
 * to read all of them when they are full, until the server next gathers statistics. So statements get
 * new names, and with them new plans, a few times while the tables grow.
 */
export function createStatements(schema: string): Statements {
  const known = new Map<string, ReturnType<Statements>>()
  let run = 0
  return (text) => {
    run += 1
    const { name, text: own } = known.get(text) ?? inSchema(text, schema)
    known.set(text, { name, text: own })
    return { name: `${name}_${ERAS.filter((era) => run > era).length}`, text: own }
  }
}

function inSchema(text: string, schema: string): ReturnType<Statements> {
  const own = text.replace(/@(?=[a-z])/g, `${quoted(schema)}.`)
  const hash = createHash('sha256').update(own).digest('base64url')
  return { name: `canonry_${hash.slice(0, 22)}`, text: own }
}

/** A name as PostgreSQL takes it, whatever characters it has. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

/** Wraps a connection. */
export function createSql(client: ClientLike, statements: Statements): Sql {
  const all = async (text: string, ...values: SqlValue[]) => {
    const { rows } = await client.query({ ...statements(text), values: values.map(toSql) })
    return rows.map(readRow)
  }
  return {
    all,
    get: async (text, ...values) => (await all(text, ...values))[0],
    exec: async (text) => {
      await client.query({ text: statements(text).text })
    },
  }
}

function readRow(row: SqlRow): SqlRow {
  const read: Record<string, unknown> = {}
  for (const name in row) read[name] = fromSql(row[name])
  return read
}

/** The columns of some rows, each as one value for `unnest`. */
export function columnsOf<Row>(
  rows: readonly Row[],
  ...columns: readonly ((row: Row) => SqlValue)[]
): SqlValue[] {
  return columns.map((column) => rows.map(column))
}
