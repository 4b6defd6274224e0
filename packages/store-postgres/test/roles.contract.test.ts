import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { migratePostgres, postgres } from '@canonry/store-postgres'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { MIGRATIONS } from '../src/schema.js'
import { conforms } from './conforms.js'
import { saidBy } from './fault-kit.js'
import { SERVER, serverIsMissing, testDatabase } from './postgres-server.js'

const missing = await serverIsMissing()

// what the README says is what is run
const README = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
const RIGHTS = /```sql\n([\s\S]*?)```/.exec(README)?.[1] ?? ''

describe.skipIf(missing)(
  `a store of a role that only works${missing ? ` (${missing})` : ''}`,
  () => {
    const unique = randomUUID().replaceAll('-', '').slice(0, 12)
    const [owner, worker] = [`owner_${unique}`, `worker_${unique}`]
    const urlOf = (username: string) => Object.assign(new URL(SERVER), { username }).href
    const store = testDatabase({ url: urlOf(worker), options: { migrate: false } })
    const { schema } = store
    const admin = new pg.Pool({ connectionString: SERVER, max: 1 })
    const asWorker = () => postgres(urlOf(worker), { schema, migrate: false })

    beforeAll(async () => {
      const rights = RIGHTS.replaceAll('retail_owner', owner).replaceAll('retail_worker', worker)
      await admin.query(rights.replaceAll('canonry', schema))
      expect(await saidBy(asWorker())).toBe(
        `unavailable: the schema ${schema} is not there, and this version needs ${MIGRATIONS.length}: run migratePostgres as its owner`,
      )
      const migrated = await migratePostgres(urlOf(owner), { schema })
      expect(migrated.isOk()).toBe(true)
    })
    afterAll(async () => {
      await store.end()
      // one after the other: what the owner grants by default to the worker belongs to both
      for (const role of [worker, owner]) await admin.query(`DROP OWNED BY ${role} CASCADE`)
      await admin.query(`DROP ROLE ${owner}, ${worker}`)
      await admin.end()
    })

    conforms(store)

    it('may create, change and drop nothing', async () => {
      const client = new pg.Client({ connectionString: urlOf(worker) })
      await client.connect()
      for (const text of [
        `CREATE TABLE ${schema}.other (id int)`,
        `ALTER TABLE ${schema}.fact ADD COLUMN other int`,
        `DROP TABLE ${schema}.fact`,
        `TRUNCATE ${schema}.fact`,
        `CREATE SCHEMA ${schema}_other`,
      ]) {
        await expect(client.query(text)).rejects.toMatchObject({ code: '42501' })
      }
      await client.end()
    })

    it('says what to do about a schema that is older than the code', async () => {
      const { length } = MIGRATIONS
      await admin.query(`UPDATE ${schema}.migration SET version = version - ${length}`)
      const said = await saidBy(asWorker())
      await admin.query(`UPDATE ${schema}.migration SET version = version + ${length}`)
      expect(said).toBe(
        `unavailable: the schema ${schema} has version 0, and this version needs ${MIGRATIONS.length}: run migratePostgres as its owner`,
      )
      expect(await saidBy(asWorker())).toBe('done')
    })
  },
)
