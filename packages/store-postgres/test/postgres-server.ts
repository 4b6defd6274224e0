import { randomUUID } from 'node:crypto'
import { type PoolLike, postgres } from '@canonry/store-postgres'
import type { Store } from '@canonry/sync'
import pg from 'pg'

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
  drop(): Promise<void>
}

/** Makes a schema for the tests of one file: to make one for each test takes longer than the test. */
export function testDatabase(): TestDatabase {
  const pool = new pg.Pool({ connectionString: SERVER, max: 8 })
  const schema = `test_${randomUUID().replaceAll('-', '')}`
  let made = 0
  // a store with a worker keeps a connection to itself
  const opened: Store[] = []
  const closeAll = () => Promise.all(opened.splice(0).map((store) => store.close()))
  // the pool outlives the stores: closing a store is a matter of its own
  const shared: PoolLike = { connect: () => pool.connect(), end: async () => undefined }
  const open = (): Store => {
    const run = made
    const store = postgres(shared, { schema })
    opened.push(store)
    return { ...store, open: (tenant, options) => store.open(`${tenant} ${run}`, options) }
  }
  return {
    create: () => {
      made += 1
      void closeAll()
      return open()
    },
    reopen: open,
    schema,
    drop: async () => {
      await closeAll()
      await pool.query(`DROP SCHEMA IF EXISTS ${schema} CASCADE`)
      await pool.end()
    },
  }
}
