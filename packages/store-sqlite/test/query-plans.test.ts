import { DatabaseSync } from 'node:sqlite'
import { sqlite } from '@canonry/store-sqlite'
import { reportConformance } from '@canonry/sync/testing'
import { describe, expect, it } from 'vitest'

// statements that are about everything a tenant has: lists for people, and what is left to do
const WHOLE = [
  'SELECT finding FROM finding WHERE tenant = ? ORDER BY key',
  'WHERE e.tenant = ?1 AND (?2 IS NULL OR s.state IN',
  'SELECT count(*) AS n FROM pending_read',
  'SELECT e.exception FROM exception e',
  'SELECT act FROM act',
  'ON s.queue = q.id AND s.standing IS NOT NULL',
  'SELECT sum(s.last_seq - s.cursor)',
  'FROM pending_read WHERE tenant = ? GROUP BY',
  'SELECT connection, gate FROM gate',
]
// tables with one row a tenant, or a row per shard, connection, queue, counter or migration; and what
// a statement found of one entity
const SMALL = /\b(tenant|shard|counter|migration|connection|audit_tree|queue|q) USING|SCAN f$/

describe('a statement of the store', () => {
  it('finds its rows by an index, however few rows there are to tell the planner', async () => {
    const plans = new Map<string, readonly string[]>()
    await reportConformance({ create: () => sqlite(explained(plans)) })
    const slow = [...plans].filter(
      ([sql, steps]) => !WHOLE.some((part) => sql.includes(part)) && steps.some(isScan),
    )
    expect(slow).toEqual([])
    expect(plans.size).toBeGreaterThan(40)
  })
})

function explained(plans: Map<string, readonly string[]>): DatabaseSync {
  const database = new DatabaseSync(':memory:')
  const prepare = database.prepare.bind(database)
  database.prepare = (sql: string) => {
    const statement = prepare(sql)
    const steps = prepare(`EXPLAIN QUERY PLAN ${sql}`).all()
    plans.set(
      sql,
      steps.map(({ detail }) => String(detail)),
    )
    return statement
  }
  return database
}

/** Whether a step goes through all rows of a table, of a tenant or of a queue. */
function isScan(step: string): boolean {
  if (
    /VIRTUAL TABLE|SCAN \(subquery-|SCAN next$|CONSTANT ROW|\bsqlite_schema\b|effect_proposed|_at<\?/.test(
      step,
    )
  )
    return false
  if (SMALL.test(step)) return false
  return (
    /^SCAN /.test(step) ||
    /USING (COVERING )?(PRIMARY KEY|INDEX \w+) \((tenant|queue)=\?\)$/.test(step)
  )
}
