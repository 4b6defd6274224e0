import type { OutboxDialect } from './database.js'

/** The table in which documents wait, in the user's own database. */
export const OUTBOX_TABLE = 'canonry_outbox'

const COLUMNS = ['tenant', 'event', 'connection', 'resource', 'doc_key', 'api_version', 'body']

const IDENTITY: Record<OutboxDialect, string> = {
  sqlite: 'INTEGER PRIMARY KEY AUTOINCREMENT',
  postgres: 'BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY',
}

/** The statement that makes the outbox's table: put it into a migration of your own. */
export function createOutboxTable(dialect: OutboxDialect): string {
  return `CREATE TABLE IF NOT EXISTS ${OUTBOX_TABLE} (
  id ${IDENTITY[dialect]},
  tenant TEXT NOT NULL,
  event TEXT NOT NULL,
  connection TEXT NOT NULL,
  resource TEXT NOT NULL,
  doc_key TEXT NOT NULL,
  api_version TEXT NOT NULL,
  body TEXT NOT NULL
)`
}

/** The statement that puts a number of documents into the table, in their order. */
export function insertStatement(dialect: OutboxDialect, documents: number): string {
  const rows = Array.from({ length: documents }, (_, row) => {
    const places = COLUMNS.map((_, column) => parameter(dialect, row * COLUMNS.length + column))
    return `(${places.join(', ')})`
  })
  return `INSERT INTO ${OUTBOX_TABLE} (${COLUMNS.join(', ')}) VALUES ${rows.join(', ')}`
}

/**
 * The statement that reads a tenant's oldest documents: so many, of so many bytes, and at least one.
 *
 * Columns are told apart by their order, since some databases are set up to rename them. On Postgres
 * nothing is read of a transaction that has written: what it put in may still be taken back.
 */
export function selectStatement(
  dialect: OutboxDialect,
  { limit, bytes }: { limit: number; bytes: number },
): string {
  const [size, settled] = {
    sqlite: ['length(body)', ''],
    postgres: ['octet_length(body)', ' AND txid_current_if_assigned() IS NULL'],
  }[dialect]
  const own = `tenant = ${parameter(dialect, 0)}${settled}`
  const oldest = `SELECT id, ${size} AS size FROM ${OUTBOX_TABLE} WHERE ${own} ORDER BY id LIMIT ${limit}`
  const upTo = `SELECT id, sum(size) OVER (ORDER BY id) - size AS before FROM (${oldest}) AS oldest`
  const columns = ['id', ...COLUMNS].map((column) => `waiting.${column}`).join(', ')
  return `SELECT ${columns} FROM (${upTo}) AS up_to JOIN ${OUTBOX_TABLE} AS waiting ON waiting.id = up_to.id WHERE up_to.before < ${bytes} ORDER BY waiting.id`
}

/** The statement that takes documents out of the table. */
export function deleteStatement(dialect: OutboxDialect, documents: number): string {
  const places = Array.from({ length: documents }, (_, index) => parameter(dialect, index))
  return `DELETE FROM ${OUTBOX_TABLE} WHERE id IN (${places.join(', ')})`
}

function parameter(dialect: OutboxDialect, index: number): string {
  return dialect === 'sqlite' ? '?' : `$${index + 1}`
}
