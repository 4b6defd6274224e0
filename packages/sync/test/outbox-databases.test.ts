import type { OutboxDatabase } from '@canonry/sync'
import { describe, expect, it } from 'vitest'
import { shopOrder } from './world/shop.js'
import { createWorld } from './world/world.js'

type Call = { readonly sql: string; readonly values: readonly unknown[] }
type Double = (record: (call: Call) => void) => OutboxDatabase

/** Databases that record what they are asked, with the signatures that the packages publish. */
const DOUBLES: Record<string, { make: Double; dialect: 'sqlite' | 'postgres' }> = {
  pg: {
    dialect: 'postgres',
    make: (record) => ({
      query: async (sql: string, values: unknown[]) => {
        record({ sql, values })
        return { rows: [] }
      },
    }),
  },
  'postgres.js': {
    dialect: 'postgres',
    make: (record) =>
      Object.assign(async () => [], {
        unsafe: async (sql: string, values: unknown[]) => {
          record({ sql, values })
          return []
        },
      }),
  },
  'Kysely on Postgres': { dialect: 'postgres', make: kysely('PostgresAdapter') },
  'Kysely on SQLite': { dialect: 'sqlite', make: kysely('SqliteAdapter') },
  'Drizzle on Postgres': {
    dialect: 'postgres',
    make: (record) => ({
      session: {},
      execute: async (query: Printable) => {
        record(printed(query))
        return { rows: [] }
      },
    }),
  },
  'Drizzle on SQLite': {
    dialect: 'sqlite',
    make: (record) => ({
      session: {},
      run: (query: Printable) => record(printed(query)),
      all: (query: Printable) => {
        record(printed(query))
        return []
      },
    }),
  },
  Prisma: {
    dialect: 'postgres',
    make: (record) => ({
      $executeRawUnsafe: async (sql: string, ...values: unknown[]) => {
        record({ sql, values })
        return 1
      },
      $queryRawUnsafe: async () => [],
    }),
  },
  libsql: {
    dialect: 'sqlite',
    make: (record) => ({
      batch: async () => [],
      execute: async ({ sql, args }: { sql: string; args: unknown[] }) => {
        record({ sql, values: args })
        return { rows: [] }
      },
    }),
  },
  'better-sqlite3': {
    dialect: 'sqlite',
    make: (record) => ({
      prepare: (sql: string) => ({
        run: (...values: unknown[]) => record({ sql, values }),
        all: () => [],
      }),
    }),
  },
}

interface Printable {
  getSQL(): { toQuery(config: object): { sql: string; params: unknown[] } }
}

function printed(query: Printable): Call {
  const { sql, params } = query.getSQL().toQuery({})
  return { sql, values: params }
}

function kysely(adapter: string): Double {
  return (record) => ({
    getExecutor: () => ({ adapter: { constructor: { name: adapter } } }),
    executeQuery: async ({ sql, parameters, query }: Compiled) => {
      expect(query).toMatchObject({ kind: 'RawNode', sqlFragments: [sql] })
      record({ sql, values: parameters })
      return { rows: [] }
    },
  })
}

interface Compiled {
  readonly sql: string
  readonly parameters: unknown[]
  readonly query: object
}

const values = (id: string) => [
  'acme',
  `event-${id}`,
  'shop',
  'order@rest',
  id,
  '1',
  JSON.stringify(shopOrder(id)),
]

describe.each(Object.entries(DOUBLES))('an outbox in a transaction of %s', (_, subject) => {
  it('is one statement with its values apart', async () => {
    const calls: Call[] = []
    const { sync } = createWorld()
    const database = subject.make((call) => calls.push(call))
    const documents = ['1', '2'].map((key) => ({
      resource: 'order@rest',
      key,
      body: JSON.stringify(shopOrder(key)),
      eventId: `event-${key}`,
    }))
    await sync.outbox(database).ingest('shop', documents)
    const [call, ...more] = calls
    expect(more).toEqual([])
    expect(call?.values).toEqual([...values('1'), ...values('2')])
    const places = subject.dialect === 'sqlite' ? '(?, ?, ?, ?, ?, ?, ?)' : '($8, $9, $10,'
    expect(call?.sql).toContain(places)
  })
})
