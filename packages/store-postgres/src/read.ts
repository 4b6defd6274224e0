import { type Fact, isOwn, type ReadFacts, shardsInTurn } from '@canonry/sync'
import { toFact } from './facts.js'
import type { Scope } from './scope.js'
import { columnsOf } from './sql.js'

/**
 * Facts behind the cursors; see the store port. Its statements need not see one state: facts never change, and
 * whoever commits what follows from one says which cursor it stood behind.
 */
export async function read(
  scope: Scope,
  { limit, bytes, after, ...whose }: ReadFacts,
): Promise<readonly Fact[]> {
  const waiting = await waitingShards(scope)
  const ranges: Range[] = []
  let left = limit
  for (const shard of shardsInTurn(await sharedOut(scope, { waiting, ...whose }), after)) {
    const { cursor = 0, last = 0 } = waiting.get(shard) ?? {}
    const until = Math.min(last, cursor + left)
    ranges.push({ shard, after: cursor, until })
    left -= until - cursor
    if (left <= 0) break
  }
  return factsIn(scope, { ranges, bytes })
}

/** How far the facts of a shard are processed, and how far they go; numbers have no gaps. */
interface Waiting {
  readonly cursor: number
  readonly last: number
}

/** Facts of a shard: those behind `after`, and none behind `until`. */
interface Range {
  readonly shard: number
  readonly after: number
  readonly until: number
}

async function waitingShards({ sql, tenant }: Scope): Promise<ReadonlyMap<number, Waiting>> {
  const rows = await sql.all(
    `SELECT s.shard, s.last_seq, coalesce(c.seq, 0) AS cursor FROM @shard s
     LEFT JOIN @cursor c ON c.tenant = s.tenant AND c.shard = s.shard
     WHERE s.tenant = $1 AND coalesce(c.seq, 0) < s.last_seq`,
    tenant,
  )
  return new Map(
    rows.map(({ shard, cursor, last_seq }) => [
      Number(shard),
      { cursor: Number(cursor), last: Number(last_seq) },
    ]),
  )
}

type Whose = Pick<ReadFacts, 'share' | 'straysBefore'>

async function sharedOut(
  scope: Scope,
  { waiting, share, straysBefore = 0 }: Whose & { waiting: ReadonlyMap<number, Waiting> },
): Promise<readonly number[]> {
  const all = [...waiting.keys()]
  const own = all.filter((shard) => isOwn(shard, share))
  if (own.length > 0 || all.length === 0) return own
  return straysIn(scope, { waiting, straysBefore })
}

// shards whose next fact has waited for long
async function straysIn(
  { sql, tenant }: Scope,
  { waiting, straysBefore }: { waiting: ReadonlyMap<number, Waiting>; straysBefore: number },
): Promise<readonly number[]> {
  const rows = await sql.all(
    `SELECT n.shard FROM unnest($2::int[], $3::bigint[]) AS n (shard, seq)
     CROSS JOIN LATERAL (SELECT received_at FROM @fact f WHERE f.shard = n.shard AND f.tenant = $1
       AND f.seq = n.seq + 1 OFFSET 0) f
     WHERE f.received_at < $4`,
    tenant,
    ...columnsOf(
      [...waiting],
      ([shard]) => shard,
      ([, { cursor }]) => cursor,
    ),
    straysBefore,
  )
  return rows.map(({ shard }) => Number(shard))
}

// the first, and as many more as their bodies leave room for: bodies are fetched once it is known which
async function factsIn(
  { sql, tenant }: Scope,
  { ranges, bytes }: { ranges: readonly Range[]; bytes: number },
): Promise<readonly Fact[]> {
  if (ranges.length === 0) return []
  const rows = await sql.all(
    `SELECT f.*, b.key_id, b.body, f.has_body AND b.seq IS NULL AS expired FROM (
       SELECT f.*, n.place, row_number() OVER w AS nth,
         sum(CASE WHEN f.withheld IS NULL THEN f.size ELSE 0 END) OVER w AS bytes
       FROM unnest($2::int[], $3::bigint[], $4::bigint[]) WITH ORDINALITY
         AS n (shard, after, until, place)
       CROSS JOIN LATERAL (SELECT * FROM @fact f WHERE f.shard = n.shard AND f.tenant = $1
         AND f.seq > n.after AND f.seq <= n.until OFFSET 0) f
       WINDOW w AS (ORDER BY n.place, f.seq)) f
     LEFT JOIN @fact_body b ON b.shard = f.shard AND b.tenant = $1 AND b.seq = f.seq
     WHERE f.bytes <= $5 OR f.nth = 1 ORDER BY f.place, f.seq`,
    tenant,
    ...columnsOf(
      ranges,
      ({ shard }) => shard,
      ({ after }) => after,
      ({ until }) => until,
    ),
    bytes,
  )
  return rows.map(toFact)
}

/** Where a fact is. */
interface Place {
  readonly shard: number
  readonly seq: number
}

/** Facts with their bodies, in the order given. */
export async function factsAt(
  { sql, tenant }: Scope,
  places: readonly Place[],
): Promise<readonly Fact[]> {
  if (places.length === 0) return []
  const rows = await sql.all(
    `SELECT f.* FROM unnest($2::int[], $3::bigint[]) WITH ORDINALITY AS p (shard, seq, place)
     CROSS JOIN LATERAL (SELECT f.*, b.key_id, b.body, f.has_body AND b.seq IS NULL AS expired FROM @fact f
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
