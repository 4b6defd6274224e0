import { missingFor, storeConformance } from '@canonry/sync/testing'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { LOCAL_SETTINGS } from '../src/settings.js'
import { createStatements } from '../src/sql.js'
import { SERVER, serverIsMissing, testDatabase } from './postgres-server.js'

const missing = await serverIsMissing()

// lists for people, of tables with few rows of a tenant, or of the server itself
const WHOLE = [
  'WHERE e.tenant = $1 ORDER BY e.seq',
  'FROM @finding WHERE tenant = $1 ORDER BY key',
  'FROM @worker',
  '@migration',
  'pg_catalog',
]

/** A node of a plan: https://www.postgresql.org/docs/15/sql-explain.html */
interface PlanNode {
  readonly 'Node Type': string
  readonly 'Relation Name'?: string
  readonly 'Index Name'?: string
  readonly 'Index Cond'?: string
  readonly Plans?: readonly PlanNode[]
}

function nodesOf(node: PlanNode): readonly PlanNode[] {
  return [node, ...(node.Plans ?? []).flatMap(nodesOf)]
}

describe.skipIf(missing)(`plans on PostgreSQL${missing ? ` (${missing})` : ''}`, () => {
  const pool = new pg.Pool({ connectionString: SERVER, max: 1 })
  const texts = new Set<string>()
  const used = testDatabase({
    asked: ({ name, text }) => {
      if (name !== undefined) texts.add(text)
    },
  })
  const empty = testDatabase()
  afterAll(async () => {
    await used.drop()
    await empty.drop()
    await pool.end()
  })

  /** Scans of an index that begin nowhere in it, and scans of whole tables. */
  async function wideScans(client: pg.PoolClient, text: string): Promise<readonly string[]> {
    const count = Math.max(0, ...[...text.matchAll(/\$(\d+)/g)].map(([, place]) => Number(place)))
    const values = count === 0 ? '' : `(${new Array(count).fill('NULL').join(', ')})`
    await client.query(`PREPARE asked AS ${text}`)
    const { rows } = await client.query(`EXPLAIN (FORMAT JSON) EXECUTE asked${values}`)
    await client.query('DEALLOCATE asked')
    const { rows: indexes } = await client.query<{ name: string; first: string }>(
      `SELECT c.relname AS name, a.attname AS first FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
       JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
       WHERE c.relnamespace = $1::regnamespace`,
      [empty.schema],
    )
    const first = new Map(indexes.map(({ name, first: column }) => [name, column]))
    return nodesOf(rows[0]['QUERY PLAN'][0].Plan).flatMap((node) => {
      const { 'Node Type': kind, 'Relation Name': table, 'Index Name': index = '' } = node
      if (kind === 'Seq Scan') return [`all of ${table}`]
      if (!kind.startsWith('Index')) return []
      const condition = node['Index Cond'] ?? ''
      const begins = new RegExp(`\\b${first.get(index)}\\b`).test(condition)
      return begins ? [] : [`${index} with ${condition || 'nothing'}`]
    })
  }

  async function wideStatements(): Promise<Record<string, readonly string[]>> {
    const client = await pool.connect()
    await client.query(`BEGIN; ${LOCAL_SETTINGS}`)
    const wide: Record<string, readonly string[]> = {}
    for (const text of texts) {
      const found = await wideScans(client, text.replaceAll(used.schema, empty.schema))
      const sql = text.replaceAll(`"${used.schema}".`, '@').replace(/\s+/g, ' ')
      if (found.length > 0 && !WHOLE.some((part) => sql.includes(part))) wide[sql] = found
    }
    await client.query('ROLLBACK')
    client.release()
    return wide
  }

  beforeAll(async () => {
    for (const each of storeConformance) {
      if (!(await missingFor(each, used))) await each.run(used.create, used.reopen)
    }
    const made = await empty.create().open('acme').query({ kind: 'gates' })
    expect(made.isOk()).toBe(true)
  }, 60_000)

  it('begin where the index begins, on tables that were just made', async () => {
    expect(await wideStatements()).toEqual({})
    expect(texts.size).toBeGreaterThan(60)
  })

  it('are made anew while tables grow', () => {
    const statements = createStatements('shop')
    const names = Array.from({ length: 200 }, () => statements('SELECT 1 FROM @effect').name)
    expect(new Set(names).size).toBe(4)
    expect(names.indexOf(names[2] ?? '')).toBe(2)
  })
})
