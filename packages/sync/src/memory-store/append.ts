import { factEntry } from '../audit/audit-entry.js'
import { dedupeKeysOf } from '../journal/dedupe-keys.js'
import type { NewFact } from '../journal/fact.js'
import { DEDUPE_MS } from '../store/store-limits.js'
import type { Append, Appended, EndedRead } from '../store/writes.js'
import { addEntry } from './audit.js'
import { addSubjects } from './erase.js'
import { addCounts, writeExceptions } from './notes.js'
import { writePull } from './pulls.js'
import { listOf, type Tables } from './tables.js'

/** Journals facts; see the store port. */
export function append(tables: Tables, request: Append): readonly Appended[] {
  const { now, facts, counts, reads, pull } = request
  if (pull && !writePull(tables, { now, pull })) return facts.map(() => ({ kind: 'duplicate' }))
  addCounts(tables, counts)
  if (pull) return facts.map((fact) => journal(tables, { fact, conflicting: false }))
  if (!reads) return facts.map((fact) => appendHeard(tables, { fact, now }))
  if (!endReads(tables, reads.ended)) return facts.map(() => ({ kind: 'duplicate' }))
  writeExceptions(tables, { now, exceptions: reads.exceptions })
  return facts.map((fact) => journal(tables, { fact, conflicting: false }))
}

/** Journals facts that follow from what is committed with them. */
export function appendRecorded(tables: Tables, facts: readonly NewFact[]): void {
  for (const fact of facts) write(tables, { fact, conflicting: false })
}

/** Whether one of them was still pending. */
function endReads({ reads }: Tables, ended: readonly EndedRead[]): boolean {
  const pending = ended.filter(({ id }) => reads.has(id))
  for (const { id, asked } of pending) if (reads.get(id)?.asked === asked) reads.delete(id)
  return pending.length > 0
}

function appendHeard(tables: Tables, { fact, now }: { fact: NewFact; now: number }): Appended {
  const { event, body } = dedupeKeysOf(fact)
  const sameEvent = remembered(tables, { key: event, now })
  const isDuplicate =
    sameEvent === fact.hash || remembered(tables, { key: body, now }) !== undefined
  if (sameEvent === undefined) remember(tables, { key: event, hash: fact.hash, now })
  if (isDuplicate) {
    addCounts(tables, { 'facts.duplicate': 1 })
    return { kind: 'duplicate' }
  }
  remember(tables, { key: body, hash: fact.hash, now })
  return journal(tables, { fact, conflicting: sameEvent !== undefined })
}

function remembered(
  { dedupe }: Tables,
  { key, now }: { key: string | undefined; now: number },
): string | undefined {
  if (key === undefined) return undefined
  const known = dedupe.get(key)
  return known && known.at > now - DEDUPE_MS ? known.hash : undefined
}

function remember(
  { dedupe }: Tables,
  { key, hash, now }: { key: string | undefined; hash: string; now: number },
): void {
  if (key === undefined) return
  // a key that comes again after it expired goes to the end: the map is ordered by age
  dedupe.delete(key)
  dedupe.set(key, { hash, at: now })
}

interface Judged {
  readonly fact: NewFact
  readonly conflicting: boolean
}

function journal(tables: Tables, judged: Judged): Appended {
  const { conflicting } = judged
  const kind = conflicting ? 'conflicting' : 'accepted'
  addCounts(tables, { 'facts.received': 1, ...(conflicting && { 'facts.conflicting': 1 }) })
  return { kind, ...write(tables, judged) }
}

function write(tables: Tables, { fact, conflicting }: Judged): { shard: number; seq: number } {
  const shard = listOf(tables.facts, fact.shard)
  const seq = shard.length + 1
  const { subjects = [], ...told } = fact
  const journaled = { ...told, seq, conflicting }
  shard.push(journaled)
  addSubjects(tables, { shard: fact.shard, seq, names: subjects })
  addEntry(tables, () => factEntry(journaled))
  return { shard: fact.shard, seq }
}
