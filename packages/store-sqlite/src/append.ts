import { createHash } from 'node:crypto'
import {
  type Append,
  type Appended,
  DEDUPE_MS,
  dedupeKeysOf,
  factEntry,
  type NewFact,
} from '@canonry/sync'
import { addCounts, writeExceptions } from './notes.js'
import { writePull } from './pulls.js'
import type { Scope } from './scope.js'

/** Journals facts; see the store port. */
export function append(scope: Scope, request: Append): readonly Appended[] {
  const { now, facts, counts, read, pull } = request
  if (pull && !writePull(scope, { now, pull })) return facts.map(() => ({ kind: 'duplicate' }))
  const journal = openJournal(scope)
  const add = (fact: NewFact) =>
    pull ? journal.add(fact, false) : appendHeard(scope, { fact, now, journal })
  const appended = read ? appendRead(scope, { now, facts, read, journal }) : facts.map(add)
  journal.close()
  addCounts(scope, counts)
  return appended
}

function appendRead(
  scope: Scope,
  {
    now,
    facts,
    read,
    journal,
  }: Pick<Append, 'now' | 'facts'> & { read: NonNullable<Append['read']>; journal: Journal },
): readonly Appended[] {
  if (!endRead(scope, read.id)) return facts.map(() => ({ kind: 'duplicate' }))
  writeExceptions(scope, { now, exceptions: read.exceptions })
  return facts.map((fact) => journal.add(fact, false))
}

function endRead({ sql, tenant }: Scope, id: string): boolean {
  const pending = sql.get('SELECT 1 FROM pending_read WHERE tenant = ? AND id = ?', tenant, id)
  sql.run('DELETE FROM pending_read WHERE tenant = ? AND id = ?', tenant, id)
  return pending !== undefined
}

function appendHeard(
  scope: Scope,
  { fact, now, journal }: { fact: NewFact; now: number; journal: Journal },
): Appended {
  const { hash } = fact
  const names = dedupeKeysOf(fact)
  const event =
    names.event === undefined ? undefined : remember(scope, { name: names.event, hash, now })
  const body = remember(scope, { name: names.body, hash, now })
  if (body.known !== undefined || event?.known === hash) return journal.refuse()
  return journal.add(fact, event?.known !== undefined)
}

/**
 * Remembers a delivery, unless it is remembered: then it answers the hash that came first.
 *
 * Keys are 128 bits, so that many lie on one page of the file: within a tenant two deliveries of a
 * year share one with a chance of about 10^-20.
 */
function remember(
  { sql, tenant }: Scope,
  { name, hash, now }: { name: string; hash: string; now: number },
): { readonly known?: string } {
  const key = createHash('sha256').update(name).digest().subarray(0, 16)
  const isNew = sql.get(
    `INSERT INTO dedupe (tenant, key, hash, at) VALUES (?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET hash = excluded.hash, at = excluded.at WHERE at <= ? RETURNING 1`,
    tenant,
    key,
    hash,
    now,
    now - DEDUPE_MS,
  )
  if (isNew) return {}
  const row = sql.get('SELECT hash FROM dedupe WHERE tenant = ? AND key = ?', tenant, key)
  return { known: row?.['hash'] as string }
}

/** The end of the journal during one append: numbers and counts are written once, at its end. */
interface Journal {
  add(fact: NewFact, conflicting: boolean): Appended
  refuse(): Appended
  close(): void
}

function openJournal(scope: Scope): Journal {
  const last = new Map<number, number>()
  const count = { 'facts.received': 0, 'facts.duplicate': 0, 'facts.conflicting': 0 }
  return {
    add: (fact, conflicting) => {
      const { shard } = fact
      const seq = (last.get(shard) ?? lastSeq(scope, shard)) + 1
      last.set(shard, seq)
      insertFact(scope, { fact, seq, conflicting })
      scope.audit.add(() => factEntry({ ...fact, seq, conflicting }))
      count['facts.received'] += 1
      count['facts.conflicting'] += conflicting ? 1 : 0
      return { kind: conflicting ? 'conflicting' : 'accepted', shard, seq }
    },
    refuse: () => {
      count['facts.duplicate'] += 1
      return { kind: 'duplicate' }
    },
    close: () => {
      for (const [shard, seq] of last) saveLastSeq(scope, { shard, seq })
      addCounts(scope, Object.fromEntries(Object.entries(count).filter(([, by]) => by > 0)))
    },
  }
}

function lastSeq({ sql, tenant }: Scope, shard: number): number {
  const row = sql.get('SELECT last_seq FROM shard WHERE tenant = ? AND shard = ?', tenant, shard)
  return Number(row?.['last_seq'] ?? 0)
}

function saveLastSeq(
  { sql, tenant }: Scope,
  { shard, seq }: { readonly shard: number; readonly seq: number },
): void {
  sql.run(
    `INSERT INTO shard (tenant, shard, last_seq, cursor) VALUES (?, ?, ?, 0)
     ON CONFLICT DO UPDATE SET last_seq = excluded.last_seq`,
    tenant,
    shard,
    seq,
  )
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
