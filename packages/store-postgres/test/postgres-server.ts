import { randomUUID } from 'node:crypto'
import {
  type ClientLike,
  type PostgresOptions,
  type PostgresTarget,
  postgres,
  type Statement,
} from '@canonry/store-postgres'
import type { Store } from '@canonry/sync'
import pg from 'pg'
import postgresJs from 'postgres'

/** Where the tests find a server: `POSTGRES_URL`, or the usual place on this machine. */
export const SERVER = process.env['POSTGRES_URL'] ?? 'postgres://postgres@127.0.0.1:5432/postgres'

/** Why there is no server to test with; `undefined` when there is one. */
export async function serverIsMissing(): Promise<string | undefined> {
  const client = new pg.Client({ connectionString: SERVER, connectionTimeoutMillis: 2_000 })
  try {
    await client.connect()
    await client.end()
    return undefined
  } catch (problem) {
    const why = `no PostgreSQL at ${SERVER}: ${problem instanceof Error ? problem.message : ''}`
    if (process.env['CI']) throw new Error(why, { cause: problem })
    return why
  }
}

/** Stores in a schema of its own, for the tests of one file. */
export interface TestDatabase {
  /** A store that has nothing yet: its tenants are others than those of the stores before. */
  readonly create: () => Store
  /** The store that was made last, as another process opens it. */
  readonly reopen: () => Store
  readonly schema: string
  /** Closes what is open, and leaves the schema. */
  end(): Promise<void>
  drop(): Promise<void>
}

/** A pool that outlives the stores that use it: closing a store is a matter of its own. */
interface Shared {
  readonly target: PostgresTarget
  end(): Promise<void>
}

interface DriverGiven extends Pick<TestServer, 'asked'> {
  readonly url: string
}

/** The drivers that a store can have, each with a pool that stores share. */
export const DRIVERS = {
  pg: ({ url, asked }: DriverGiven): Shared => {
    const pool = new pg.Pool({ connectionString: url, max: 8 })
    pool.on('error', () => undefined)
    const end = async () => undefined
    const watching = new Map<pg.PoolClient, ClientLike>()
    const connect = async () => {
      const client = await pool.connect()
      if (!asked) return client
      const known = watching.get(client) ?? watched(client, asked)
      watching.set(client, known)
      return known
    }
    return { target: { connect, end }, end: () => pool.end() }
  },
  postgres: ({ url }: DriverGiven): Shared => {
    const sql = postgresJs(url, { max: 8, onnotice: () => undefined })
    const end = async () => undefined
    const { options, unsafe, typed, begin, listen } = sql
    return { target: { sql: { options, unsafe, typed, begin, listen, end } }, end: () => sql.end() }
  },
} as const

/** How the stores of a test reach their server. */
export interface TestServer {
  readonly url?: string
  readonly driver?: keyof typeof DRIVERS
  readonly options?: PostgresOptions
  /** Told of every statement, by node-postgres alone. */
  readonly asked?: (statement: Statement) => void
}

/** Makes a schema for the tests of one file: to make one for each test takes longer than the test. */
export function testDatabase(server: TestServer = {}): TestDatabase {
  const { url = SERVER, driver = 'pg', options, asked } = server
  const shared = DRIVERS[driver]({ url, ...(asked && { asked }) })
  const schema = `test_${randomUUID().replaceAll('-', '')}`
  let made = 0
  // a store with a worker keeps a connection to itself
  const opened: Store[] = []
  const closeAll = () => Promise.all(opened.splice(0).map((store) => store.close()))
  const open = (): Store => {
    const run = made
    const store = postgres(shared.target, { ...options, schema })
    opened.push(store)
    return { ...store, open: (tenant, options) => store.open(`${tenant} ${run}`, options) }
  }
  const end = async () => {
    await closeAll()
    await shared.end()
  }
  return {
    create: () => {
      made += 1
      void closeAll()
      return open()
    },
    reopen: open,
    schema,
    end,
    drop: async () => {
      await end()
      const client = new pg.Client({ connectionString: url })
      await client.connect()
      await client.query(`DROP SCHEMA IF EXISTS ${schema} CASCADE`)
      await client.end()
    },
  }
}

function watched(client: pg.PoolClient, asked: (statement: Statement) => void): ClientLike {
  return {
    query: (statement) => {
      asked(statement)
      return client.query(statement as pg.QueryConfig)
    },
    on: (event, listener) => client.on(event as 'notification', listener),
    release: (broken) => client.release(broken),
  }
}
