import type { Queries } from '@canonry/sync'
import { EFFECT_COLUMNS, toRow } from './effect-rows.js'
import type { PrintedCommit } from './printed.js'
import { parsed, type Scope } from './scope.js'

type Rows = Queries['connections']['answer']

/** What is remembered of connections. */
export function connectionRows({ sql, tenant }: Scope): Rows {
  return sql
    .all('SELECT row FROM connection WHERE tenant = ? ORDER BY connection', tenant)
    .map((found) => parsed<Rows[number]>(found['row']))
}

/** Writes a connection's row and says whether it was the next one. */
export function writeConnection({ sql, tenant }: Scope, row: Rows[number]): boolean {
  const { connection, version } = row
  const written = sql.get(
    version === 1
      ? `INSERT INTO connection (tenant, connection, version, row) VALUES (?2, ?3, ?4, ?1)
         ON CONFLICT DO NOTHING RETURNING 1`
      : `UPDATE connection SET version = ?4, row = ?1
         WHERE tenant = ?2 AND connection = ?3 AND version = ?4 - 1 RETURNING 1`,
    JSON.stringify(row),
    tenant,
    connection,
    version,
  )
  return written !== undefined
}

/** Connections whose changes lead only to proposals. */
export function planningIn({ sql, tenant }: Scope): readonly string[] {
  return sql
    .all(`SELECT connection FROM connection WHERE tenant = ? AND row ->> 'stage' = 'plan'`, tenant)
    .map(({ connection }) => connection as string)
}

/** What a commit takes for granted of connections and is not so. */
export function strangerIn(
  scope: Scope,
  { connections = [], effects }: PrintedCommit,
): string | undefined {
  const proposed = effects.filter(({ fence, state }) => fence === undefined && state === 'proposed')
  if (proposed.length > 0) {
    const planning = new Set<unknown>(planningIn(scope))
    const isEarly = proposed.some(({ proposedBy }) => !planning.has(proposedBy))
    if (isEarly) return 'a connection does not plan any more'
  }
  const row = connections.find((each) => !writeConnection(scope, each))
  return row && `the connection ${row.connection} has moved on`
}

/** Effects that are proposed because of a connection, oldest first. */
export function proposalsOf(
  { sql, tenant }: Scope,
  { connection }: Queries['proposals']['question'],
): Queries['proposals']['answer'] {
  const rows = sql.all(
    `SELECT ${EFFECT_COLUMNS} FROM queue q
     CROSS JOIN effect_state s INDEXED BY effect_proposed
       ON s.queue = q.id AND s.state = 'proposed'
     CROSS JOIN effect e ON e.seq = s.seq AND e.promise ->> 'proposedBy' = ?
     WHERE q.tenant = ? ORDER BY s.seq`,
    connection,
    tenant,
  )
  return rows.map(toRow)
}

/** How many facts that were received at or before a moment are not processed. */
export function undecidedBefore(
  { sql, tenant }: Scope,
  { before }: Queries['undecided']['question'],
): number {
  const row = sql.get(
    `SELECT count(*) AS n FROM shard
     CROSS JOIN fact f ON f.tenant = shard.tenant AND f.shard = shard.shard AND f.seq > shard.cursor
     WHERE shard.tenant = ? AND f.received_at <= ?`,
    tenant,
    before,
  )
  return Number(row?.['n'])
}
