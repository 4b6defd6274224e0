import { randomUUID } from 'node:crypto'
import { type PostgresJs, type PostgresJsStatements, postgres } from '@canonry/store-postgres'
import pg from 'pg'
import postgresJs from 'postgres'
import { describe, expect, it } from 'vitest'
import { START } from '../../sync/src/testing/conformance/bench.js'
import { append, closed, factOf } from './fault-kit.js'
import { SERVER, serverIsMissing } from './postgres-server.js'

const missing = await serverIsMissing()

/** A postgres.js that answers nothing by itself. */
function silent() {
  const begun: { mode: string; work: (on: PostgresJsStatements) => Promise<void> }[] = []
  const sql: PostgresJs = {
    options: {},
    typed: (value) => value,
    unsafe: async () => [],
    begin: (mode, work) => {
      begun.push({ mode, work })
      return new Promise(() => undefined)
    },
    listen: async () => ({ unlisten: async () => undefined }),
    end: async () => undefined,
  }
  return { sql, begun }
}

describe('postgres.js', () => {
  it('is asked again when a connection is closed before a transaction has begun on it', async () => {
    const { sql, begun } = silent()
    const told: number[] = []
    sql.options.onclose = (connection) => told.push(connection)
    const store = postgres({ sql })
    const answers: unknown[] = []
    const handing = append(store, factOf()).map((answer) => answers.push(answer))
    await expect.poll(() => begun.length).toBe(1)
    sql.options.onclose?.(7)
    expect(told).toEqual([7])
    expect(begun).toHaveLength(2)
    const asked: string[] = []
    const on: PostgresJsStatements = {
      unsafe: async (text) => {
        asked.push(text)
        return []
      },
    }
    void begun[1]?.work(on)
    await expect.poll(() => asked.length).toBeGreaterThan(0)
    // the one before comes too late, and ends at once
    await expect(begun[0]?.work(on)).rejects.toThrow('rolled back')
    sql.options.onclose?.(8)
    expect(begun).toHaveLength(2)
    expect([handing, answers]).toEqual([expect.anything(), []])
  })

  it('is refused where it gives columns other names', () => {
    const sql = postgresJs({ transform: postgresJs.camel })
    expect(() => postgres({ sql })).toThrow('give it a postgres without transform')
  })

  it.skipIf(missing)('listens again when the connection that listens is lost', async () => {
    const schema = `ear_${randomUUID().replaceAll('-', '')}`
    const url = Object.assign(new URL(SERVER), { search: `?application_name=${schema}` }).href
    const sql = postgresJs(url, { max: 2, backoff: () => 0, onnotice: () => undefined })
    let heard = 0
    const listening = postgres({ sql }, { schema })
    const tenant = listening.open('acme', { heard: () => (heard += 1) })
    const claim = { kind: 'claim', now: START, worker: 'worker-1' } as const
    expect((await tenant.maintain(claim)).isOk()).toBe(true)
    const other = postgres(SERVER, { schema })
    const hearsAgain = async () => {
      const before = heard
      await expect
        .poll(async () => {
          expect((await append(other, factOf())).isOk()).toBe(true)
          return heard > before
        })
        .toBe(true)
    }
    await hearsAgain()
    const admin = new pg.Client({ connectionString: SERVER })
    await admin.connect()
    await admin.query(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1',
      [schema],
    )
    await hearsAgain()
    await closed(listening)
    await closed(other)
    await admin.query(`DROP SCHEMA ${schema} CASCADE`)
    await admin.end()
  })
})
