import { type Append, type Appended, dedupeKeysOf, factEntry, type NewFact } from '@canonry/sync'
import { type DeliveryName, firstHashes, remember } from './dedupe.js'
import { addSubjects } from './erase.js'
import { type Numbered, writeFacts } from './facts.js'
import { addCounts, writeExceptions } from './notes.js'
import { writePull } from './pulls.js'
import { endReads } from './reads.js'
import type { Scope } from './scope.js'
import { columnsOf } from './sql.js'

/** Journals facts; see the store port. */
export async function append(scope: Scope, request: Append): Promise<readonly Appended[]> {
  const { now, facts, counts, reads, pull } = request
  if (pull && !(await writePull(scope, { now, pull }))) return facts.map(duplicate)
  if (reads && !(await endReads(scope, reads.ended))) {
    addCounts(scope, counts)
    return facts.map(duplicate)
  }
  if (reads) await writeExceptions(scope, { now, exceptions: reads.exceptions })
  const judged = pull || reads ? facts.map(accepted) : await judge(scope, { facts, now })
  const appended = await journal(scope, judged)
  addCounts(scope, { ...counts, ...countsOf(appended, counts) })
  return appended
}

/** Journals facts that follow from what is committed with them. */
export async function appendRecorded(scope: Scope, facts: readonly NewFact[]): Promise<void> {
  if (facts.length > 0) await journal(scope, facts.map(accepted))
}

/** A fact, and whether it is to be journaled. */
interface Judged {
  readonly fact: NewFact
  readonly verdict: 'accepted' | 'conflicting' | 'duplicate'
}

function accepted(fact: NewFact): Judged {
  return { fact, verdict: 'accepted' }
}

function duplicate(): Appended {
  return { kind: 'duplicate' }
}

// within one append the first that has a name counts, as if each had come by itself
async function judge(
  scope: Scope,
  { facts, now }: { facts: readonly NewFact[]; now: number },
): Promise<readonly Judged[]> {
  const keys = facts.map(dedupeKeysOf)
  const names = new Map<string, DeliveryName>()
  for (const [index, { event, body }] of keys.entries()) {
    const hash = facts[index]?.hash ?? ''
    if (event !== undefined && !names.has(event)) names.set(event, { name: event, hash })
    if (!names.has(body)) names.set(body, { name: body })
  }
  const isNew = new Set(await remember(scope, { names: [...names.values()], now }))
  const events = keys.flatMap(({ event }) =>
    event === undefined || isNew.has(event) ? [] : [event],
  )
  const first = new Map(await firstHashes(scope, [...new Set(events)]))
  return facts.map((fact, index): Judged => {
    const { event, body } = keys[index] ?? { body: '' }
    const earlier = event === undefined || isNew.delete(event) ? undefined : first.get(event)
    if (event !== undefined && earlier === undefined) first.set(event, fact.hash)
    const isNewBody = isNew.delete(body)
    if (!isNewBody || earlier === fact.hash) return { fact, verdict: 'duplicate' }
    return { fact, verdict: earlier === undefined ? 'accepted' : 'conflicting' }
  })
}

async function journal(scope: Scope, judged: readonly Judged[]): Promise<readonly Appended[]> {
  const kept = judged.filter(({ verdict }) => verdict !== 'duplicate')
  const next = await numbersFor(scope, kept)
  const numbered: Numbered[] = []
  const appended = judged.map(({ fact, verdict }): Appended => {
    if (verdict === 'duplicate') return { kind: verdict }
    const { shard } = fact
    const seq = next.get(shard) ?? 0
    next.set(shard, seq + 1)
    const conflicting = verdict === 'conflicting'
    numbered.push({ fact, seq, conflicting })
    scope.audit.add(() => factEntry({ ...fact, seq, conflicting }))
    return { kind: verdict, shard, seq }
  })
  const subjects = numbered.map(({ fact: { shard, subjects: names = [] }, seq }) => {
    return { shard, seq, names }
  })
  scope.sql.leave(addSubjects(scope, subjects))
  await writeFacts(scope, numbered)
  return appended
}

// numbers are given out under the lock of the shard's row, so that their order is that of commits;
// rows are locked in one order
async function numbersFor(
  { sql, tenant }: Scope,
  kept: readonly Judged[],
): Promise<Map<number, number>> {
  const counts = new Map<number, number>()
  for (const { fact } of kept) counts.set(fact.shard, (counts.get(fact.shard) ?? 0) + 1)
  if (counts.size === 0) return new Map()
  const rows = await sql.all(
    `INSERT INTO @shard AS s (tenant, shard, last_seq)
     SELECT $1, n.shard, n.count FROM unnest($2::int[], $3::bigint[]) AS n (shard, count)
     ORDER BY n.shard
     ON CONFLICT (tenant, shard) DO UPDATE SET last_seq = s.last_seq + excluded.last_seq
     RETURNING shard, last_seq`,
    tenant,
    ...columnsOf(
      [...counts],
      ([shard]) => shard,
      ([, count]) => count,
    ),
  )
  return new Map(
    rows.map(({ shard, last_seq }) => {
      const last = Number(last_seq)
      return [Number(shard), last - (counts.get(Number(shard)) ?? 0) + 1]
    }),
  )
}

function countsOf(appended: readonly Appended[], counts: Append['counts']): Append['counts'] {
  const sum: Record<string, number> = {}
  const add = (name: string) => {
    sum[name] = (sum[name] ?? counts[name] ?? 0) + 1
  }
  for (const { kind } of appended) {
    add(kind === 'duplicate' ? 'facts.duplicate' : 'facts.received')
    if (kind === 'conflicting') add('facts.conflicting')
  }
  return sum
}
