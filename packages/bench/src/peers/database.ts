import pg from 'pg'

/** Where PostgreSQL is looked for. */
export const POSTGRES = process.env['POSTGRES_URL'] ?? 'postgres://postgres@127.0.0.1:5432/postgres'

/** Where Redis is looked for. */
export const REDIS = process.env['REDIS_URL'] ?? 'redis://127.0.0.1:6379'

/** A database that nobody has written to, dropped at the end. */
export interface FreshDatabase extends AsyncDisposable {
  readonly url: string
}

let made = 0

/** Makes a database on a server. */
export async function freshDatabase(server: string): Promise<FreshDatabase> {
  made += 1
  const name = `peers_${process.pid}_${made}`
  await query(server, `CREATE DATABASE ${name}`)
  const url = new URL(server)
  url.pathname = `/${name}`
  return {
    url: url.href,
    [Symbol.asyncDispose]: async () => {
      await query(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
    },
  }
}

/** Runs one statement on a connection of its own. */
export async function query<Row extends pg.QueryResultRow>(
  url: string,
  text: string,
): Promise<readonly Row[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 })
  client.on('error', () => undefined)
  await client.connect()
  try {
    return (await client.query<Row>(text)).rows
  } finally {
    await client.end()
  }
}

/** Lets the server count its rows, as it does by itself within a minute of real life. */
export async function analyze({ postgres }: { readonly postgres: string }): Promise<void> {
  await query(postgres, 'ANALYZE')
}

/** What of a server's settings decides how fast and how durable it is. */
export async function settingsOf(server: string): Promise<string> {
  const rows = await query<{ readonly name: string; readonly setting: string }>(
    server,
    `SELECT name, current_setting(name) AS setting FROM pg_settings WHERE name IN ('server_version',
       'fsync', 'synchronous_commit', 'full_page_writes', 'autovacuum', 'autovacuum_naptime', 'shared_buffers') ORDER BY name`,
  )
  return rows.map(({ name, setting }) => `${name} = ${setting}`).join(', ')
}
