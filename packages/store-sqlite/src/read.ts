import { fitting, type ReadFacts, shardsInTurn } from '@canonry/sync'
import { FACTS, type StoredFacts, storedFacts } from './facts.js'
import type { Scope } from './scope.js'

/** Facts behind the cursors, as they lie there; see the store port. */
export function read(scope: Scope, { limit, bytes, after }: ReadFacts): readonly StoredFacts[] {
  const waiting = waitingShards(scope)
  const ranges: Range[] = []
  const room = { facts: limit, bytes }
  for (const shard of shardsInTurn([...waiting.keys()], after)) {
    const { from = 0, to = 0 } = waiting.get(shard) ?? {}
    const range = { shard, from, to: Math.min(to, from + room.facts - 1) }
    const size = sizeOf(scope, range)
    if (size > room.bytes) {
      ranges.push(...beginningOf(scope, { range, bytes: room.bytes, isFirst: ranges.length === 0 }))
      break
    }
    ranges.push(range)
    room.facts -= range.to - range.from + 1
    room.bytes -= size
    if (room.facts === 0) break
  }
  return ranges.map((range) => factsIn(scope, range))
}

/** Facts of a shard, from one number to another. */
interface Range {
  readonly shard: number
  readonly from: number
  readonly to: number
}

function waitingShards({ sql, tenant }: Scope): ReadonlyMap<number, Omit<Range, 'shard'>> {
  const rows = sql.all(
    'SELECT shard, cursor, last_seq FROM shard WHERE tenant = ? AND cursor < last_seq',
    tenant,
  )
  return new Map(
    rows.map((row) => [
      Number(row['shard']),
      { from: Number(row['cursor']) + 1, to: Number(row['last_seq']) },
    ]),
  )
}

const BODY_SIZE = 'CASE WHEN withheld IS NULL THEN size ELSE 0 END'

function sizeOf({ sql, tenant }: Scope, { shard, from, to }: Range): number {
  const row = sql.get(
    `SELECT sum(${BODY_SIZE}) AS size FROM fact
     WHERE tenant = ? AND shard = ? AND seq BETWEEN ? AND ?`,
    tenant,
    shard,
    from,
    to,
  )
  return Number(row?.['size'] ?? 0)
}

// bodies are fetched only once it is known how many
function beginningOf(
  { sql, tenant }: Scope,
  { range, bytes, isFirst }: { range: Range; bytes: number; isFirst: boolean },
): Range[] {
  const { shard, from, to } = range
  const rows = sql.all(
    `SELECT ${BODY_SIZE} AS size FROM fact
     WHERE tenant = ? AND shard = ? AND seq BETWEEN ? AND ? ORDER BY seq`,
    tenant,
    shard,
    from,
    to,
  )
  const sizes = rows.map(({ size }) => Number(size))
  // one fact comes at least, and no second shard for it
  const count = isFirst ? fitting(sizes, bytes) : fitting([0, ...sizes], bytes) - 1
  return count === 0 ? [] : [{ shard, from, to: from + count - 1 }]
}

function factsIn({ sql, tenant }: Scope, { shard, from, to }: Range): StoredFacts {
  const row = sql.get(
    `SELECT ${FACTS} FROM fact f LEFT JOIN fact_body b ON b.id = f.body_id
     WHERE f.tenant = ? AND f.shard = ? AND f.seq BETWEEN ? AND ?`,
    tenant,
    shard,
    from,
    to,
  )
  return storedFacts(row)
}
