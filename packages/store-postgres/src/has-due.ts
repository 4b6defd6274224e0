import { CLASSES, type Lease } from '@canonry/sync'
import { LATER, queueOf } from './due-floors.js'
import type { Scope } from './scope.js'
import { columnsOf } from './sql.js'

/**
 * Whether a lease may find something, or has to say that the claim is lost: a worker that has nothing
 * to do asks this often, and it locks and writes nothing.
 */
export async function hasDue(
  { sql, tenant, floors: { due } }: Scope,
  { now, epoch, connections }: Lease,
): Promise<boolean> {
  due.look(now)
  const queues = connections.flatMap(({ connection }) =>
    CLASSES.map((name) => ({ connection, class: name })),
  )
  const row = await sql.get(
    `SELECT NOT EXISTS (SELECT FROM @worker w WHERE w.tenant = $1 AND w.epoch = $2)
       OR EXISTS (SELECT FROM @effect e
         WHERE e.tenant = $1 AND e.timed AND e.run_at >= $4 AND e.run_at <= $3)
       OR EXISTS (SELECT FROM unnest($5::text[], $6::text[], $7::bigint[])
           AS n (connection, class, floor)
         CROSS JOIN LATERAL (SELECT FROM @effect e
           WHERE e.tenant = $1 AND e.connection = n.connection AND e.class = n.class
             AND e.due_at >= n.floor AND e.runnable LIMIT 1) e) AS due`,
    tenant,
    epoch,
    now,
    due.at(LATER),
    ...columnsOf(
      queues,
      ({ connection }) => connection,
      (queue) => queue.class,
      (queue) => due.at(queueOf(queue)),
    ),
  )
  return row?.['due'] === true
}
