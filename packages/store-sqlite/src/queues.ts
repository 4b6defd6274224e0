import type { Queries, QueueRow, QueueState } from '@canonry/sync'
import type { Scope } from './scope.js'
import type { SqlRow } from './sql.js'

/** How much waits where; see the queries of a store. */
export function queues(scope: Scope, { now }: Queries['queues']['question']): QueueState {
  return { effects: effectQueues(scope, now), journal: journal(scope), reads: reads(scope) }
}

// every count comes out of an index that holds open effects alone
function effectQueues({ sql, tenant }: Scope, now: number): readonly QueueRow[] {
  const group = 'GROUP BY connection, class'
  const open = sql.all(
    `SELECT connection, class, count(*) AS n, min(planned_at) AS planned_at, min(due_at) AS due_at
     FROM effect INDEXED BY effect_queue WHERE tenant = ? AND open = 1 ${group}
     ORDER BY connection, class`,
    tenant,
  )
  const counted = (index: string, condition: string) =>
    byQueue(
      sql.all(
        `SELECT connection, class, count(*) AS n FROM effect INDEXED BY ${index}
         WHERE tenant = ? AND ${condition} ${group}`,
        tenant,
      ),
    )
  const timed = (condition: string) =>
    byQueue(
      sql.all(
        `SELECT connection, class, count(*) AS n, min(run_at) AS run_at
         FROM effect INDEXED BY effect_next
         WHERE tenant = ? AND timed = 1 AND run_at ${condition} ? ${group}`,
        tenant,
        now,
      ),
    )
  const runnable = counted('effect_runnable', 'runnable = 1')
  const overdue = timed('<=')
  const later = timed('>')
  const held = counted('effect_held', 'held = 1')
  const parked = counted('effect_parked', `state IN ('exception', 'conflict', 'dead')`)
  const count = (rows: ReadonlyMap<string, SqlRow>, queue: string) =>
    Number(rows.get(queue)?.['n'] ?? 0)
  return open.map((row): QueueRow => {
    const queue = queueOf(row)
    const runAt = later.get(queue)?.['run_at']
    return {
      connection: row['connection'] as string,
      class: row['class'] as QueueRow['class'],
      depth: Number(row['n']),
      ready: count(runnable, queue) + count(overdue, queue),
      held: count(held, queue),
      parked: count(parked, queue),
      plannedAt: Number(row['planned_at']),
      dueAt: Number(row['due_at']),
      ...(runAt !== undefined && { runAt: Number(runAt) }),
    }
  })
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
