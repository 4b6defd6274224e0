import {
  type Backlog,
  type EffectState,
  IN_TIME,
  type Queries,
  type QueueRow,
  type QueueState,
  standingOf,
} from '@canonry/sync'
import type { Scope } from './scope.js'

/** How much waits where; see the queries of a store. */
export async function queues(
  scope: Scope,
  { now }: Queries['queues']['question'],
): Promise<QueueState> {
  return {
    effects: await effectQueues(scope, now),
    journal: await journal(scope),
    reads: await reads(scope),
  }
}

async function effectQueues({ sql, tenant }: Scope, now: number): Promise<readonly QueueRow[]> {
  const rows = await sql.all(
    `SELECT connection, class, count(*) AS depth,
       count(*) FILTER (WHERE runnable OR (timed AND run_at <= $2)) AS ready,
       count(*) FILTER (WHERE held) AS held,
       count(*) FILTER (WHERE state IN ('exception', 'conflict', 'dead')) AS parked,
       min(planned_at) AS planned_at, min(due_at) AS due_at,
       min(run_at) FILTER (WHERE timed AND run_at > $2) AS run_at
     FROM @effect WHERE tenant = $1 AND open AND sla >= 0 GROUP BY connection, class ORDER BY connection, class`,
    tenant,
    now,
  )
  return rows.map((row): QueueRow => {
    return {
      connection: row['connection'] as string,
      class: row['class'] as QueueRow['class'],
      depth: Number(row['depth']),
      ready: Number(row['ready']),
      held: Number(row['held']),
      parked: Number(row['parked']),
      plannedAt: Number(row['planned_at']),
      dueAt: Number(row['due_at']),
      ...(row['run_at'] !== null && { runAt: Number(row['run_at']) }),
    }
  })
}

async function journal({ sql, tenant }: Scope): Promise<QueueState['journal']> {
  const row = await sql.get(
    `SELECT sum(s.last_seq - coalesce(c.seq, 0)) AS facts, min(f.received_at) AS received_at
     FROM @shard s LEFT JOIN @cursor c ON c.tenant = s.tenant AND c.shard = s.shard
     CROSS JOIN LATERAL (SELECT received_at FROM @fact f WHERE f.shard = s.shard AND f.tenant = $1
       AND f.seq = coalesce(c.seq, 0) + 1 OFFSET 0) f
     WHERE s.tenant = $1 AND coalesce(c.seq, 0) < s.last_seq`,
    tenant,
  )
  const facts = Number(row?.['facts'] ?? 0)
  return { facts, ...(facts > 0 && { receivedAt: Number(row?.['received_at']) }) }
}

async function reads({ sql, tenant }: Scope): Promise<QueueState['reads']> {
  const rows = await sql.all(
    `SELECT connection, count(*) AS depth, min(run_at) AS run_at FROM @pending_read
     WHERE tenant = $1 GROUP BY connection ORDER BY connection`,
    tenant,
  )
  return rows.map((row) => ({
    connection: row['connection'] as string,
    depth: Number(row['depth']),
    runAt: Number(row['run_at']),
  }))
}

/** What is not done yet; see the queries of a store. */
export async function backlog({ sql, tenant }: Scope): Promise<Backlog> {
  const row = await sql.get(
    `SELECT (SELECT coalesce(sum(s.last_seq - coalesce(c.seq, 0)), 0) FROM @shard s
         LEFT JOIN @cursor c ON c.tenant = s.tenant AND c.shard = s.shard
         WHERE s.tenant = $1) AS facts,
       (SELECT count(*) FROM @pending_read WHERE tenant = $1 AND id NOT LIKE '${IN_TIME}%') AS reads,
       (SELECT count(*) FROM @effect WHERE tenant = $1 AND open AND sla >= 0) AS effects`,
    tenant,
  )
  const counted = {
    facts: Number(row?.['facts']),
    reads: Number(row?.['reads']),
    effects: Number(row?.['effects']),
    waiting: 0,
    blocked: 0,
  }
  for (const { state, n } of await stuckLanes({ sql, tenant })) {
    counted.effects -= Number(n)
    counted[standingOf(state as EffectState)] += Number(n)
  }
  return counted
}

/** How many effects stand in lanes whose first does not move by itself, by its state. */
function stuckLanes({ sql, tenant }: Pick<Scope, 'sql' | 'tenant'>) {
  return sql.all(
    `SELECT h.state, sum((SELECT count(*) FROM @effect l
         WHERE l.tenant IS NOT DISTINCT FROM h.tenant AND l.lane = h.lane AND l.open)) AS n
     FROM @effect h
     WHERE h.tenant = $1 AND h.stuck
       AND NOT EXISTS (SELECT 1 FROM @effect b
         WHERE b.tenant IS NOT DISTINCT FROM h.tenant AND b.lane = h.lane AND b.open
           AND b.seq < h.seq OFFSET 0)
     GROUP BY h.state`,
    tenant,
  )
}
