import type { ClientLike, PoolLike, SqlRow, Statement } from './pool-like.js'
import type { PostgresJs, PostgresJsStatements } from './postgres-js-like.js'
import { beginPostgresJs, type PostgresJsTransaction } from './postgres-js-transaction.js'

/**
 * A pool that asks by a `postgres` (postgres.js).
 *
 * Each transaction of a client is one `begin` there: it alone tells when the connection of a
 * transaction is lost. What `reserve` gives would go on with the next session of the same socket,
 * and so in the middle of the transaction of somebody else.
 */
export function poolOfPostgresJs(sql: PostgresJs): PoolLike {
  if (sql.options.transform?.column?.from) {
    throw new TypeError(
      'the store reads columns by their names: give it a postgres without transform',
    )
  }
  const onClose = closes(sql)
  const begin = (mode: string) => beginPostgresJs({ sql, onClose }, mode)
  return {
    connect: async () => createClient(sql, begin),
    listen: async (channel, heard) => {
      const { unlisten } = await sql.listen(channel, heard)
      // a connection that is lost meanwhile listens no more
      return () => void unlisten().catch(() => undefined)
    },
    end: () => sql.end({ timeout: 5 }),
  }
}

// calls a listener for each connection that is closed, until it is told to stop
function closes({ options }: PostgresJs): (listener: () => void) => () => void {
  const listeners = new Set<() => void>()
  const { onclose } = options
  options.onclose = (connection) => {
    onclose?.(connection)
    for (const listener of [...listeners]) listener()
  }
  return (listener) => {
    listeners.add(listener)
    return () => void listeners.delete(listener)
  }
}

const BEGIN = /^BEGIN\b([^;]*)(?:;(.*))?$/s

function createClient(sql: PostgresJs, begin: (mode: string) => PostgresJsTransaction): ClientLike {
  let transaction: PostgresJsTransaction | undefined
  const run = (on: PostgresJsStatements, statement: Statement) => ask(on, { sql, statement })
  const alone = async (statement: Statement) => {
    const own = begin('')
    try {
      const answer = await own.run((on) => run(on, statement))
      await own.end('COMMIT')
      return answer
    } catch (problem) {
      await own.end('ROLLBACK').catch(() => undefined)
      throw problem
    }
  }
  const query = async (statement: Statement): Promise<{ readonly rows: SqlRow[] }> => {
    const [isBegin, mode = '', settings] = BEGIN.exec(statement.text) ?? []
    if (isBegin !== undefined) {
      transaction = begin(mode.trim())
      return transaction.run((on) => (settings ? run(on, { text: settings }) : { rows: [] }))
    }
    if (!transaction) return alone(statement)
    if (statement.text !== 'COMMIT' && statement.text !== 'ROLLBACK') {
      return transaction.run((on) => run(on, statement))
    }
    const ending = transaction
    transaction = undefined
    await ending.end(statement.text)
    return { rows: [] }
  }
  // postgres.js closes by itself what is broken; what is not ends its transaction, and is used on
  const release = () => {
    const left = transaction
    transaction = undefined
    left?.end('ROLLBACK').catch(() => undefined)
  }
  return { pipeline: true, query, release }
}

async function ask(
  on: PostgresJsStatements,
  { sql, statement: { name, text, values = [] } }: { sql: PostgresJs; statement: Statement },
): Promise<{ readonly rows: SqlRow[] }> {
  const parameters = values.map((value) => sql.typed(toParameter(value), UNKNOWN))
  // it knows what is prepared by the text alone: a new name must change that
  const named = name === undefined ? text : `${text} --${name}`
  const rows = await on.unsafe(named, parameters as never[], { prepare: name !== undefined })
  return { rows: rows as SqlRow[] }
}

// the type of a literal: the server finds out what is meant, and postgres.js sends what it is given
// https://www.postgresql.org/docs/15/datatype-pseudo.html
const UNKNOWN = 705

function toParameter(value: unknown): string | null {
  if (value instanceof Uint8Array) {
    return `\\x${Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('hex')}`
  }
  return value === null || value === undefined ? null : String(value)
}
