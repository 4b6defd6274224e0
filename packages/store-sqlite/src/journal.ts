import { fitting, JOURNAL_BYTES, type JournalFilter, type JournalQuestion } from '@canonry/sync'
import { FACTS, type StoredFacts, storedFacts } from './facts.js'
import type { Scope } from './scope.js'
import type { SqlRow } from './sql.js'

/** A page of processed facts, as they lie there. */
export interface StoredPage {
  readonly facts: StoredFacts
  readonly next?: number
}

/** A page of processed facts; see the queries of a store. */
export function journal(
  scope: Scope,
  { shard, after, limit, filter = {} }: JournalQuestion,
): StoredPage {
  const cursor = cursorOf(scope, shard)
  const to = Math.min(after + limit, cursor)
  const wanted = placesIn(scope, { shard, after, to, filter })
  const sizes = wanted.map(({ size }) => Number(size))
  const page = wanted.slice(0, fitting(sizes, JOURNAL_BYTES)).map(({ seq }) => Number(seq))
  const last = page.length < wanted.length ? (page.at(-1) ?? to) : to
  return { facts: factsAt(scope, { shard, page }), ...(last < cursor && { next: last }) }
}

function cursorOf({ sql, tenant }: Scope, shard: number): number {
  const row = sql.get('SELECT cursor FROM shard WHERE tenant = ? AND shard = ?', tenant, shard)
  return Number(row?.['cursor'] ?? 0)
}

// bodies are fetched only once it is known which
function placesIn(
  { sql, tenant }: Scope,
  { shard, after, to, filter }: { shard: number; after: number; to: number; filter: JournalFilter },
): SqlRow[] {
  const { connection, resource, routingKey, from, to: before } = filter
  const given = [
    ['connection = ?', connection],
    ['resource = ?', resource],
    ['routing_key = ?', routingKey],
    ['received_at >= ?', from],
    ['received_at < ?', before],
  ].filter((each): each is [string, string | number] => each[1] !== undefined)
  const conditions = given.map(([condition]) => ` AND ${condition}`).join('')
  return sql.all(
    `SELECT seq, CASE WHEN withheld IS NULL THEN size ELSE 0 END AS size FROM fact
     WHERE tenant = ? AND shard = ? AND seq > ? AND seq <= ?${conditions} ORDER BY seq`,
    tenant,
    shard,
    after,
    to,
    ...given.map(([, value]) => value),
  )
}

/** Facts of a shard by their numbers, with their bodies. */
export function factsAt(
  { sql, tenant }: Scope,
  { shard, page }: { shard: number; page: readonly number[] },
): StoredFacts {
  const row = sql.get(
    `SELECT ${FACTS} FROM json_each(?) p
     CROSS JOIN fact f ON f.tenant = ? AND f.shard = ? AND f.seq = p.value
     LEFT JOIN fact_body b ON b.id = f.body_id`,
    JSON.stringify(page),
    tenant,
    shard,
  )
  return storedFacts(row)
}
