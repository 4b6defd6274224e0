import type { Connection } from '@canonry/pack'
import { isLongKey, tooLong } from './journal/long-name.js'

/** A document that a flow writes, as `ingest` takes one: the resource and key of its connection's pack. */
export interface RecordedDocument {
  /** The resource as the connection's pack names it: `posting@ledger`. */
  readonly resource: string
  /** The id of the root document: documents of one key are applied in the order recorded. */
  readonly key: string
  /** A JSON value. */
  readonly document: unknown
  /**
   * It is recorded of a connection that is only planned as well, and opens the books: it says what is,
   * such as a count, or says it in such a way that its ledger tells by itself what a count has seen.
   */
  readonly isState?: boolean
}

/** What a flow wants to be heard of another connection, as if that had said it. */
export interface RecordPlan {
  readonly kind: 'record'
  readonly connection: string
  readonly apiVersion: string
  readonly resource: string
  readonly key: string
  /** JSON. */
  readonly text: string
  readonly isState?: true
}

/**
 * Wants a document to be journaled, exactly once, in the transaction of the change that it follows
 * from: `record(ledger, { resource: 'posting@ledger', key, document })`.
 *
 * The connection is one of ours, such as a ledger, whose entities follow from those of others. A
 * change records what it means and not what is: it is not recorded again when facts are replayed, nor
 * for a connection that is only planned, unless it is a state. A document that JSON cannot hold throws.
 */
export function record(
  { id, apiVersion, resources }: Connection,
  { resource, key, document, isState = false }: RecordedDocument,
): RecordPlan {
  const text = JSON.stringify(document)
  if (!Object.hasOwn(resources, resource)) {
    const known = Object.keys(resources).join(', ')
    throw new Error(`${id} has no resource "${resource}": it has ${known}`)
  }
  if (text === undefined || key === '') {
    throw new Error(`a document recorded in ${id} needs a key, and JSON that it consists of`)
  }
  if (isLongKey(key)) throw new Error(`${tooLong('the key of a document')}, to record it in ${id}`)
  const state = isState ? { isState: true as const } : {}
  return { kind: 'record', connection: id, apiVersion, resource, key, text, ...state }
}
