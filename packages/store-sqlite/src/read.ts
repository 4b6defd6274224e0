import { type Fact, type ReadFacts, withinBytes } from '@canonry/sync'
import type { Scope } from './scope.js'
import type { SqlRow } from './sql.js'

/** Facts behind the cursors; see the store port. */
export function read({ sql, tenant }: Scope, { limit, bytes }: ReadFacts): readonly Fact[] {
  const shards = sql.all(
    'SELECT shard, cursor FROM shard WHERE tenant = ? AND cursor < last_seq ORDER BY shard',
    tenant,
  )
  const share = Math.max(1, Math.floor(limit / Math.max(1, shards.length)))
  const rows = shards.flatMap(({ shard, cursor }) => {
    const from: [string, number, number] = [tenant, shard as number, cursor as number]
    const sizes = sql.all(
      `SELECT CASE WHEN withheld IS NULL THEN size ELSE 0 END AS size FROM fact
       WHERE tenant = ? AND shard = ? AND seq > ? ORDER BY seq LIMIT ?`,
      ...from,
      share,
    )
    return sql.all(
      `SELECT f.*, b.body FROM fact f
       LEFT JOIN fact_body b ON b.tenant = f.tenant AND b.shard = f.shard AND b.seq = f.seq
       WHERE f.tenant = ? AND f.shard = ? AND f.seq > ? ORDER BY f.seq LIMIT ?`,
      ...from,
      withinBytes(
        sizes.map(({ size }) => size as number),
        bytes / shards.length,
      ),
    )
  })
  return rows.slice(0, limit).map(toFact)
}

function toFact(row: SqlRow): Fact {
  return {
    connection: row['connection'] as string,
    origin: row['origin'] as Fact['origin'],
    shard: row['shard'] as number,
    seq: row['seq'] as number,
    topic: row['topic'] as string,
    ...given('resource', row['resource']),
    apiVersion: row['api_version'] as string,
    ...given('routingKey', row['routing_key']),
    ...given('eventId', row['event_id']),
    ...given('orderHint', row['order_hint']),
    hash: row['hash'] as string,
    size: row['size'] as number,
    receivedAt: row['received_at'] as number,
    headers: JSON.parse(row['headers'] as string),
    ...given('withheld', row['withheld']),
    ...given('body', row['body']),
    conflicting: row['conflicting'] === 1,
  }
}

function given<Key extends keyof Fact>(
  key: Key,
  value: unknown,
): { [K in Key]?: Fact[K] & object } {
  return value === null || value === undefined ? {} : ({ [key]: value } as never)
}
