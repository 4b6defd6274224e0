import type { StoreFailure } from '@canonry/sync'
import { err, ok, type Result } from 'neverthrow'
import { OutOfStep } from './in-step.js'
import type { Sql } from './sql.js'

const OLDEST = 15
// whose texts hold every character; SQL_ASCII takes any bytes for what they are
const WHOLE = ['UTF8', 'SQL_ASCII']

/** Whether the server and its database can hold what a store keeps; else what to do about it. */
export async function checkServer(sql: Sql): Promise<Result<void, StoreFailure>> {
  const row = await sql.get(
    `SELECT current_setting('server_encoding') AS encoding,
       current_setting('server_version_num') AS version`,
  )
  // it always has an answer: what came was that of another statement
  if (!row) throw new OutOfStep()
  const version = Math.floor(Number(row['version']) / 10_000)
  if (version < OLDEST) {
    return unfit(`the server is PostgreSQL ${version}, and ${OLDEST} is needed at least: update it`)
  }
  const encoding = row['encoding'] as string
  if (WHOLE.includes(encoding)) return ok()
  const lack = `has the encoding ${encoding}, which lacks most characters`
  return unfit(`the database ${lack}: create one with ENCODING 'UTF8'`)
}

function unfit(message: string): Result<never, StoreFailure> {
  return err({ kind: 'unavailable', message })
}
