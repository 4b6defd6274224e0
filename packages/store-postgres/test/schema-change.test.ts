import pg from 'pg'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { append, closed, factOf, WAYS } from './fault-kit.js'
import { SERVER, serverIsMissing, testDatabase } from './postgres-server.js'

const missing = await serverIsMissing()

describe.skipIf(missing)(`a schema that others change${missing ? ` (${missing})` : ''}`, () => {
  const database = testDatabase()
  const admin = new pg.Pool({ connectionString: SERVER, max: 1 })
  const observer = new pg.Pool({ connectionString: SERVER, max: 1 })
  afterAll(async () => {
    await database.drop()
    await admin.end()
    await observer.end()
  })

  it.each(Object.entries(WAYS))(
    'is used on by %s, on connections that knew it before',
    async (name, open) => {
      const store = open(SERVER, { schema: database.schema, connections: 2 })
      const tenant = store.open('acme')
      const readTwice = () => Promise.all([1, 2].map(() => tenant.read({ limit: 9, bytes: 9_999 })))
      expect((await append(store, factOf())).isOk()).toBe(true)
      await readTwice()
      await admin.query(
        `ALTER TABLE ${database.schema}.fact ADD COLUMN by_${name.replace(/\W/g, '_')} text`,
      )
      const answers = await readTwice()
      expect(answers.map((answer) => answer.isOk())).toEqual([true, true])
      await closed(store)
    },
  )

  it.each(Object.entries(WAYS))(
    'is read again by %s, where the change locked what the read was about to see',
    async (_, open) => {
      const store = open(SERVER, { schema: database.schema, connections: 2 })
      const ask = () => store.open('acme').query<'situation'>({ kind: 'situation', refs: ['x'] })
      expect((await ask()).isOk()).toBe(true)
      const changing = await admin.connect()
      // so it is the read that the server gives up
      await changing.query(
        `SET deadlock_timeout = '1h'; SET search_path TO ${database.schema}; BEGIN`,
      )
      await changing.query('LOCK TABLE connection')
      const answer = ask()
      await vi.waitUntil(() => isWaiting('connection'), { timeout: 10_000, interval: 20 })
      await changing.query('LOCK TABLE link; COMMIT')
      changing.release(true)
      expect((await answer).isOk()).toBe(true)
      await closed(store)
    },
  )

  async function isWaiting(table: string): Promise<boolean> {
    const { rows } = await observer.query(
      'SELECT 1 FROM pg_locks WHERE NOT granted AND relation = $1::regclass',
      [`${database.schema}.${table}`],
    )
    return rows.length > 0
  }
})
