import { type Fact, isOwn, type ReadFacts, shardsInTurn, withinBytes } from '@canonry/sync'
import { toFact } from './facts.js'
import type { Scope } from './scope.js'
import { columnsOf } from './sql.js'

/** Facts behind the cursors; see the store port. */
export async function read(
  scope: Scope,
  { limit, bytes, after, ...whose }: ReadFacts,
): Promise<readonly Fact[]> {
  const cursors = await waitingShards(scope)
  const next: Place[] = []
  for (const shard of shardsInTurn(await sharedOut(scope, { cursors, ...whose }), after)) {
    const cursor = cursors.get(shard) ?? 0
    next.push(...(await placesIn(scope, { shard, cursor, limit: limit - next.length })))
    if (next.length >= limit) break
  }
  const sizes = next.map(({ size }) => size)
  return factsAt(scope, next.slice(0, withinBytes(sizes, bytes)))
}

/** Where a fact is, and how large its body: bodies are fetched only once it is known how many. */
interface Place {
  readonly shard: number
  readonly seq: number
  readonly size: number
}

async function waitingShards({ sql, tenant }: Scope): Promise<ReadonlyMap<number, number>> {
  const rows = await sql.all(
    `SELECT s.shard, coalesce(c.seq, 0) AS cursor FROM @shard s
     LEFT JOIN @cursor c ON c.tenant = s.tenant AND c.shard = s.shard
     WHERE s.tenant = $1 AND coalesce(c.seq, 0) < s.last_seq`,
    tenant,
  )
  return new Map(rows.map(({ shard, cursor }) => [Number(shard), Number(cursor)]))
}

type Whose = Pick<ReadFacts, 'share' | 'straysBefore'>

async function sharedOut(
  scope: Scope,
  { cursors, share, straysBefore = 0 }: Whose & { cursors: ReadonlyMap<number, number> },
): Promise<readonly number[]> {
  const all = [...cursors.keys()]
  const own = all.filter((shard) => isOwn(shard, share))
  if (own.length > 0 || all.length === 0) return own
  return straysIn(scope, { cursors, straysBefore })
}

// shards whose next fact has waited for long
async function straysIn(
  { sql, tenant }: Scope,
  { cursors, straysBefore }: { cursors: ReadonlyMap<number, number>; straysBefore: number },
): Promise<readonly number[]> {
  const rows = await sql.all(
    `SELECT n.shard FROM unnest($2::int[], $3::bigint[]) AS n (shard, seq)
     CROSS JOIN LATERAL (SELECT received_at FROM @fact f WHERE f.shard = n.shard AND f.tenant = $1
       AND f.seq = n.seq + 1 OFFSET 0) f
     WHERE f.received_at < $4`,
    tenant,
    ...columnsOf(
      [...cursors],
      ([shard]) => shard,
      ([, seq]) => seq,
    ),
    straysBefore,
  )
  return rows.map(({ shard }) => Number(shard))
}

async function placesIn(
  { sql, tenant }: Scope,
  { shard, cursor, limit }: { shard: number; cursor: number; limit: number },
): Promise<Place[]> {
  const rows = await sql.all(
    `SELECT seq, CASE WHEN withheld IS NULL THEN size ELSE 0 END AS size FROM @fact
     WHERE tenant = $1 AND shard = $2 AND seq > $3 ORDER BY seq LIMIT $4`,
    tenant,
    shard,
    cursor,
    limit,
  )
  return rows.map(({ seq, size }) => ({ shard, seq: Number(seq), size: Number(size) }))
}

/** Facts with their bodies, in the order given. */
export async function factsAt(
  { sql, tenant }: Scope,
  places: readonly Pick<Place, 'shard' | 'seq'>[],
): Promise<readonly Fact[]> {
  if (places.length === 0) return []
  const rows = await sql.all(
    `SELECT f.* FROM unnest($2::int[], $3::bigint[]) WITH ORDINALITY AS p (shard, seq, place)
     CROSS JOIN LATERAL (SELECT f.*, b.key_id, b.body FROM @fact f
       LEFT JOIN @fact_body b ON b.shard = p.shard AND b.tenant = $1 AND b.seq = p.seq
       WHERE f.shard = p.shard AND f.tenant = $1 AND f.seq = p.seq OFFSET 0) f
     ORDER BY p.place`,
    tenant,
    ...columnsOf(
      places,
      ({ shard }) => shard,
      ({ seq }) => seq,
    ),
  )
  return rows.map(toFact)
}
