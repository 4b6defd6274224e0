import pg from 'pg'

/** Holds a snapshot of a database, so that nothing which is deleted from now on can be cleaned up. */
export async function holdSnapshot(url: string): Promise<AsyncDisposable> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => undefined)
  await client.connect()
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ')
  await client.query('SELECT count(*) FROM pg_class')
  return { [Symbol.asyncDispose]: () => client.end() }
}
