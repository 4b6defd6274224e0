import type { Fact, NewFact } from '@canonry/sync'
import type { SqlRow } from './pool-like.js'
import type { Scope } from './scope.js'
import { columnsOf } from './sql.js'

/** A fact with its number in its shard. */
export interface Numbered {
  readonly fact: NewFact
  readonly seq: number
  readonly conflicting: boolean
}

/** Bodies up to this many bytes go together in one parameter, where each byte takes two. */
const SMALL_BYTES = 16_384

/** Writes facts and their bodies; whether they were written is known when the transaction ends. */
export async function writeFacts(scope: Scope, facts: readonly Numbered[]): Promise<void> {
  if (facts.length === 0) return
  const small = facts.filter(({ fact: { body } }) => body && body.length <= SMALL_BYTES)
  scope.sql.leave(writeRows(scope, facts))
  scope.sql.leave(writeBodies(scope, small))
  for (const { fact, seq } of facts) {
    const { body, keyId = null, shard } = fact
    if (body && body.length > SMALL_BYTES) await writeBody(scope, { shard, seq, keyId, body })
  }
}

async function writeRows({ sql, tenant }: Scope, facts: readonly Numbered[]): Promise<void> {
  await sql.all(
    `INSERT INTO @fact (tenant, shard, seq, connection, origin, topic, resource, api_version,
       routing_key, event_id, order_hint, hash, size, received_at, headers, withheld, conflicting,
       has_body)
     SELECT $1, * FROM unnest($2::int[], $3::bigint[], $4::text[], $5::text[], $6::text[],
       $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::bigint[],
       $14::bigint[], $15::text[], $16::text[], $17::boolean[], $18::boolean[])`,
    tenant,
    ...columnsOf(
      facts,
      ({ fact }) => fact.shard,
      ({ seq }) => seq,
      ({ fact }) => fact.connection,
      ({ fact }) => fact.origin,
      ({ fact }) => fact.topic,
      ({ fact }) => fact.resource ?? null,
      ({ fact }) => fact.apiVersion,
      ({ fact }) => fact.routingKey ?? null,
      ({ fact }) => fact.eventId ?? null,
      ({ fact }) => fact.orderHint ?? null,
      ({ fact }) => fact.hash,
      ({ fact }) => fact.size,
      ({ fact }) => fact.receivedAt,
      ({ fact }) => JSON.stringify(fact.headers),
      ({ fact }) => fact.withheld ?? null,
      ({ conflicting }) => conflicting,
      ({ fact }) => fact.body !== undefined,
    ),
  )
}

async function writeBodies({ sql, tenant }: Scope, facts: readonly Numbered[]): Promise<void> {
  if (facts.length === 0) return
  await sql.all(
    `INSERT INTO @fact_body (tenant, shard, seq, key_id, body)
     SELECT $1, shard, seq, key_id, decode(body, 'base64')
     FROM unnest($2::int[], $3::bigint[], $4::text[], $5::text[]) AS b (shard, seq, key_id, body)`,
    tenant,
    ...columnsOf<Numbered>(
      facts,
      ({ fact }) => fact.shard,
      ({ seq }) => seq,
      ({ fact }) => fact.keyId ?? null,
      ({ fact }) => base64(fact.body),
    ),
  )
}

interface LargeBody {
  readonly shard: number
  readonly seq: number
  readonly keyId: string | null
  readonly body: Uint8Array
}

async function writeBody(
  { sql, tenant }: Scope,
  { shard, seq, keyId, body }: LargeBody,
): Promise<void> {
  await sql.all(
    'INSERT INTO @fact_body (tenant, shard, seq, key_id, body) VALUES ($1, $2, $3, $4, $5)',
    tenant,
    shard,
    seq,
    keyId,
    viewOf(body),
  )
}

function base64(body: Uint8Array | undefined): string | null {
  return body ? viewOf(body).toString('base64') : null
}

function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength)
}

/** A fact as the journal has it, from a row that has its body, too. */
export function toFact(row: SqlRow): Fact {
  return {
    connection: row['connection'] as string,
    origin: row['origin'] as Fact['origin'],
    shard: Number(row['shard']),
    seq: Number(row['seq']),
    topic: row['topic'] as string,
    ...given('resource', row['resource']),
    apiVersion: row['api_version'] as string,
    ...given('routingKey', row['routing_key']),
    ...given('eventId', row['event_id']),
    ...given('orderHint', row['order_hint']),
    hash: row['hash'] as string,
    size: Number(row['size']),
    receivedAt: Number(row['received_at']),
    headers: JSON.parse(row['headers'] as string),
    ...given('withheld', row['withheld']),
    ...given('keyId', row['key_id']),
    ...given('body', bytesOf(row['body'])),
    ...(row['expired'] === true && { expired: true as const }),
    conflicting: row['conflicting'] === true,
  }
}

// the driver answers its own kind of byte array
function bytesOf(body: unknown): Uint8Array | undefined {
  if (!(body instanceof Uint8Array)) return undefined
  return new Uint8Array(body.buffer, body.byteOffset, body.byteLength)
}

function given<Key extends keyof Fact>(
  key: Key,
  value: unknown,
): { [K in Key]?: Fact[K] & object } {
  return value === null || value === undefined ? {} : ({ [key]: value } as never)
}
