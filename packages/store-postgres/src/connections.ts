import type { Commit, Queries } from '@canonry/sync'
import { toRows } from './effect-rows.js'
import { parsed, type Scope } from './scope.js'

type Rows = Queries['connections']['answer']

/** What is remembered of connections. */
export async function connectionRows({ sql, tenant }: Scope): Promise<Rows> {
  const rows = await sql.all(
    'SELECT row FROM @connection WHERE tenant = $1 ORDER BY connection',
    tenant,
  )
  return rows.map((found) => parsed<Rows[number]>(found['row']))
}

/** Writes a connection's row and says whether it was the next one. */
export async function writeConnection({ sql, tenant }: Scope, row: Rows[number]): Promise<boolean> {
  const { connection, version, stage = null } = row
  const written = await sql.get(
    version === 1
      ? `INSERT INTO @connection (tenant, connection, version, stage, row) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (tenant, connection) DO NOTHING RETURNING version`
      : `UPDATE @connection SET version = $3, stage = $4, row = $5
         WHERE tenant = $1 AND connection = $2 AND version = $3 - 1 RETURNING version`,
    tenant,
    connection,
    version,
    stage,
    JSON.stringify(row),
  )
  return written !== undefined
}

/** Connections whose changes lead only to proposals. */
export async function planningIn({ sql, tenant }: Scope): Promise<readonly string[]> {
  const rows = await sql.all(
    `SELECT connection FROM @connection WHERE tenant = $1 AND stage = 'plan'`,
    tenant,
  )
  return rows.map(({ connection }) => connection as string)
}

/** What a commit takes for granted of connections and is not so. */
export async function strangerIn(
  scope: Scope,
  { connections = [], effects }: Commit,
): Promise<string | undefined> {
  const proposed = effects.filter(
    (write) => write.kind === 'insert' && write.effect.state === 'proposed',
  )
  if (proposed.length > 0) {
    const planning = new Set<unknown>(await planningIn(scope))
    const isEarly = proposed.some(
      (write) => write.kind === 'insert' && !planning.has(write.effect.proposedBy),
    )
    if (isEarly) return 'a connection does not plan any more'
  }
  for (const row of connections) {
    if (!(await writeConnection(scope, row))) return `the connection ${row.connection} has moved on`
  }
  return undefined
}

/** Effects that are proposed because of a connection, oldest first. */
export async function proposalsOf(
  { sql, tenant }: Scope,
  { connection }: Queries['proposals']['question'],
): Promise<Queries['proposals']['answer']> {
  const rows = await sql.all(
    `SELECT fence, step, decided FROM @effect
     WHERE tenant IS NOT DISTINCT FROM $1 AND proposed_by = $2 ORDER BY seq`,
    tenant,
    connection,
  )
  return toRows(rows)
}

/** How many facts that were received at or before a moment are not processed. */
export async function undecidedBefore(
  { sql, tenant }: Scope,
  { before }: Queries['undecided']['question'],
): Promise<number> {
  const row = await sql.get(
    `SELECT sum(f.n) AS n FROM @shard s
     LEFT JOIN @cursor c ON c.tenant = s.tenant AND c.shard = s.shard
     CROSS JOIN LATERAL (SELECT count(*) AS n FROM @fact f WHERE f.shard = s.shard AND f.tenant = $1
       AND f.seq > coalesce(c.seq, 0) AND f.received_at <= $2 OFFSET 0) f
     WHERE s.tenant = $1`,
    tenant,
    before,
  )
  return Number(row?.['n'])
}
