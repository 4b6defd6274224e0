import { type Exception, FILTERED, type Queries } from '@canonry/sync'
import type { SqlValue } from './pool-like.js'
import { parsed, type Scope } from './scope.js'

/** A page of exceptions, oldest first. */
export async function exceptions(
  { sql, tenant }: Scope,
  question: Queries['exceptions']['question'],
): Promise<readonly Exception[]> {
  const { after, limit = null } = question
  const values: SqlValue[] = [tenant, limit]
  const place = (value: SqlValue) => `$${values.push(value)}`
  const given = FILTERED.filter((field) => question[field] !== undefined)
  const conditions = given.map((field) => `AND ${field} = ${place(question[field] ?? null)}`)
  if (after !== undefined) {
    conditions.push(
      `AND seq > (SELECT seq FROM @exception WHERE tenant IS NOT DISTINCT FROM $1 AND id = ${place(after)})`,
    )
  }
  const rows = await sql.all(
    `SELECT exception FROM @exception WHERE tenant = $1 AND seq > 0 ${conditions.join(' ')}
     ORDER BY seq LIMIT $2`,
    ...values,
  )
  return rows.map((row) => parsed<Exception>(row['exception']))
}
