import { type Connection, type FileRecord, valueAt } from '@canonry/pack'
import type { NewFact } from '../journal/fact.js'
import { isLongKey, tooLong } from '../journal/long-name.js'
import { shardOf } from '../journal/shard.js'
import { KEPT_BYTES } from '../receive/limits.js'
import { sha256 } from '../sha256.js'

/** A record that could not be taken: where it stands, and why. */
export interface FileFault {
  /** Counted from 1. */
  readonly line: number
  readonly message: string
}

/** What the facts of one file have in common. */
export interface FileSource {
  readonly connection: Connection
  readonly resource: string
  readonly apiVersion: string
  /** JSON Pointer of the id of the root document. */
  readonly key: string
  readonly name: string
}

/** Makes the facts of one file's records, in their order. */
export interface RecordFacts {
  factOf(record: FileRecord, receivedAt: number): NewFact | FileFault
}

/**
 * Each fact is named by all of the file up to its record.
 *
 * So the records of a file that is read again are the same, and so is what an export that grows at
 * its end has in common with the one before; nobody needs the whole file first.
 */
export function recordFacts(source: FileSource): RecordFacts {
  const { connection, resource, apiVersion, name } = source
  let chain = hashOf(`${connection.id}|${resource}`)
  return {
    factOf: (record, receivedAt) => {
      const { line } = record
      if (record.kind === 'fault') return record
      chain = hashOf(`${chain}|${record.text}`)
      const key = keyOf(record.wire, source.key)
      if (key === undefined) return { line, message: `there is no id at ${source.key}` }
      if (isLongKey(key)) return { line, message: tooLong('its id') }
      const body = new TextEncoder().encode(record.text)
      if (body.length > KEPT_BYTES) return { line, message: `${body.length} bytes: too large` }
      return {
        connection: connection.id,
        origin: 'ingest',
        topic: 'file',
        shard: shardOf(connection.id, key),
        resource,
        apiVersion,
        routingKey: key,
        eventId: `file:${chain}`,
        hash: hashOf(record.text),
        size: body.length,
        receivedAt,
        headers: { file: name, line: `${line}` },
        body,
      }
    },
  }
}

function keyOf(wire: unknown, pointer: string): string | undefined {
  const value = valueAt(wire, pointer)
  if (value === undefined || value === null || typeof value === 'boolean') return undefined
  const key = typeof value === 'object' ? String(value) : `${value}`
  return key === '' || key.startsWith('[object') ? undefined : key
}

function hashOf(text: string): string {
  return sha256(text, 'hex')
}
