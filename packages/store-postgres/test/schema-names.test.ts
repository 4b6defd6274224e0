import { randomUUID } from 'node:crypto'
import { migratePostgres, postgres } from '@canonry/store-postgres'
import pg from 'pg'
import { describe, expect, it, onTestFinished } from 'vitest'
import { START } from '../../sync/src/testing/conformance/bench.js'
import { append, closed, factOf } from './fault-kit.js'
import { SERVER, serverIsMissing } from './postgres-server.js'

const missing = await serverIsMissing()

describe.skipIf(missing)(`names of schemas${missing ? ` (${missing})` : ''}`, () => {
  it.each(["o'brien", 'Big"Quoted', 'a$$b', 'a$&b', 'a@b', '@tenant', 'two words; --', 'select'])(
    'may be %s',
    async (name) => {
      const schema = `${name} ${randomUUID()}`.slice(0, 40)
      onTestFinished(async () => {
        const client = new pg.Client({ connectionString: SERVER })
        await client.connect()
        await client.query(`DROP SCHEMA IF EXISTS ${pg.escapeIdentifier(schema)} CASCADE`)
        await client.end()
      })
      const store = postgres(SERVER, { schema })
      expect((await append(store, factOf())).isOk()).toBe(true)
      const tenant = store.open('acme')
      const claim = { kind: 'claim', now: START, worker: 'worker-1' } as const
      const { epoch } = (await tenant.maintain(claim))._unsafeUnwrap()
      const beat = await tenant.maintain({ kind: 'beat', now: START, epoch })
      expect(beat._unsafeUnwrap().share?.count).toBe(1)
      await closed(store)
    },
  )
})

describe('a schema whose name the server would cut off, or not take', () => {
  it.each([
    ['', 'needs a name'],
    ['x'.repeat(64), 'has 64 bytes, and PostgreSQL takes 63: shorten it'],
    ['ü'.repeat(32), 'has 64 bytes, and PostgreSQL takes 63: shorten it'],
    ['pg_retail', 'keeps names that begin with pg_'],
    ['a\0b', 'has characters that PostgreSQL does not take'],
    ['a\ud800b', 'has characters that PostgreSQL does not take'],
  ])('is refused at once: %j', (schema, why) => {
    expect(() => postgres(SERVER, { schema })).toThrow(why)
    expect(() => migratePostgres(SERVER, { schema })).toThrow(why)
  })
})
