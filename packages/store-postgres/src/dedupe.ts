import { createHash } from 'node:crypto'
import { DEDUPE_MS, DROPPED_AT_ONCE } from '@canonry/sync'
import type { Scope } from './scope.js'
import { columnsOf } from './sql.js'

/** A name of a delivery, and the hash of its content where it matters which came first. */
export interface DeliveryName {
  readonly name: string
  readonly hash?: string
}

/**
 * Remembers names of deliveries, and says which of them are new; a name is given once.
 *
 * Keys are 128 bits: within a tenant two deliveries of a year share one with a chance of about
 * 10^-20. They are written in one order, so that two callers never wait for each other.
 */
export async function remember(
  { sql, tenant }: Scope,
  { names, now }: { names: readonly DeliveryName[]; now: number },
): Promise<ReadonlySet<string>> {
  if (names.length === 0) return new Set()
  const byKey = new Map(names.map((each) => [keyOf(each.name).toString('hex'), each]))
  const keys = [...byKey.keys()].sort()
  const rows = await sql.all(
    `INSERT INTO @dedupe AS d (tenant, key, hash, at)
     SELECT $1, decode(n.key, 'hex'), n.hash, $4
     FROM unnest($2::text[], $3::text[]) WITH ORDINALITY AS n (key, hash, place) ORDER BY n.place
     ON CONFLICT (tenant, key) DO UPDATE SET hash = excluded.hash, at = excluded.at
       WHERE d.at <= $5 RETURNING encode(d.key, 'hex') AS key`,
    tenant,
    ...columnsOf(
      keys,
      (key) => key,
      (key) => byKey.get(key)?.hash ?? null,
    ),
    now,
    now - DEDUPE_MS,
  )
  return new Set(rows.map(({ key }) => byKey.get(key as string)?.name ?? ''))
}

/** The hashes of the contents that came first under names that are remembered. */
export async function firstHashes(
  { sql, tenant }: Scope,
  names: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (names.length === 0) return new Map()
  const byKey = new Map(names.map((name) => [keyOf(name).toString('hex'), name]))
  const rows = await sql.all(
    `SELECT encode(d.key, 'hex') AS key, d.hash FROM unnest($2::text[]) AS n (key)
     CROSS JOIN LATERAL (SELECT * FROM @dedupe d
       WHERE d.tenant = $1 AND d.key = decode(n.key, 'hex') OFFSET 0) d`,
    tenant,
    [...byKey.keys()],
  )
  return new Map(rows.map(({ key, hash }) => [byKey.get(key as string) ?? '', hash as string]))
}

/**
 * Forgets what has expired among the next keys, going round and round: an index by age would cost
 * more than all the rest of a row.
 */
export async function forgetExpired({ sql, tenant }: Scope, now: number): Promise<void> {
  const next = await sql.get(
    `SELECT count(*) AS n, max(encode(key, 'hex')) AS last FROM (
         SELECT key FROM @dedupe WHERE tenant = $1
           AND key > (SELECT swept FROM @tenant WHERE tenant = $1)
         ORDER BY key LIMIT ${DROPPED_AT_ONCE}) AS upcoming`,
    tenant,
  )
  const last = (next?.['last'] ?? '') as string
  await sql.get(
    `DELETE FROM @dedupe WHERE tenant = $1
       AND key > (SELECT swept FROM @tenant WHERE tenant = $1) AND key <= decode($2, 'hex')
       AND at <= $3`,
    tenant,
    last,
    now - DEDUPE_MS,
  )
  const isLap = Number(next?.['n']) < DROPPED_AT_ONCE
  await sql.get(
    `UPDATE @tenant SET swept = decode($2, 'hex') WHERE tenant = $1`,
    tenant,
    isLap ? '' : last,
  )
}

function keyOf(name: string): Buffer {
  return createHash('sha256').update(name).digest().subarray(0, 16)
}
