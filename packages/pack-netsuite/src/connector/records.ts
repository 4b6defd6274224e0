import { readWire } from '@canonry/mapping'
import type { Failure } from '@canonry/pack'
import { err, ok, type Result } from 'neverthrow'
import type { OrderRecord } from '../book/booked-order.js'
import { isJsonObject, type JsonObject } from '../wire/json-object.js'
import { isMissing } from './refusal.js'
import { accepted, type RestCall, type RestClient } from './rest-client.js'

/** The record types that the pack writes. */
export type RecordType = OrderRecord | 'cashRefund' | 'customer' | 'inventoryAdjustment'

/** A record by its external id (`eid:…`) or internal id. */
export interface RecordAddress {
  readonly type: RecordType
  readonly id: string
}

/** A record as it was read. */
export interface RecordDocument {
  readonly text: string
  readonly body: JsonObject
}

/** Reads a record with all its sublists; `undefined` when there is none. */
export async function readRecord(
  client: RestClient,
  { type, id }: RecordAddress,
): Promise<Result<RecordDocument | undefined, Failure>> {
  const path = `/record/v1/${type}/${segmentOf(id)}?expandSubResources=true`
  const call: RestCall = { method: 'GET', path, writes: false }
  const answer = await client.call(call)
  if (answer.isErr()) return err(answer.error)
  if (isMissing(answer.value)) return ok(undefined)
  return accepted(client, { call, answer: answer.value }).andThen(({ text }) => parse(text, type))
}

// NetSuite reads `eid:` only with its colon as it is
function segmentOf(id: string): string {
  return encodeURIComponent(id).replace(/^eid%3A/, 'eid:')
}

/** What a record is written with: the sublists named in `replace` are written as a whole. */
export interface RecordWrite {
  readonly type: RecordType
  readonly externalId: string
  readonly body: JsonObject
  readonly replace: readonly string[]
}

/** Creates or updates a record under its external id; gives its internal id where NetSuite says it. */
export async function putRecord(
  client: RestClient,
  { type, externalId, body, replace }: RecordWrite,
): Promise<Result<string | undefined, Failure>> {
  const query = replace.length === 0 ? '' : `?replace=${replace.join(',')}`
  const path = `/record/v1/${type}/eid:${externalId}${query}`
  const call: RestCall = { method: 'PUT', path, body, writes: true }
  const answer = await client.call(call)
  return answer
    .andThen((given) => accepted(client, { call, answer: given }))
    .map(({ headers }) => /\/(\d+)$/.exec(headers.get('location') ?? '')?.[1])
}

function parse(text: string, type: RecordType): Result<RecordDocument, Failure> {
  const body = readWire(text).unwrapOr(undefined)
  if (isJsonObject(body) && typeof body['id'] === 'string') return ok({ text, body })
  const message = `NetSuite's answer is no ${type} (${text.length} characters): something stands between, or the answer broke off. It is read again`
  return err({ kind: 'transient.definite', message })
}
