import type { OutboxDatabase, OutboxDialect, OutboxSql } from './database.js'

type Rows = readonly Record<string, unknown>[]
// biome-ignore lint/suspicious/noExplicitAny: what a database is, its methods alone say
type Handle = any

interface Shape {
  /** Whether a handle is of this kind. */
  is(handle: Handle): boolean
  dialect(handle: Handle): OutboxDialect
  ask(handle: Handle, statement: { sql: string; values: unknown[]; reads: boolean }): unknown
}

/**
 * The kinds of databases, each known by a method that no kind before it has.
 *
 * https://github.com/prisma/prisma, https://kysely.dev, https://orm.drizzle.team,
 * https://github.com/porsager/postgres, https://nodejs.org/api/sqlite.html,
 * https://github.com/tursodatabase/libsql-client-ts, https://node-postgres.com
 */
const SHAPES: readonly Shape[] = [
  {
    is: (handle) => has(handle, '$executeRawUnsafe'),
    dialect: ({ _activeProvider }) => (_activeProvider === 'sqlite' ? 'sqlite' : 'postgres'),
    ask: (handle, { sql, values, reads }) =>
      reads ? handle.$queryRawUnsafe(sql, ...values) : handle.$executeRawUnsafe(sql, ...values),
  },
  {
    is: (handle) => has(handle, 'executeQuery') && has(handle, 'getExecutor'),
    dialect: (handle) => {
      const { adapter } = handle.getExecutor()
      return /sqlite/i.test(adapter?.constructor?.name) ? 'sqlite' : 'postgres'
    },
    ask: async (handle, { sql, values }) => (await handle.executeQuery(compiled(sql, values))).rows,
  },
  {
    is: (handle) => has(handle, 'unsafe'),
    dialect: () => 'postgres',
    ask: (handle, { sql, values }) => handle.unsafe(sql, values),
  },
  {
    is: (handle) => has(handle, 'run') && has(handle, 'all') && 'session' in handle,
    dialect: () => 'sqlite',
    ask: (handle, { sql, values, reads }) =>
      reads ? handle.all(drizzled(sql, values)) : handle.run(drizzled(sql, values)),
  },
  {
    is: (handle) => has(handle, 'execute') && 'session' in handle,
    dialect: () => 'postgres',
    ask: async (handle, { sql, values }) => rowsOf(await handle.execute(drizzled(sql, values))),
  },
  {
    is: (handle) => has(handle, 'prepare'),
    dialect: () => 'sqlite',
    ask: (handle, { sql, values, reads }) => {
      const statement = handle.prepare(sql)
      return reads ? statement.all(...values) : statement.run(...values)
    },
  },
  {
    is: (handle) => has(handle, 'execute') && has(handle, 'batch'),
    dialect: () => 'sqlite',
    ask: async (handle, { sql, values }) => (await handle.execute({ sql, args: values })).rows,
  },
  {
    is: (handle) => has(handle, 'query'),
    dialect: () => 'postgres',
    ask: async (handle, { sql, values }) => (await handle.query(sql, values)).rows,
  },
]

const KNOWN = 'pg, postgres.js, Kysely, Drizzle, Prisma, node:sqlite, better-sqlite3 or libsql'

/** A user's database or transaction as the outbox uses it; anything else throws. */
export function connectOutbox(database: OutboxDatabase, dialect?: OutboxDialect): OutboxSql {
  const handle: Handle = database
  const shape = SHAPES.find(({ is }) => is(handle))
  if (!shape) throw new Error(`an outbox needs a database or transaction of ${KNOWN}`)
  const ask = (reads: boolean, ...[sql, given]: [string, readonly unknown[]]) =>
    shape.ask(handle, { sql, values: [...given], reads })
  return {
    dialect: dialect ?? shape.dialect(handle),
    inTransaction: () => inTransaction(handle) || inTransaction(handle.$client),
    write: (sql, values) => {
      const written = ask(false, sql, values)
      return isPromise(written) ? Promise.resolve(written).then(() => undefined) : undefined
    },
    read: async (sql, values) => (await ask(true, sql, values)) as Rows,
  }
}

// as node:sqlite and better-sqlite3 say it; Drizzle has one of them as its `$client`
function inTransaction(handle: Handle): boolean {
  return handle?.isTransaction === true || handle?.inTransaction === true
}

// some are lazy, and begin when they are waited for
function isPromise(answer: unknown): answer is PromiseLike<unknown> {
  return has(answer, 'then')
}

function has(handle: Handle, method: string): boolean {
  return typeof handle?.[method] === 'function'
}

// what Kysely's CompiledQuery.raw makes
function compiled(sql: string, parameters: readonly unknown[]) {
  const query = { kind: 'RawNode', sqlFragments: [sql], parameters: [] }
  return { sql, parameters, query, queryId: { queryId: 'canonry-outbox' } }
}

// what Drizzle asks of a query: to be SQL, and to print itself
function drizzled(sql: string, params: readonly unknown[]) {
  const printed = { sql, params, typings: params.map(() => 'none') }
  const query = {
    getSQL: () => query,
    toQuery: () => printed,
    shouldInlineParams: false,
    inlineParams: () => query,
  }
  return query
}

// node-postgres answers rows in an object, postgres.js as a list
function rowsOf(answer: { rows?: unknown } | readonly unknown[]): unknown {
  return Array.isArray(answer) ? answer : (answer as { rows?: unknown }).rows
}
