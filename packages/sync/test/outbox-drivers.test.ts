import { randomUUID } from 'node:crypto'
import { rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { createOutboxTable, type OutboxDatabase } from '@canonry/sync'
import { createClient } from '@libsql/client'
import { drizzle as drizzleLibsql } from 'drizzle-orm/libsql'
import { drizzle as drizzlePg } from 'drizzle-orm/node-postgres'
import { drizzle as drizzlePostgresJs } from 'drizzle-orm/postgres-js'
import { CamelCasePlugin, Kysely, PostgresDialect, SqliteDialect } from 'kysely'
import pg from 'pg'
import postgresJs from 'postgres'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { SERVER, serverIsMissing } from '../../store-postgres/test/postgres-server.js'
import { BetterDatabase, needsBetter, openBetter } from '../../store-sqlite/test/better-sqlite3.js'
import { bookedTotals } from './world/erp.js'
import { orderRef, shopOrder } from './world/shop.js'
import { createWorld, isIdle } from './world/world.js'

type Work = (transaction: OutboxDatabase) => unknown

/** A user's database as its driver has it. */
interface Driver {
  /** What the worker looks at. */
  readonly database: OutboxDatabase
  /** Does some work in a transaction of the driver, which is rolled back if the work throws. */
  transaction(work: Work): unknown
  /** Runs a statement outside of any transaction. */
  exec(sql: string): unknown
  end?(): unknown
}

/** Begins and ends a transaction by hand, on a connection that others may use meanwhile. */
async function byHand(exec: (sql: string) => unknown, work: () => unknown): Promise<void> {
  await exec('BEGIN')
  try {
    await work()
    await exec('COMMIT')
  } catch (problem) {
    await exec('ROLLBACK')
    throw problem
  }
}

const SQLITE: Record<string, () => Driver> = {
  'node:sqlite': () => {
    const database = new DatabaseSync(':memory:')
    const exec = (sql: string) => database.exec(sql)
    return { database, exec, transaction: (work) => byHand(exec, () => work(database)) }
  },
  libsql: () => {
    const { database, end } = libsqlClient()
    const transaction = async (work: Work) => {
      const own = await database.transaction('write')
      try {
        await work(own)
        await own.commit()
      } finally {
        own.close()
      }
    }
    return { database, exec: (sql) => database.execute(sql), transaction, end }
  },
  'Drizzle on libsql': () => {
    const { database: client, end } = libsqlClient()
    const database = drizzleLibsql(client)
    const transaction = (work: Work) => database.transaction(async (own) => work(own))
    return { database, exec: (sql) => client.execute(sql), transaction, end }
  },
}

async function onBetter(): Promise<Record<string, () => Driver>> {
  if (!BetterDatabase) return {}
  const { drizzle } = await import('drizzle-orm/better-sqlite3')
  return {
    'better-sqlite3': () => {
      const database = openBetter(':memory:')
      const exec = (sql: string) => database.exec(sql)
      return { database, exec, transaction: (work) => byHand(exec, () => work(database)) }
    },
    'better-sqlite3 that waits for no promise': () => {
      const database = openBetter(':memory:')
      const transaction = (work: Work) => database.transaction(() => work(database))()
      return { database, exec: (sql) => database.exec(sql), transaction }
    },
    'Kysely on better-sqlite3': () => {
      const connection = openBetter(':memory:')
      const dialect = new SqliteDialect({ database: connection })
      const database = new Kysely<object>({ dialect, plugins: [new CamelCasePlugin()] })
      const transaction = (work: Work) => database.transaction().execute(async (own) => work(own))
      return { database, exec: (sql) => connection.exec(sql), transaction }
    },
    'Drizzle on better-sqlite3': () => {
      const connection = openBetter(':memory:')
      const database = drizzle(connection)
      const exec = (sql: string) => connection.exec(sql)
      return { database, exec, transaction: (work) => byHand(exec, () => work(database)) }
    },
    'Drizzle on better-sqlite3 that waits for no promise': () => {
      const connection = openBetter(':memory:')
      const database = drizzle(connection)
      const transaction = (work: Work) => database.transaction((own) => work(own))
      return { database, exec: (sql) => connection.exec(sql), transaction }
    },
  }
}

function libsqlClient() {
  const file = join(tmpdir(), `canonry-outbox-${randomUUID()}.db`)
  const database = createClient({ url: `file:${file}` })
  const end = () => {
    database.close()
    rmSync(file, { force: true })
  }
  return { database, end }
}

const POSTGRES: Record<string, (url: string) => Driver> = {
  pg: (connectionString) => {
    const database = new pg.Pool({ connectionString })
    const transaction = async (work: Work) => {
      const client = await database.connect()
      await byHand(
        (sql) => client.query(sql),
        () => work(client),
      ).finally(() => client.release())
    }
    return { database, exec: (sql) => database.query(sql), transaction, end: () => database.end() }
  },
  'one connection of pg': (connectionString) => {
    const database = new pg.Client({ connectionString })
    void database.connect()
    const exec = (sql: string) => database.query(sql)
    const transaction = (work: Work) => byHand(exec, () => work(database))
    return { database, exec, transaction, end: () => database.end() }
  },
  'postgres.js': (url) => {
    const database = postgresJs(url, { transform: postgresJs.camel, onnotice: () => undefined })
    const transaction = (work: Work) => database.begin(async (own) => work(own))
    return { database, exec: (sql) => database.unsafe(sql), transaction, end: () => database.end() }
  },
  Kysely: (connectionString) => {
    const pool = new pg.Pool({ connectionString })
    const dialect = new PostgresDialect({ pool })
    const database = new Kysely<object>({ dialect, plugins: [new CamelCasePlugin()] })
    const transaction = (work: Work) => database.transaction().execute(async (own) => work(own))
    return { database, exec: (sql) => pool.query(sql), transaction, end: () => pool.end() }
  },
  'Drizzle on pg': (connectionString) => {
    const pool = new pg.Pool({ connectionString })
    const database = drizzlePg(pool)
    const transaction = (work: Work) => database.transaction(async (own) => work(own))
    return { database, exec: (sql) => pool.query(sql), transaction, end: () => pool.end() }
  },
  'Drizzle on postgres.js': (url) => {
    const sql = postgresJs(url, { onnotice: () => undefined })
    const database = drizzlePostgresJs(sql)
    const transaction = (work: Work) => database.transaction(async (own) => work(own))
    return { database, exec: (text) => sql.unsafe(text), transaction, end: () => sql.end() }
  },
}

const documentOf = (id: string, version = 1) => ({
  resource: 'order@rest',
  key: id,
  body: JSON.stringify(shopOrder(id, version)),
})

const TAKEN_BACK = new Error('taken back')

/** What every driver must do: `waits` where its transactions wait for promises. */
async function keepsItsPromise({ driver, waits }: { driver: Driver; waits: boolean }) {
  const { sync, env, erpBooks } = createWorld({ outbox: { database: driver.database } })
  await using _ = await sync.start()
  const stage = (transaction: OutboxDatabase, ids: [string, number?][]) =>
    sync.outbox(transaction).ingest(
      'shop',
      ids.map((each) => documentOf(...each)),
    )
  const takenBack = async (transaction: OutboxDatabase) => {
    await stage(transaction, [['1']])
    await env.advance(3_000)
    throw TAKEN_BACK
  }
  const takenBackAtOnce = (transaction: OutboxDatabase) => {
    void stage(transaction, [['1']])
    throw TAKEN_BACK
  }
  const attempt = async (work: Work) => driver.transaction(work)
  await expect(attempt(waits ? takenBack : takenBackAtOnce)).rejects.toThrow(TAKEN_BACK)
  await env.advance(3_000)
  expect(await sync.counters()).toEqual({})
  const kept = (transaction: OutboxDatabase) => stage(transaction, [['2'], ['2', 2], ['3']])
  await attempt(waits ? kept : (transaction) => void kept(transaction))
  await env.until(async () => {
    // a database answers in real time: without waiting for it, the clock here would run minutes ahead,
    // and a call that is under way would be given up
    await driver.exec('SELECT 1')
    return erpBooks.ledger.length >= 2 && (await isIdle(sync))
  })
  expect(await sync.counters()).toMatchObject({ 'outbox.relayed': 3, 'facts.received': 3 })
  expect(bookedTotals(erpBooks, orderRef('2')).at(-1)).toBe('12')
  expect(bookedTotals(erpBooks, orderRef('1'))).toEqual([])
  expect(erpBooks.ledger).toHaveLength(2)
  await driver.exec('DROP TABLE canonry_outbox')
  const lost = waits ? kept : (transaction: OutboxDatabase) => void kept(transaction)
  await expect(attempt(lost)).rejects.toThrow(/canonry_outbox/)
}

describe.each(Object.entries({ ...SQLITE, ...(await onBetter()) }))(
  'an outbox in SQLite by %s',
  (name, open) => {
    it('is journaled once with what is committed, and never with what is not', async () => {
      const driver = open()
      await driver.exec(createOutboxTable('sqlite'))
      await keepsItsPromise({ driver, waits: !name.includes('no promise') }).finally(() =>
        driver.end?.(),
      )
    })
  },
)

if (!BetterDatabase)
  it.skip(`an outbox in SQLite by better-sqlite3, Kysely and Drizzle${needsBetter}`)

const missing = await serverIsMissing()

describe.skipIf(missing)(missing ? `in PostgreSQL (${missing})` : 'in PostgreSQL', () => {
  const name = `canonry_outbox_${randomUUID().replaceAll('-', '')}`
  const url = new URL(SERVER)
  url.pathname = `/${name}`
  const admin = new pg.Client({ connectionString: SERVER })
  beforeAll(async () => {
    await admin.connect()
    await admin.query(`CREATE DATABASE ${name}`)
  })
  afterAll(async () => {
    await admin.query(`DROP DATABASE ${name} WITH (FORCE)`)
    await admin.end()
  })

  it.each(Object.entries(POSTGRES))(
    'an outbox by %s is journaled once with what is committed, and never with what is not',
    async (_, open) => {
      const driver = open(url.href)
      await driver.exec(createOutboxTable('postgres'))
      await keepsItsPromise({ driver, waits: true }).finally(() => driver.end?.())
    },
  )
})
