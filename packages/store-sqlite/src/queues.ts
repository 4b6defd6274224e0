import type { Queries, QueueRow, QueueState } from '@canonry/sync'
import type { Scope } from './scope.js'
import type { SqlRow } from './sql.js'
import { STANDING } from './standing.js'

/** How much waits where; see the queries of a store. */
export function queues(scope: Scope, { now }: Queries['queues']['question']): QueueState {
  return { effects: effectQueues(scope, now), journal: journal(scope), reads: reads(scope) }
}

// every count comes out of an index that holds open effects alone
function effectQueues({ sql, tenant }: Scope, now: number): readonly QueueRow[] {
  const standing = sql.all(
    `SELECT q.connection, q.class, s.standing, count(*) AS n, min(s.planned_at) AS planned_at,
       min(s.due_at) AS due_at
     FROM queue q
     CROSS JOIN effect_state s INDEXED BY effect_turn ON s.queue = q.id AND s.standing IS NOT NULL
     WHERE q.tenant = ? GROUP BY q.connection, q.class, s.standing
     ORDER BY q.connection, q.class`,
    tenant,
  )
  const timed = (condition: string) =>
    byQueue(
      sql.all(
        `SELECT q.connection, q.class, count(*) AS n, min(s.run_at) AS run_at
         FROM queue q CROSS JOIN effect_state s INDEXED BY effect_timed
           ON s.queue = q.id AND s.standing = ${STANDING.timed} AND s.run_at ${condition} ?
         WHERE q.tenant = ? GROUP BY q.connection, q.class`,
        now,
        tenant,
      ),
    )
  const times = { overdue: timed('<='), later: timed('>') }
  const names = [...new Set(standing.map(queueOf))]
  return names.map((queue) => {
    const own = standing.filter((row) => queueOf(row) === queue)
    return toQueue(own, { queue, ...times })
  })
}

function toQueue(
  rows: readonly SqlRow[],
  {
    queue,
    overdue,
    later,
  }: {
    queue: string
    overdue: ReadonlyMap<string, SqlRow>
    later: ReadonlyMap<string, SqlRow>
  },
): QueueRow {
  const count = (standing: number) => countOf(rows.find((row) => row['standing'] === standing))
  const least = (column: string) => Math.min(...rows.map((row) => Number(row[column])))
  const runAt = later.get(queue)?.['run_at']
  return {
    connection: rows[0]?.['connection'] as string,
    class: rows[0]?.['class'] as QueueRow['class'],
    depth: rows.reduce((sum, row) => sum + countOf(row), 0),
    ready: count(STANDING.runnable) + countOf(overdue.get(queue)),
    held: count(STANDING.held),
    parked: count(STANDING.parked),
    plannedAt: least('planned_at'),
    dueAt: least('due_at'),
    ...(runAt !== undefined && { runAt: Number(runAt) }),
  }
}

function countOf(row: SqlRow | undefined): number {
  return Number(row?.['n'] ?? 0)
}

function byQueue(rows: readonly SqlRow[]): ReadonlyMap<string, SqlRow> {
  return new Map(rows.map((row) => [queueOf(row), row]))
}

function queueOf(row: SqlRow): string {
  return `${row['connection']}|${row['class']}`
}

function journal({ sql, tenant }: Scope): QueueState['journal'] {
  const row = sql.get(
    `SELECT sum(s.last_seq - s.cursor) AS facts, min(f.received_at) AS received_at
     FROM shard s CROSS JOIN fact f
       ON f.tenant = s.tenant AND f.shard = s.shard AND f.seq = s.cursor + 1
     WHERE s.tenant = ? AND s.cursor < s.last_seq`,
    tenant,
  )
  const facts = Number(row?.['facts'] ?? 0)
  return { facts, ...(facts > 0 && { receivedAt: Number(row?.['received_at']) }) }
}

function reads({ sql, tenant }: Scope): QueueState['reads'] {
  const rows = sql.all(
    `SELECT read ->> 'connection' AS connection, count(*) AS depth, min(run_at) AS run_at
     FROM pending_read WHERE tenant = ? GROUP BY 1 ORDER BY 1`,
    tenant,
  )
  return rows.map((row) => ({
    connection: row['connection'] as string,
    depth: Number(row['depth']),
    runAt: Number(row['run_at']),
  }))
}
