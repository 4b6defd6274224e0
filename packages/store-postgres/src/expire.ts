import {
  DROPPED_AT_ONCE,
  type EffectRow,
  type Expiry,
  type Place,
  SHARD_COUNT,
} from '@canonry/sync'
import { advisoryLock } from './advisory-lock.js'
import { addCounts } from './notes.js'
import type { SqlRow } from './pool-like.js'
import { parsed, type Scope } from './scope.js'
import { columnsOf, together } from './sql.js'

/** Held by whoever drops bodies, and shared by those who write from facts that were read before. */
const LOCK = advisoryLock(3)

/**
 * Drops the bodies, among the next ones, that are old and that nothing needs; see the store port. Where
 * somebody is about to write from old facts, the next beat does it.
 */
export async function letExpire(scope: Scope, { facts, effects }: Expiry): Promise<void> {
  const { sql, tenant } = scope
  const lock = await sql.get(LOCK.tryHold, tenant)
  if (lock?.['held'] !== true) return
  const row = await sql.get(
    'SELECT swept_shard, swept_fact, swept_effect FROM @tenant WHERE tenant = $1',
    tenant,
  )
  const from = { shard: Number(row?.['swept_shard']), seq: Number(row?.['swept_fact']) }
  const after = Number(row?.['swept_effect'])
  const fact = facts === undefined ? from : await expireFacts(scope, { before: facts, from })
  const effect =
    effects === undefined ? after : await expireIntents(scope, { before: effects, after })
  await sql.get(
    'UPDATE @tenant SET swept_shard = $2, swept_fact = $3, swept_effect = $4 WHERE tenant = $1',
    tenant,
    fact.shard,
    fact.seq,
    effect,
  )
}

/** Whether one of these facts had a body that has expired; to the end of the transaction, none does. */
export async function haveExpired(
  { sql, tenant }: Scope,
  places: readonly Place[],
): Promise<boolean> {
  if (places.length === 0) return false
  const [, gone] = await together([
    sql.get(LOCK.share, tenant),
    sql.get(
      `SELECT f.seq FROM unnest($2::int[], $3::bigint[]) AS n (shard, seq)
       CROSS JOIN LATERAL (SELECT f.seq FROM @fact f WHERE f.shard = n.shard AND f.tenant = $1
         AND f.seq = n.seq AND f.has_body AND NOT EXISTS (SELECT FROM @fact_body b
           WHERE b.shard = n.shard AND b.tenant = $1 AND b.seq = n.seq OFFSET 0) OFFSET 0) f LIMIT 1`,
      tenant,
      ...columnsOf(
        places,
        ({ shard }) => shard,
        ({ seq }) => seq,
      ),
    ),
  ])
  return gone !== undefined
}

// open exceptions, and what a source says last: a fact leads to it by what it is about
const IS_NEEDED = `EXISTS (SELECT FROM @exception x WHERE x.fact = b.shard || '/' || b.seq
    AND x.tenant IS NOT DISTINCT FROM $1 AND x.state IS NOT DISTINCT FROM 'open' OFFSET 0)
  OR EXISTS (SELECT FROM (SELECT a.subject FROM @fact_subject a WHERE a.seq = b.seq
      AND a.shard = b.shard AND a.tenant IS NOT DISTINCT FROM $1 OFFSET 0) a
    CROSS JOIN LATERAL (SELECT l.id FROM @link l WHERE l.name = a.subject
      AND l.tenant IS NOT DISTINCT FROM $1 OFFSET 0) l
    CROSS JOIN LATERAL (SELECT FROM @source s WHERE s.id = l.id AND s.shard = b.shard
      AND s.seq = b.seq AND s.tenant IS NOT DISTINCT FROM $1 AND s.deleted_at IS NULL OFFSET 0) s
    OFFSET 0)`

// answers where the next beat goes on
async function expireFacts(
  scope: Scope,
  { before, from }: { before: number; from: Place },
): Promise<Place> {
  const { sql, tenant } = scope
  const upcoming = await sql.all(
    `SELECT b.shard, b.seq, f.received_at < $4 AS old,
       f.received_at < $4 AND NOT (${IS_NEEDED}) AS free
     FROM (SELECT s.shard, c.seq AS cursor, CASE WHEN s.shard = $2 THEN $3::bigint ELSE 0 END AS since
       FROM generate_series($2::int, ${SHARD_COUNT - 1}) AS s (shard)
       CROSS JOIN LATERAL (SELECT c.seq FROM @cursor c WHERE c.tenant = $1 AND c.shard = s.shard
         OFFSET 0) c OFFSET 0) s
     CROSS JOIN LATERAL (SELECT b.shard, b.seq FROM @fact_body b WHERE b.shard = s.shard
       AND b.tenant = $1 AND b.seq > s.since AND b.seq <= s.cursor
       ORDER BY b.seq LIMIT ${DROPPED_AT_ONCE}) b
     CROSS JOIN LATERAL (SELECT f.received_at FROM @fact f WHERE f.shard = b.shard
       AND f.tenant = $1 AND f.seq = b.seq OFFSET 0) f
     LIMIT ${DROPPED_AT_ONCE}`,
    tenant,
    from.shard,
    from.seq,
    before,
  )
  await dropFacts(
    scope,
    upcoming.filter(({ free }) => free === true),
  )
  return nextFact(upcoming)
}

// what is behind a shard's part in which all is young is young, too
function nextFact(upcoming: readonly SqlRow[]): Place {
  const last = upcoming.at(-1)
  if (!last || upcoming.length < DROPPED_AT_ONCE) return { shard: 0, seq: 0 }
  const shard = Number(last['shard'])
  const part = upcoming.filter((row) => row['shard'] === last['shard'])
  const isYoung = !part.some(({ old }) => old === true)
  if (!isYoung) return { shard, seq: Number(last['seq']) }
  return { shard: (shard + 1) % SHARD_COUNT, seq: 0 }
}

async function dropFacts(scope: Scope, facts: readonly SqlRow[]): Promise<void> {
  if (facts.length === 0) return
  const byShard = new Map<number, number[]>()
  for (const { shard, seq } of facts) {
    const known = byShard.get(Number(shard)) ?? []
    known.push(Number(seq))
    byShard.set(Number(shard), known)
  }
  await together([...byShard].flatMap(([shard, seqs]) => dropIn(scope, { shard, seqs })))
  addCounts(scope, { 'facts.expired': facts.length })
}

function dropIn(
  { sql, tenant }: Scope,
  { shard, seqs }: { shard: number; seqs: readonly number[] },
): readonly Promise<unknown>[] {
  return [
    sql.all(
      'DELETE FROM @fact_body WHERE shard = $2 AND tenant = $1 AND seq = ANY($3::bigint[])',
      tenant,
      shard,
      seqs,
    ),
    sql.all(
      `DELETE FROM @fact_subject
       WHERE seq = ANY($3::bigint[]) AND shard = $2 AND tenant IS NOT DISTINCT FROM $1`,
      tenant,
      shard,
      seqs,
    ),
  ]
}

// bodies are numbered as they came
async function expireIntents(
  scope: Scope,
  { before, after }: { before: number; after: number },
): Promise<number> {
  const { sql, tenant } = scope
  const upcoming = await sql.all(
    `SELECT b.seq, e.planned_at < $3 AS old,
       CASE WHEN NOT e.open AND e.planned_at < $3 THEN e.step END AS step
     FROM (SELECT b.seq FROM @effect_body b WHERE b.tenant = $1 AND b.seq > $2 AND b.seq > 0
       ORDER BY b.seq LIMIT ${DROPPED_AT_ONCE}) b
     CROSS JOIN LATERAL (SELECT e.planned_at, e.open, e.step FROM @effect e WHERE e.seq = b.seq
       OFFSET 0) e`,
    tenant,
    after,
    before,
  )
  await dropIntents(
    scope,
    upcoming.filter(({ step }) => step !== null && endedAt(step) < before),
  )
  const isYoung = !upcoming.some(({ old }) => old === true)
  return isYoung || upcoming.length < DROPPED_AT_ONCE ? 0 : Number(upcoming.at(-1)?.['seq'])
}

function endedAt(step: unknown): number {
  return parsed<Pick<EffectRow, 'updatedAt'>>(step).updatedAt
}

async function dropIntents(scope: Scope, effects: readonly SqlRow[]): Promise<void> {
  if (effects.length === 0) return
  await scope.sql.all(
    'DELETE FROM @effect_body WHERE seq = ANY($1::bigint[])',
    effects.map(({ seq }) => Number(seq)),
  )
  addCounts(scope, { 'intents.expired': effects.length })
}
