import pg from 'pg'
import { openAcknowledged, openLedger } from '../../sync/src/testing/crash/crash-setting.js'
import type { PostgresPlace } from './crash-place.js'

/** What the database says of a crash run, from its own rows and the books of the target systems. */
export interface CrashBooks {
  /** Acknowledged to a sender. */
  readonly acknowledged: number
  /** Acknowledged, and not in the journal, or never applied by one of the target systems. */
  readonly lost: number
  /** Journaled twice, or applied twice. */
  readonly double: number
  /** Applied after a newer version of the same thing. */
  readonly inversions: number
  /** Facts that nobody has decided on, effects that have not ended, and exceptions that are open. */
  readonly left: number
  /** The version of the schema in the end. */
  readonly schema: number
}

/** Puts the books of a run beside the rows of its store, and judges them where both lie. */
export async function booksOf(
  { url, schema }: PostgresPlace,
  { folder, tenants }: { readonly folder: string; readonly tenants: readonly string[] },
): Promise<CrashBooks> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(`SET search_path TO ${schema}`)
    await client.query(TABLES)
    const acknowledged = tenants.flatMap((tenant) => openAcknowledged(folder, tenant).read())
    await client.query(COPY_ACKNOWLEDGED, [JSON.stringify(acknowledged)])
    const applied = openLedger(folder)
      .read()
      .filter(({ kind }) => kind === 'applied')
    await client.query(COPY_APPLIED, [JSON.stringify(applied)])
    const { rows } = await client.query(JUDGED)
    const told = Object.entries(rows[0] as Record<keyof CrashBooks, string>)
    return Object.fromEntries(
      told.map(([name, count]) => [name, Number(count)]),
    ) as unknown as CrashBooks
  } finally {
    await client.end()
  }
}

// `n` is the order in which things were written down; `key` is what the journal calls the thing
const TABLES = `
  CREATE TEMP TABLE acknowledged (n bigint, tenant text, source text, key text, version bigint);
  CREATE TEMP TABLE applied (n bigint, connection text, source text, version bigint);
  CREATE TEMP VIEW journaled AS
    SELECT f.tenant, f.routing_key AS key,
      (convert_from(b.body, 'UTF8')::jsonb ->> 'version')::bigint AS version
    FROM fact f JOIN fact_body b USING (shard, tenant, seq)`

const COPY_ACKNOWLEDGED = `
  INSERT INTO acknowledged
  SELECT n, row ->> 'tenant', row ->> 'source', split_part(row ->> 'source', '/', 4),
    (row ->> 'version')::bigint
  FROM jsonb_array_elements($1::jsonb) WITH ORDINALITY AS line (row, n)`

const COPY_APPLIED = `
  INSERT INTO applied
  SELECT n, row ->> 'connection', row ->> 'source', (row ->> 'version')::bigint
  FROM jsonb_array_elements($1::jsonb) WITH ORDINALITY AS line (row, n)`

const JUDGED = `
  WITH systems (connection) AS (VALUES ('with-keys'), ('without-keys')),
  newest AS (SELECT source, max(version) AS version FROM acknowledged GROUP BY source),
  told AS (SELECT connection, source, max(version) AS version FROM applied GROUP BY 1, 2)
  SELECT (SELECT count(*) FROM acknowledged) AS acknowledged,
    (SELECT count(*) FROM acknowledged a WHERE NOT EXISTS (
      SELECT FROM journaled j WHERE (j.tenant, j.key, j.version) = (a.tenant, a.key, a.version)))
    + (SELECT count(*) FROM newest n CROSS JOIN systems s
       LEFT JOIN told t ON t.connection = s.connection AND t.source = n.source
       WHERE coalesce(t.version, 0) < n.version) AS lost,
    (SELECT count(*) FROM (
      SELECT FROM journaled GROUP BY tenant, key, version HAVING count(*) > 1) AS j)
    + (SELECT count(*) FROM (
      SELECT FROM applied GROUP BY connection, source, version HAVING count(*) > 1) AS e) AS double,
    (SELECT count(*) FROM (
      SELECT version, max(version) OVER (PARTITION BY connection, source ORDER BY n) AS newest
      FROM applied) AS e WHERE version < newest) AS inversions,
    (SELECT coalesce(sum(s.last_seq - coalesce(c.seq, 0)), 0)
     FROM shard s LEFT JOIN cursor c USING (tenant, shard))
    + (SELECT count(*) FROM effect WHERE open)
    + (SELECT count(*) FROM exception WHERE state = 'open') AS left,
    (SELECT max(version) FROM migration) AS schema`
