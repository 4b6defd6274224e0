import { createHash } from 'node:crypto'
import { checkStep, OutOfStep } from './in-step.js'
import type { ClientLike, Scalar, SqlRow, SqlValue } from './pool-like.js'
import { codeOf } from './sql-failure.js'
import { fromSql, toSql } from './text.js'

/** One connection with the statements of this store; `@name` in a statement is a table of its schema, and `@` alone the schema. */
export interface Sql {
  all(text: string, ...values: SqlValue[]): Promise<readonly SqlRow[]>
  get(text: string, ...values: SqlValue[]): Promise<SqlRow | undefined>
  /** Runs statements without values, and prepares nothing. */
  exec(text: string): Promise<void>
  /** Begins a transaction; rejects with {@link OutOfStep} where the connection cannot be trusted. */
  begin(text: string): Promise<void>
  /** Leaves work whose answer nobody needs to the end of the transaction, which waits for it. */
  leave(work: Promise<void>): void
  /** Ends a transaction; a commit fails with the work that was left to it. */
  end(statement: 'COMMIT' | 'ROLLBACK'): Promise<void>
}

/** A statement as one schema has it, with the name under which connections prepare it. */
export type Statements = (text: string) => { readonly name: string; readonly text: string }

/** How often a process has run a statement when it has it planned anew. */
const ERAS = [2, 16, 128, 1_000, 10_000, 100_000]

/**
 * The statements of a schema; whoever shares a connection prepares each under the same name.
 *
 * A plan is made once, from what the tables hold then: one that was made on empty tables would go on
 * to read all of them when they are full, until the server next gathers statistics. So statements get
 * new names, and with them new plans, a few times while the tables grow.
 */
export function createStatements(schema: string): Statements {
  const known = new Map<string, ReturnType<Statements> & { runs: number }>()
  return (text) => {
    const statement = known.get(text) ?? { ...inSchema(text, schema), runs: 0 }
    known.set(text, statement)
    statement.runs += 1
    const era = ERAS.filter((runs) => statement.runs > runs).length
    return { name: `${statement.name}_${era}`, text: statement.text }
  }
}

function inSchema(text: string, schema: string): ReturnType<Statements> {
  const own = text.replace(/('?)@([a-z_]*)\1/g, (_, quote: string, table: string) => {
    const name = table === '' ? quoted(schema) : `${quoted(schema)}.${table}`
    return quote === '' ? name : `'${name.replaceAll("'", "''")}'`
  })
  const hash = createHash('sha256').update(own).digest('base64url')
  return { name: `canonry_${hash.slice(0, 22)}`, text: own }
}

/** A name as PostgreSQL takes it, whatever characters it has. */
function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

/**
 * Wraps a connection. Statements run in the order in which they are asked for; those that nobody
 * waits for in between go to the server together where the connection can do that.
 */
export function createSql(client: ClientLike, statements: Statements): Sql {
  const { send, forget } = withReasons(
    client.pipeline ? client.query.bind(client) : oneByOne(client),
  )
  const all = async (text: string, ...values: SqlValue[]) => {
    const answer = await send({ ...statements(text), values: values.map(toSql) })
    // several answers belong to several statements
    if (Array.isArray(answer)) throw new OutOfStep()
    for (const row of answer.rows) readRow(row)
    return answer.rows
  }
  const run = (text: string) => send({ text: statements(text).text })
  const exec = async (text: string) => void (await run(text))
  let left: Promise<void>[] = []
  return {
    all,
    get: async (text, ...values) => (await all(text, ...values))[0],
    exec,
    begin: async (text) => {
      forget()
      checkStep(await run(text), 'BEGIN')
    },
    leave: (work) => {
      // what goes wrong is found at the end
      work.catch(() => undefined)
      left.push(work)
    },
    end: async (statement) => {
      const work = left
      left = []
      const ended = exec(statement)
      await (statement === 'COMMIT' ? together([...work, ended]) : ended)
    },
  }
}

function oneByOne(client: ClientLike): ClientLike['query'] {
  let last: Promise<unknown> = Promise.resolve()
  return (statement) => {
    const answer = last.then(() => client.query(statement))
    last = answer.catch(() => undefined)
    return answer
  }
}

// https://www.postgresql.org/docs/15/errcodes-appendix.html
const ABORTED = '25P02'

/**
 * Whatever fails behind another statement of its transaction fails for the reason of the first: that
 * one may be work that nobody waits for.
 */
function withReasons(query: ClientLike['query']): {
  readonly send: ClientLike['query']
  readonly forget: () => void
} {
  let reason: unknown
  return {
    send: async (statement) => {
      try {
        return await query(statement)
      } catch (problem) {
        if (codeOf(problem) === ABORTED && reason !== undefined) throw reason
        reason ??= problem
        throw problem
      }
    },
    forget: () => {
      reason = undefined
    },
  }
}

// in place: the driver made the row for us alone
function readRow(row: Record<string, unknown>): void {
  for (const name in row) {
    const value = row[name]
    if (typeof value === 'string') row[name] = fromSql(value)
  }
}

/**
 * Waits for all of some pieces of work that were begun together, whatever becomes of each: none goes
 * on once the transaction has ended. Throws what went wrong first.
 */
export async function together<const Work extends readonly unknown[]>(
  work: Work,
): Promise<{ -readonly [Place in keyof Work]: Awaited<Work[Place]> }> {
  const settled = await Promise.allSettled(work)
  const failed = settled.find((each) => each.status === 'rejected')
  if (failed) throw failed.reason
  return settled.map((each) => (each.status === 'fulfilled' ? each.value : undefined)) as never
}

/** The columns of some rows, each as one value for `unnest`. */
export function columnsOf<Row>(
  rows: readonly Row[],
  ...columns: readonly ((row: Row) => Scalar)[]
): SqlValue[] {
  return columns.map((column) => rows.map(column))
}
