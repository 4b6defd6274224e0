import * as crypto from 'node:crypto'
import { DEDUPE_MS, DROPPED_AT_ONCE } from '@canonry/sync'
import type { Scope } from './scope.js'

/** A delivery: what names it, and the hash of its content where it matters which came first. */
interface Delivery {
  readonly name: string
  readonly hash?: string
  readonly now: number
}

/**
 * Remembers a delivery, and says whether it is new.
 *
 * Keys are 128 bits, so that many lie on one page of the file: within a tenant two deliveries of a
 * year share one with a chance of about 10^-20.
 */
export function remember({ sql, tenant }: Scope, { name, hash, now }: Delivery): boolean {
  const { changes } = sql.run(
    `INSERT INTO dedupe (tenant, key, hash, at) VALUES (?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET hash = excluded.hash, at = excluded.at WHERE at <= ?`,
    tenant,
    keyOf(name),
    hash ?? null,
    now,
    now - DEDUPE_MS,
  )
  return changes !== 0
}

/** The hash of the content that came first under a name that is remembered. */
export function firstHash({ sql, tenant }: Scope, name: string): string {
  const key = keyOf(name)
  const row = sql.get('SELECT hash FROM dedupe WHERE tenant = ? AND key = ?', tenant, key)
  return row?.['hash'] as string
}

/**
 * Forgets what has expired among the next keys, going round and round: an index by age would cost
 * more than all the rest of a row.
 */
export function forgetExpired({ sql, tenant }: Scope, now: number): void {
  const next = sql.get(
    `SELECT count(*) AS n, max(key) AS key FROM (
       SELECT key FROM dedupe WHERE tenant = ?1
         AND key > (SELECT swept FROM tenant WHERE tenant = ?1) ORDER BY key LIMIT ${DROPPED_AT_ONCE})`,
    tenant,
  )
  const last = next?.['key'] ?? FIRST
  sql.run(
    `DELETE FROM dedupe WHERE tenant = ?1
       AND key > (SELECT swept FROM tenant WHERE tenant = ?1) AND key <= ?2 AND at <= ?3`,
    tenant,
    last,
    now - DEDUPE_MS,
  )
  const isLap = Number(next?.['n']) < DROPPED_AT_ONCE
  sql.run('UPDATE tenant SET swept = ? WHERE tenant = ?', isLap ? FIRST : last, tenant)
}

const FIRST = new Uint8Array(0)

const KEY_BYTES = 16

const keyOf: (name: string) => Uint8Array =
  // in one call where Node can (20.12 and later): an object per hash costs more than the hash
  crypto.hash
    ? (name) => crypto.hash('sha256', name, 'buffer').subarray(0, KEY_BYTES)
    : (name) => crypto.createHash('sha256').update(name).digest().subarray(0, KEY_BYTES)
