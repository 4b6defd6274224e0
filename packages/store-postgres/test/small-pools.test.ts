import { randomUUID } from 'node:crypto'
import { type PostgresTarget, postgres } from '@canonry/store-postgres'
import pg from 'pg'
import { describe, expect, it, onTestFinished } from 'vitest'
import { START } from '../../sync/src/testing/conformance/bench.js'
import { closed, factOf } from './fault-kit.js'
import { SERVER, serverIsMissing } from './postgres-server.js'

const missing = await serverIsMissing()

const SMALL: Readonly<Record<string, (max: number) => [PostgresTarget, { connections?: number }]>> =
  {
    'a connection string': (connections) => [SERVER, { connections }],
    'a pool of pg': (max) => [new pg.Pool({ connectionString: SERVER, max }), {}],
  }

describe.skipIf(missing)(`small pools${missing ? ` (${missing})` : ''}`, () => {
  it.each(Object.keys(SMALL).flatMap((name) => [1, 2].map((size) => [name, size] as const)))(
    'work with %s and %i connections',
    async (name, size) => {
      const schema = `small_${randomUUID().replaceAll('-', '')}`
      onTestFinished(async () => {
        const client = new pg.Client({ connectionString: SERVER })
        await client.connect()
        await client.query(`DROP SCHEMA IF EXISTS ${schema} CASCADE`)
        await client.end()
      })
      const [target, options] = SMALL[name]?.(size) ?? []
      const store = postgres(target as PostgresTarget, { schema, ...options })
      const tenant = store.open('acme')
      const claim = { kind: 'claim', now: START, worker: 'worker-1' } as const
      const { epoch } = (await tenant.maintain(claim))._unsafeUnwrap()
      const facts = Array.from({ length: 5 }, () =>
        tenant.append({ now: START, facts: [factOf()], counts: {} }),
      )
      const taken = await Promise.all(facts)
      expect(taken.every((each) => each.isOk())).toBe(true)
      const beat = await tenant.maintain({ kind: 'beat', now: START, epoch })
      expect(beat.isOk()).toBe(true)
      await closed(store)
    },
  )
})
