import {
  fitting,
  JOURNAL_BYTES,
  type JournalFilter,
  type JournalPage,
  type JournalQuestion,
} from '@canonry/sync'
import type { SqlRow } from './pool-like.js'
import { factsAt } from './read.js'
import type { Scope } from './scope.js'

/** A page of processed facts; see the queries of a store. */
export async function journal(
  scope: Scope,
  { shard, after, limit, filter = {} }: JournalQuestion,
): Promise<JournalPage> {
  const cursor = await cursorOf(scope, shard)
  const to = Math.min(after + limit, cursor)
  const wanted = await placesIn(scope, { shard, after, to, filter })
  const sizes = wanted.map(({ size }) => Number(size))
  const page = wanted.slice(0, fitting(sizes, JOURNAL_BYTES)).map(({ seq }) => Number(seq))
  const last = page.length < wanted.length ? (page.at(-1) ?? to) : to
  const facts = await factsAt(
    scope,
    page.map((seq) => ({ shard, seq })),
  )
  return { facts, ...(last < cursor && { next: last }) }
}

async function cursorOf({ sql, tenant }: Scope, shard: number): Promise<number> {
  const cursor = 'SELECT seq FROM @cursor WHERE tenant = $1 AND shard = $2'
  return Number((await sql.get(cursor, tenant, shard))?.['seq'] ?? 0)
}

// bodies are fetched only once it is known which
async function placesIn(
  { sql, tenant }: Scope,
  { shard, after, to, filter }: { shard: number; after: number; to: number; filter: JournalFilter },
): Promise<readonly SqlRow[]> {
  const { connection, resource, routingKey, from, to: before } = filter
  return sql.all(
    `SELECT seq, CASE WHEN withheld IS NULL THEN size ELSE 0 END AS size FROM @fact
     WHERE tenant = $1 AND shard = $2 AND seq > $3 AND seq <= $4
       AND ($5::text IS NULL OR connection = $5) AND ($6::text IS NULL OR resource = $6)
       AND ($7::text IS NULL OR routing_key = $7) AND ($8::bigint IS NULL OR received_at >= $8)
       AND ($9::bigint IS NULL OR received_at < $9) ORDER BY seq`,
    tenant,
    shard,
    after,
    to,
    connection ?? null,
    resource ?? null,
    routingKey ?? null,
    from ?? null,
    before ?? null,
  )
}
