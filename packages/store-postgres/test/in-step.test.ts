import { type ClientLike, type PoolLike, postgres, type Statement } from '@canonry/store-postgres'
import pg from 'pg'
import { afterAll, describe, expect, it } from 'vitest'
import { factOf, START } from '../../sync/src/testing/conformance/bench.js'
import { SERVER, serverIsMissing, testDatabase } from './postgres-server.js'

const missing = await serverIsMissing()

/** A connection that gives one answer too many at first, and so each answer to the next statement. */
function outOfStep(client: pg.PoolClient, closed: () => void): ClientLike {
  let last: unknown = { command: null, rows: [] }
  return {
    query: async (statement: Statement) => {
      const before = last
      last = await client.query(statement as pg.QueryConfig)
      return before as pg.QueryResult
    },
    release: (broken) => {
      if (broken) closed()
      client.release(broken)
    },
  }
}

describe.skipIf(missing)(`connections to PostgreSQL${missing ? ` (${missing})` : ''}`, () => {
  const database = testDatabase()
  const real = new pg.Pool({ connectionString: SERVER, max: 4 })
  afterAll(async () => {
    await database.drop()
    await real.end()
  })

  it('are used no more when they answer out of step, and nobody gets the answer of another', async () => {
    let left = 2
    let closed = 0
    const pool: PoolLike = {
      connect: async () => {
        const client = await real.connect()
        left -= 1
        return left >= 0 ? outOfStep(client, () => (closed += 1)) : client
      },
      end: async () => undefined,
    }
    const store = postgres(pool, { schema: database.schema })
    const tenant = store.open('acme')
    const append = () => tenant.append({ now: START, facts: [factOf({ hash: 'one' })], counts: {} })
    expect((await append())._unsafeUnwrap()).toMatchObject([{ kind: 'accepted' }])
    expect((await append())._unsafeUnwrap()).toEqual([{ kind: 'duplicate' }])
    expect(closed).toBe(2)
    expect((await store.close()).isOk()).toBe(true)
  })
})
