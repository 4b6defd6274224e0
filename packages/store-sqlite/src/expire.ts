import { DROPPED_AT_ONCE, type Expiry, type Place } from '@canonry/sync'
import { overwriting } from './erase.js'
import { addCounts } from './notes.js'
import type { Scope } from './scope.js'
import type { SqlRow } from './sql.js'

/** Drops the bodies, among the next ones, that are old and that nothing needs; see the store port. */
export function letExpire(scope: Scope, { facts, effects }: Expiry): void {
  if (facts !== undefined) expireFacts(scope, facts)
  if (effects !== undefined) expireIntents(scope, effects)
}

/** Whether one of these facts had a body that has expired. */
export function haveExpired({ sql, tenant }: Scope, places: readonly Place[]): boolean {
  return places.some(({ shard, seq }) => {
    const row = sql.get(
      'SELECT body_id FROM fact WHERE tenant = ? AND shard = ? AND seq = ?',
      tenant,
      shard,
      seq,
    )
    return row?.['body_id'] === 0
  })
}

// open exceptions, and what a source says last: a fact leads to it by what it is about
const IS_NEEDED = `EXISTS (
    SELECT 1 FROM exception x INDEXED BY exception_fact
    WHERE x.tenant = ?1 AND x.fact = next.shard || '/' || next.seq AND x.state = 'open')
  OR EXISTS (
    SELECT 1 FROM fact_subject a INDEXED BY fact_subject_place
    CROSS JOIN link l ON l.tenant = ?1 AND l.name = a.subject
    CROSS JOIN source s INDEXED BY source_entity ON s.tenant = ?1 AND s.id = l.id
    WHERE a.tenant = ?1 AND a.shard = next.shard AND a.seq = next.seq
      AND s.shard = next.shard AND s.seq = next.seq AND s.deleted_at IS NULL)`

// bodies are numbered as they came, whosever they are
function expireFacts(scope: Scope, before: number): void {
  const { sql, tenant } = scope
  const upcoming = sql.all(
    `SELECT next.id, next.shard, next.seq, f.received_at < ?2 AS old, f.received_at < ?2
       AND next.seq <= (SELECT cursor FROM shard WHERE tenant = ?1 AND shard = next.shard)
       AND NOT (${IS_NEEDED}) AS free
     FROM (SELECT id, tenant, shard, seq FROM fact_body
       WHERE id > (SELECT swept_fact FROM tenant WHERE tenant = ?1)
       ORDER BY id LIMIT ${DROPPED_AT_ONCE}) next
     LEFT JOIN fact f ON f.tenant = ?1 AND next.tenant = ?1 AND f.shard = next.shard AND f.seq = next.seq`,
    tenant,
    before,
  )
  const free = upcoming.filter((row) => row['free'] === 1)
  if (free.length > 0) overwriting(scope, () => dropFacts(scope, free))
  const last = nextFrom(upcoming, upcoming.at(-1)?.['id'])
  sql.run('UPDATE tenant SET swept_fact = ? WHERE tenant = ?', last, tenant)
}

function dropFacts(scope: Scope, rows: readonly SqlRow[]): void {
  const { sql, tenant } = scope
  const ids = JSON.stringify(rows.map(({ id }) => id))
  const places = JSON.stringify(rows.map(({ shard, seq }) => [shard, seq]))
  const isAtOne = '(tenant, shard, seq) IN (SELECT ?, value ->> 0, value ->> 1 FROM json_each(?))'
  sql.run('DELETE FROM fact_body WHERE id IN (SELECT value FROM json_each(?))', ids)
  sql.run(`UPDATE fact SET body_id = 0 WHERE ${isAtOne}`, tenant, places)
  sql.run(`DELETE FROM fact_subject WHERE ${isAtOne}`, tenant, places)
  addCounts(scope, { 'facts.expired': rows.length })
}

function expireIntents(scope: Scope, before: number): void {
  const { sql, tenant } = scope
  const upcoming = sql.all(
    `SELECT next.seq, CASE WHEN next.tenant = ?1 THEN s.planned_at < ?2 END AS old,
       next.tenant = ?1 AND s.standing IS NULL AND s.updated_at < ?2 AS free
     FROM (SELECT seq, tenant FROM effect_body
       WHERE seq > (SELECT swept_effect FROM tenant WHERE tenant = ?1)
       ORDER BY seq LIMIT ${DROPPED_AT_ONCE}) next
     CROSS JOIN effect_state s ON s.seq = next.seq`,
    tenant,
    before,
  )
  const free = upcoming.filter((row) => row['free'] === 1).map(({ seq }) => seq)
  if (free.length > 0) {
    const drop = 'DELETE FROM effect_body WHERE seq IN (SELECT value FROM json_each(?))'
    overwriting(scope, () => void sql.run(drop, JSON.stringify(free)))
    addCounts(scope, { 'intents.expired': free.length })
  }
  const last = nextFrom(upcoming, upcoming.at(-1)?.['seq'])
  sql.run('UPDATE tenant SET swept_effect = ? WHERE tenant = ?', last, tenant)
}

// from the beginning again behind the last, and as soon as all that is the tenant's own is young
function nextFrom(upcoming: readonly SqlRow[], last: SqlRow[string] | undefined) {
  const own = upcoming.filter(({ old }) => old !== null)
  const isYoung = own.length > 0 && own.every(({ old }) => old === 0)
  return last === undefined || upcoming.length < DROPPED_AT_ONCE || isYoung ? 0 : last
}
