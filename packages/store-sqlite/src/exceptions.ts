import { type Exception, FILTERED, type Queries } from '@canonry/sync'
import { parsed, type Scope } from './scope.js'
import type { SqlRow } from './sql.js'

/** A page of exceptions, oldest first. */
export function exceptions(
  { sql, tenant }: Scope,
  question: Queries['exceptions']['question'],
): readonly Exception[] {
  const { after, limit } = question
  const given = FILTERED.filter((field) => question[field] !== undefined)
  const conditions = given.map((field) => `AND e.${field} = ?`)
  const values: SqlRow[string][] = given.map((field) => question[field] ?? null)
  if (after !== undefined) {
    conditions.push('AND e.seq > (SELECT seq FROM exception WHERE tenant = ? AND id = ?)')
    values.push(tenant, after)
  }
  const where = ['WHERE e.tenant = ?', ...conditions].join(' ')
  const rows = sql.all(
    `SELECT e.exception FROM exception e ${where} ORDER BY e.seq LIMIT ?`,
    tenant,
    ...values,
    limit ?? -1,
  )
  return rows.map((row) => parsed<Exception>(row['exception']))
}
