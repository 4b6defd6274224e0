import type { Env } from '@canonry/pack'
import { ok, type Result } from 'neverthrow'
import { backoffMs } from '../effects/backoff.js'
import { CALL_MS, inTime, Unanswered } from '../effects/calling/in-time.js'
import type { NewFact } from '../journal/fact.js'
import { shardOf } from '../journal/shard.js'
import { sha256 } from '../sha256.js'
import type { TenantStore } from '../store/store.js'
import type { StoreFailure } from '../store/store-failure.js'
import type { OutboxSql } from './database.js'
import { deleteStatement, selectStatement } from './outbox-table.js'

/** What relaying depends on. */
export interface Relaying {
  readonly env: Env
  readonly store: TenantStore
  readonly tenant: string
  readonly sql: OutboxSql
  /** Told when there is something new to work on. */
  heard(): void
}

/** What is taken at once: it is in memory as a whole, and holds a store's writer for a moment. */
const AT_ONCE = { limit: 200, bytes: 4 * 1024 * 1024 }
const REST_MS = 1_000
const TELL_AFTER = 3
const FINGERPRINT = 'outbox:-'

/**
 * Takes documents out of the outbox table into the journal, in their order.
 *
 * They are journaled before they are taken out; what was journaled and is still there, because the
 * process died in between, is known by its event id; so is what was read of a database that answered
 * when nobody waited for it any more. Answers how many were taken; the table is not looked at again
 * for a while when it was empty or could not be read.
 */
export function createRelay(relaying: Relaying): () => Promise<Result<number, StoreFailure>> {
  const { env } = relaying
  let restsUntil = 0
  let failures = 0
  return async () => {
    if (env.now() < restsUntil) return ok(0)
    try {
      const taken = await inTime(env, () => relay(relaying))
      if (failures > 0) await solved(relaying)
      failures = 0
      if (taken.isOk() && taken.value === 0) restsUntil = env.now() + REST_MS
      return taken
    } catch (problem) {
      // one that is silent for minutes has been tried for long enough
      failures = Math.max(failures + 1, problem instanceof Unanswered ? TELL_AFTER : 0)
      restsUntil = env.now() + Math.max(REST_MS, backoffMs(failures, env.random()))
      await tell(relaying, { failures, problem })
      return ok(0)
    }
  }
}

async function relay({
  env,
  store,
  tenant,
  sql,
  heard,
}: Relaying): Promise<Result<number, StoreFailure>> {
  if (sql.inTransaction()) return ok(0)
  const read = await sql.read(selectStatement(sql.dialect, AT_ONCE), [tenant])
  if (read.length === 0) return ok(0)
  const rows = read.map((row) => Object.values(row))
  const facts = rows.map(([, , ...columns]) => factOf(columns.map(String), env.now()))
  const counts = { 'outbox.relayed': facts.length }
  const appended = await store.append({ now: env.now(), facts, counts })
  if (appended.isErr()) return appended.map(() => 0)
  heard()
  const ids = rows.map(([id]) => id)
  await sql.write(deleteStatement(sql.dialect, ids.length), ids)
  return ok(rows.length)
}

function factOf(columns: readonly string[], receivedAt: number): NewFact {
  const [eventId = '', connection = '', resource = '', key = '', apiVersion = '', text] = columns
  const body = new TextEncoder().encode(text)
  return {
    connection,
    origin: 'ingest',
    topic: 'ingest',
    shard: shardOf(connection, key),
    resource,
    apiVersion,
    routingKey: key,
    eventId,
    hash: sha256(body, 'hex'),
    size: body.length,
    receivedAt,
    headers: {},
    body,
  }
}

async function tell(
  { env, store }: Relaying,
  { failures, problem }: { failures: number; problem: unknown },
): Promise<void> {
  const draft = {
    fingerprint: FINGERPRINT,
    reason: 'outbox-unreadable',
    owner: 'integration',
    connection: '-',
    message: `the outbox table cannot be read: ${whyOf(problem)}`,
    suggestedFix: 'Make the table with createOutboxTable, and the database reachable.',
  } as const
  const exceptions =
    failures === TELL_AFTER ? [{ kind: 'open', id: env.uuid(), draft } as const] : []
  const note = { kind: 'note', now: env.now(), counts: { 'outbox.failed': 1 }, exceptions } as const
  await store.maintain(note).unwrapOr(undefined)
}

function whyOf(problem: unknown): string {
  if (problem instanceof Unanswered)
    return `its database did not answer for ${CALL_MS / 1_000} seconds`
  return String((problem as Error)?.message)
}

async function solved({ env, store }: Relaying): Promise<void> {
  const exceptions = [{ kind: 'resolve', fingerprint: FINGERPRINT }] as const
  await store.maintain({ kind: 'note', now: env.now(), counts: {}, exceptions }).unwrapOr(undefined)
}
