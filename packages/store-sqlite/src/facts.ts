import type { Fact } from '@canonry/sync'
import { parsed } from './scope.js'
import type { SqlRow } from './sql.js'

/** Facts as they lie there: a list of lists in JSON, and their bodies in one piece. */
export interface StoredFacts {
  readonly rows: string
  readonly bytes: Uint8Array | null
}

type Value<Key extends keyof Fact> = NonNullable<Fact[Key]>

/** What the list of a fact holds; the last is how long its body is. */
type FactList = readonly [
  shard: number,
  seq: number,
  connection: string,
  origin: Fact['origin'],
  topic: string,
  resource: string | null,
  apiVersion: string,
  routingKey: string | null,
  eventId: string | null,
  orderHint: string | null,
  hash: string,
  size: number,
  receivedAt: number,
  headers: string,
  withheld: Value<'withheld'> | null,
  conflicting: number,
  keyId: string | null,
  expired: number | null,
  length: number | null,
]

/**
 * The columns that make {@link StoredFacts}, of `fact` as f and of `fact_body` as b.
 *
 * Both are put together in the order in which the rows are found; one value for all facts costs a
 * tenth of a row for each.
 */
export const FACTS = `json_group_array(json_array(f.shard, f.seq, f.connection, f.origin, f.topic,
  f.resource, f.api_version, f.routing_key, f.event_id, f.order_hint, f.hash, f.size, f.received_at,
  f.headers, f.withheld, f.conflicting, b.key_id, f.body_id = 0, length(b.body))) AS rows,
  CAST(group_concat(b.body, '') AS BLOB) AS bytes`

/** Facts as they lie there, from the answer with {@link FACTS}. */
export function storedFacts(row: SqlRow | undefined): StoredFacts {
  return {
    rows: (row?.['rows'] ?? '[]') as string,
    bytes: (row?.['bytes'] ?? null) as Uint8Array | null,
  }
}

/** Facts that lay there. */
export function openFacts({ rows, bytes }: StoredFacts): Fact[] {
  let at = 0
  return parsed<FactList[]>(rows).map((list) => {
    const length = list[18]
    at += length ?? 0
    return openFact(
      list,
      length === null ? undefined : bodyIn(bytes, { from: at - length, to: at }),
    )
  })
}

const NOTHING = new Uint8Array(0)

function bodyIn(bytes: Uint8Array | null, { from, to }: { from: number; to: number }): Uint8Array {
  // better-sqlite3 gives a Buffer, which is an array of bytes with other ways
  return bytes ? new Uint8Array(bytes.buffer, bytes.byteOffset + from, to - from) : NOTHING
}

function openFact(list: FactList, body: Uint8Array | undefined): Fact {
  const [shard, seq, connection, origin, topic, resource, apiVersion, routingKey, ...rest] = list
  const [eventId, orderHint, hash, size, receivedAt, headers, withheld, ...more] = rest
  const [conflicting, keyId, expired] = more
  return {
    connection,
    origin,
    shard,
    seq,
    topic,
    ...(resource !== null && { resource }),
    apiVersion,
    ...(routingKey !== null && { routingKey }),
    ...(eventId !== null && { eventId }),
    ...(orderHint !== null && { orderHint }),
    hash,
    size,
    receivedAt,
    headers: headers === '{}' ? {} : parsed(headers),
    ...(withheld !== null && { withheld }),
    ...(keyId !== null && { keyId }),
    ...(body && { body }),
    ...(expired === 1 && { expired: true as const }),
    conflicting: conflicting === 1,
  }
}
