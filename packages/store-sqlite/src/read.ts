import { type Fact, type ReadFacts, shardsInTurn, withinBytes } from '@canonry/sync'
import type { Scope } from './scope.js'
import type { SqlRow } from './sql.js'

/** Facts behind the cursors; see the store port. */
export function read(scope: Scope, { limit, bytes, after }: ReadFacts): readonly Fact[] {
  const cursors = waitingShards(scope)
  const next: Place[] = []
  for (const shard of shardsInTurn([...cursors.keys()], after)) {
    const from = { shard, cursor: cursors.get(shard) ?? 0 }
    next.push(...placesIn(scope, { ...from, limit: limit - next.length }))
    if (next.length >= limit) break
  }
  const sizes = next.map(({ size }) => size)
  return rangesOf(next.slice(0, withinBytes(sizes, bytes))).flatMap((range) =>
    factsIn(scope, range),
  )
}

/** Where a fact is, and how large its body: bodies are fetched only once it is known how many. */
interface Place {
  readonly shard: number
  readonly seq: number
  readonly size: number
}

interface Range {
  readonly shard: number
  readonly from: number
  readonly to: number
}

function waitingShards({ sql, tenant }: Scope): ReadonlyMap<number, number> {
  const rows = sql.all(
    'SELECT shard, cursor FROM shard WHERE tenant = ? AND cursor < last_seq',
    tenant,
  )
  return new Map(rows.map(({ shard, cursor }) => [shard as number, cursor as number]))
}

function placesIn(
  { sql, tenant }: Scope,
  { shard, cursor, limit }: { shard: number; cursor: number; limit: number },
): Place[] {
  const rows = sql.all(
    `SELECT shard, seq, CASE WHEN withheld IS NULL THEN size ELSE 0 END AS size FROM fact
     WHERE tenant = ? AND shard = ? AND seq > ? ORDER BY seq LIMIT ?`,
    tenant,
    shard,
    cursor,
    limit,
  )
  return rows as unknown as Place[]
}

function rangesOf(places: readonly Place[]): readonly Range[] {
  const ranges = new Map<number, Range>()
  for (const { shard, seq } of places) {
    ranges.set(shard, { shard, from: ranges.get(shard)?.from ?? seq, to: seq })
  }
  return [...ranges.values()]
}

function factsIn({ sql, tenant }: Scope, { shard, from, to }: Range): Fact[] {
  const rows = sql.all(
    `SELECT f.*, b.body FROM fact f
     LEFT JOIN fact_body b ON b.id = f.body_id
     WHERE f.tenant = ? AND f.shard = ? AND f.seq BETWEEN ? AND ? ORDER BY f.seq`,
    tenant,
    shard,
    from,
    to,
  )
  return rows.map(toFact)
}

/** A fact as the journal has it. */
export function toFact(row: SqlRow): Fact {
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
