import type { EffectRow } from '@canonry/sync'
import type { Sql } from './sql.js'

/** A queue of a tenant: the effects of one connection and class. */
export type QueueName = Pick<EffectRow, 'connection' | 'class'>

/** A queue that has a number. */
export interface KnownQueue {
  readonly id: number
  readonly class: EffectRow['class']
}

/** The numbers of a tenant's queues, for one transaction: each is looked up once. */
export interface QueueIds {
  /** The number of a queue, which it has from then on. */
  of(queue: QueueName): number
  /** Those queues that there are, of a connection or of all. */
  all(connection?: string): readonly KnownQueue[]
}

/** The queues of a tenant, for one transaction. */
export function openQueues(sql: Sql, tenant: string): QueueIds {
  const known = new Map<string, number>()
  return {
    of: (queue) => {
      const name = `${queue.class}|${queue.connection}`
      const id =
        known.get(name) ??
        findQueue(sql, { ...queue, tenant }) ??
        addQueue(sql, { ...queue, tenant })
      known.set(name, id)
      return id
    },
    all: (connection) =>
      sql
        .all(
          'SELECT id, class FROM queue WHERE tenant = ?1 AND connection = coalesce(?2, connection)',
          tenant,
          connection ?? null,
        )
        .map((row) => row as unknown as KnownQueue),
  }
}

type Named = QueueName & { readonly tenant: string }

function findQueue(sql: Sql, { tenant, connection, class: name }: Named): number | undefined {
  const row = sql.get(
    'SELECT id FROM queue WHERE tenant = ? AND connection = ? AND class = ?',
    tenant,
    connection,
    name,
  )
  return row && Number(row['id'])
}

function addQueue(sql: Sql, { tenant, connection, class: name }: Named): number {
  const statement = 'INSERT INTO queue (tenant, connection, class) VALUES (?, ?, ?)'
  return Number(sql.run(statement, tenant, connection, name).lastInsertRowid)
}
