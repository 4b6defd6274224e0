import {
  type Append,
  type Appended,
  dedupeKeysOf,
  type EndedRead,
  factEntry,
  type NewFact,
  type PendingRead,
} from '@canonry/sync'
import { firstHash, remember } from './dedupe.js'
import { addSubjects } from './erase.js'
import { addCounts, writeExceptions } from './notes.js'
import { writePull } from './pulls.js'
import { parsed, type Scope } from './scope.js'

/** Journals facts; see the store port. */
export function append(scope: Scope, request: Append): readonly Appended[] {
  const { now, facts, counts, reads, pull } = request
  if (pull && !writePull(scope, { now, pull })) return facts.map(() => ({ kind: 'duplicate' }))
  const journal = openJournal(scope)
  const add = (fact: NewFact) =>
    pull ? journal.add(fact, false) : appendHeard(scope, { fact, now, journal })
  const appended = reads ? appendRead(scope, { now, facts, reads, journal }) : facts.map(add)
  journal.close()
  addCounts(scope, counts)
  return appended
}

/** Journals facts that follow from what is committed with them. */
export function appendRecorded(scope: Scope, facts: readonly NewFact[]): void {
  if (facts.length === 0) return
  const journal = openJournal(scope)
  for (const fact of facts) journal.write(fact, false)
  journal.close()
}

function appendRead(
  scope: Scope,
  {
    now,
    facts,
    reads,
    journal,
  }: Pick<Append, 'now' | 'facts'> & { reads: NonNullable<Append['reads']>; journal: Journal },
): readonly Appended[] {
  if (!endReads(scope, reads.ended)) return facts.map(() => ({ kind: 'duplicate' }))
  writeExceptions(scope, { now, exceptions: reads.exceptions })
  return facts.map((fact) => journal.add(fact, false))
}

/** Whether one of them was still pending. */
function endReads({ sql, tenant }: Scope, ended: readonly EndedRead[]): boolean {
  const pending = ended.flatMap(({ id, asked }) => {
    const row = sql.get('SELECT read FROM pending_read WHERE tenant = ? AND id = ?', tenant, id)
    return row ? [{ id, isAnswered: parsed<PendingRead>(row['read']).asked === asked }] : []
  })
  for (const { id, isAnswered } of pending) {
    if (isAnswered) sql.run('DELETE FROM pending_read WHERE tenant = ? AND id = ?', tenant, id)
  }
  return pending.length > 0
}

function appendHeard(
  scope: Scope,
  { fact, now, journal }: { fact: NewFact; now: number; journal: Journal },
): Appended {
  const { hash } = fact
  const { event, body } = dedupeKeysOf(fact)
  const isNewEvent = event === undefined || remember(scope, { name: event, hash, now })
  const first = isNewEvent ? undefined : firstHash(scope, event)
  const isNewBody = remember(scope, { name: body, now })
  if (!isNewBody || first === hash) return journal.refuse()
  return journal.add(fact, first !== undefined)
}

/** The end of the journal during one append: numbers and counts are written once, at its end. */
interface Journal {
  /** Counts nothing. */
  write(fact: NewFact, conflicting: boolean): { readonly shard: number; readonly seq: number }
  add(fact: NewFact, conflicting: boolean): Appended
  refuse(): Appended
  close(): void
}

function openJournal(scope: Scope): Journal {
  const last = new Map<number, number>()
  const count = { 'facts.received': 0, 'facts.duplicate': 0, 'facts.conflicting': 0 }
  const write: Journal['write'] = (fact, conflicting) => {
    const { shard } = fact
    const seq = (last.get(shard) ?? lastSeq(scope, shard)) + 1
    last.set(shard, seq)
    insertFact(scope, { fact, seq, conflicting })
    scope.audit.add(() => factEntry({ ...fact, seq, conflicting }))
    return { shard, seq }
  }
  return {
    write,
    add: (fact, conflicting) => {
      count['facts.received'] += 1
      count['facts.conflicting'] += conflicting ? 1 : 0
      return { kind: conflicting ? 'conflicting' : 'accepted', ...write(fact, conflicting) }
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
  scope: Scope,
  { fact, seq, conflicting }: { fact: NewFact; seq: number; conflicting: boolean },
): void {
  const body = fact.body ? insertBody(scope, { ...fact, body: fact.body, seq }) : null
  addSubjects(scope, { shard: fact.shard, seq, names: fact.subjects ?? [] })
  scope.sql.run(
    `INSERT INTO fact (tenant, shard, seq, connection, origin, topic, resource, api_version,
       routing_key, event_id, order_hint, hash, size, received_at, headers, withheld, conflicting,
       body_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    scope.tenant,
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
    body,
  )
}

interface Body extends Pick<NewFact, 'shard' | 'keyId'> {
  readonly seq: number
  readonly body: Uint8Array
}

function insertBody({ sql, tenant }: Scope, { shard, seq, keyId, body }: Body): number {
  const { lastInsertRowid } = sql.run(
    'INSERT INTO fact_body (tenant, shard, seq, key_id, body) VALUES (?, ?, ?, ?, ?)',
    tenant,
    shard,
    seq,
    keyId ?? null,
    body,
  )
  return Number(lastInsertRowid)
}
