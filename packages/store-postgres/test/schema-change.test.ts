import pg from 'pg'
import { afterAll, describe, expect, it } from 'vitest'
import { append, closed, factOf, WAYS } from './fault-kit.js'
import { SERVER, serverIsMissing, testDatabase } from './postgres-server.js'

const missing = await serverIsMissing()

describe.skipIf(missing)(`a schema that others change${missing ? ` (${missing})` : ''}`, () => {
  const database = testDatabase()
  const admin = new pg.Pool({ connectionString: SERVER, max: 1 })
  afterAll(async () => {
    await database.drop()
    await admin.end()
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
})
