import type { Connection, Env } from '@canonry/pack'
import {
  checkList,
  connectionOf,
  type IngestDocument,
  isDocument,
  NO_DOCUMENT,
  type Refused,
  refusalOf,
} from '../receive/ingest.js'
import { connectOutbox } from './connect.js'
import type { OutboxDatabase, OutboxDialect, OutboxSql } from './database.js'
import { insertStatement } from './outbox-table.js'

/** What became of one document: `staged` is journaled once the transaction has committed. */
export type Staged = { readonly kind: 'staged' } | Refused

/** The way into the journal from within a transaction of the user's own database. */
export interface Outbox {
  /**
   * Writes documents into the outbox table: they are journaled if the transaction commits, and never
   * if it does not. One answer per document, in order; one that is refused stops no other.
   *
   * A database that answers at once (`better-sqlite3`, `node:sqlite`) has all of them when the call
   * returns, and throws at once: its transactions do not wait for a promise.
   */
  ingest(connection: string, documents: readonly IngestDocument[]): Promise<readonly Staged[]>
}

/** What staging depends on. */
export interface Staging {
  readonly env: Env
  readonly tenant: string
  readonly connections: ReadonlyMap<string, Connection>
}

const AT_ONCE = 100

/** An outbox in a transaction; see `Sync.outbox`. */
export function outboxIn(
  staging: Staging,
  { database, dialect }: { database: OutboxDatabase; dialect?: OutboxDialect | undefined },
): Outbox {
  const sql = connectOutbox(database, dialect)
  return {
    ingest: (id, documents) => {
      const connection = connectionOf(staging.connections, id)
      checkList(documents)
      const rows = documents.map((document) => rowOf(document, { staging, connection }))
      const staged = rows.map((each) => ('values' in each ? STAGED : each))
      const written = write(
        sql,
        rows.flatMap((each) => ('values' in each ? [each.values] : [])),
      )
      return written?.then(() => staged) ?? Promise.resolve(staged)
    },
  }
}

const STAGED: Staged = { kind: 'staged' }

// part after part, and at once where the database does: its transaction ends before any promise is kept
function write(sql: OutboxSql, rows: readonly (readonly string[])[]): Promise<void> | undefined {
  if (rows.length === 0) return undefined
  const [part, others] = [rows.slice(0, AT_ONCE), rows.slice(AT_ONCE)]
  const written = sql.write(insertStatement(sql.dialect, part.length), part.flat())
  return written ? written.then(() => write(sql, others)) : write(sql, others)
}

function rowOf(
  document: IngestDocument,
  { staging, connection }: { staging: Staging; connection: Connection },
): Refused | { readonly values: readonly string[] } {
  if (!isDocument(document)) return NO_DOCUMENT
  const { resource, key, body, apiVersion = connection.apiVersion, eventId } = document
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body
  const refused = refusalOf({ resource, key, bytes }, connection)
  if (refused) return refused
  const event = eventId ?? `outbox:${staging.env.uuid()}`
  const text = typeof body === 'string' ? body : textOf(body)
  if (text === undefined) return NOT_UTF8
  return { values: [staging.tenant, event, connection.id, resource, key, apiVersion, text] }
}

const NOT_UTF8: Refused = {
  kind: 'refused',
  reason: 'not-utf-8',
  message: 'its bytes are no UTF-8, and would come out as other characters: encode it anew',
}

function textOf(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}
