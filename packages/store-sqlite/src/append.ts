import { type Append, type Appended, DEDUPE_MS, type NewFact } from '@canonry/sync'
import { addCounts, writeExceptions } from './notes.js'
import type { Scope } from './scope.js'

/** Journals facts; see the store port. */
export function append(scope: Scope, { now, facts, counts, read }: Append): readonly Appended[] {
  addCounts(scope, counts)
  if (!read) return facts.map((fact) => appendHeard(scope, { fact, now }))
  if (!endRead(scope, read.id)) return facts.map(() => ({ kind: 'duplicate' }))
  writeExceptions(scope, { now, exceptions: read.exceptions })
  return facts.map((fact) => journal(scope, { fact, conflicting: false }))
}

function endRead({ sql, tenant }: Scope, id: string): boolean {
  const pending = sql.get('SELECT 1 FROM pending_read WHERE tenant = ? AND id = ?', tenant, id)
  sql.run('DELETE FROM pending_read WHERE tenant = ? AND id = ?', tenant, id)
  return pending !== undefined
}

function appendHeard(scope: Scope, { fact, now }: { fact: NewFact; now: number }): Appended {
  const { connection, topic, hash, eventId } = fact
  const bodyKey = JSON.stringify(['body', connection, topic, hash])
  const eventKey =
    eventId === undefined ? undefined : JSON.stringify(['event', connection, eventId])
  const sameEvent = eventKey === undefined ? undefined : remembered(scope, { key: eventKey, now })
  const isDuplicate = sameEvent === hash || remembered(scope, { key: bodyKey, now }) !== undefined
  if (eventKey !== undefined && sameEvent === undefined) {
    remember(scope, { key: eventKey, hash, now })
  }
  if (isDuplicate) {
    addCounts(scope, { 'facts.duplicate': 1 })
    return { kind: 'duplicate' }
  }
  remember(scope, { key: bodyKey, hash, now })
  return journal(scope, { fact, conflicting: sameEvent !== undefined })
}

function remembered(
  { sql, tenant }: Scope,
  { key, now }: { key: string; now: number },
): string | undefined {
  const row = sql.get(
    'SELECT hash FROM dedupe WHERE tenant = ? AND key = ? AND at > ?',
    tenant,
    key,
    now - DEDUPE_MS,
  )
  return row?.['hash'] as string | undefined
}

function remember(
  { sql, tenant }: Scope,
  { key, hash, now }: { key: string; hash: string; now: number },
): void {
  sql.run(
    'INSERT OR REPLACE INTO dedupe (tenant, key, hash, at) VALUES (?, ?, ?, ?)',
    tenant,
    key,
    hash,
    now,
  )
}

function journal(
  scope: Scope,
  { fact, conflicting }: { fact: NewFact; conflicting: boolean },
): Appended {
  const { shard } = fact
  const seq = nextSeq(scope, shard)
  insertFact(scope, { fact, seq, conflicting })
  addCounts(scope, { 'facts.received': 1, ...(conflicting && { 'facts.conflicting': 1 }) })
  return { kind: conflicting ? 'conflicting' : 'accepted', shard, seq }
}

function nextSeq({ sql, tenant }: Scope, shard: number): number {
  const row = sql.get(
    `INSERT INTO shard (tenant, shard, last_seq, cursor) VALUES (?, ?, 1, 0)
     ON CONFLICT DO UPDATE SET last_seq = last_seq + 1 RETURNING last_seq`,
    tenant,
    shard,
  )
  return Number(row?.['last_seq'])
}

function insertFact(
  { sql, tenant }: Scope,
  { fact, seq, conflicting }: { fact: NewFact; seq: number; conflicting: boolean },
): void {
  sql.run(
    `INSERT INTO fact (tenant, shard, seq, connection, origin, topic, resource, api_version,
       routing_key, event_id, order_hint, hash, size, received_at, headers, withheld, conflicting)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    tenant,
    fact.shard,
    seq,
    fact.connection,
    fact.origin,
    fact.topic,
    fact.resource ?? null,
    fact.apiVersion,
    fact.routingKey ?? null,
    fact.eventId ?? null,
    fact.orderHint ?? null,
    fact.hash,
    fact.size,
    fact.receivedAt,
    JSON.stringify(fact.headers),
    fact.withheld ?? null,
    conflicting ? 1 : 0,
  )
  if (!fact.body) return
  sql.run(
    'INSERT INTO fact_body (tenant, shard, seq, body) VALUES (?, ?, ?, ?)',
    tenant,
    fact.shard,
    seq,
    fact.body,
  )
}
