import { readWire } from '@canonry/mapping'
import type { Failure } from '@canonry/pack'
import { err, ok, type Result } from 'neverthrow'
import { elementsOf, isJsonObject, type JsonObject } from '../wire/json-object.js'
import { accepted, type RestCall, type RestClient } from './rest-client.js'

/** One page of a query's result. */
export interface QueryPage {
  /** Rows without what the API says about them. */
  readonly rows: readonly JsonObject[]
  readonly more: boolean
  /** When it was answered, by NetSuite's clock where it says so: epoch milliseconds. */
  readonly asOf: number
}

/** The most rows that a page of SuiteQL holds. */
export const PAGE_ROWS = 1000

/** Asks one page of a query. */
export async function queryPage(
  client: RestClient,
  { q, offset = 0 }: { readonly q: string; readonly offset?: number },
): Promise<Result<QueryPage, Failure>> {
  const call: RestCall = {
    method: 'POST',
    path: `/query/v1/suiteql?limit=${PAGE_ROWS}&offset=${offset}`,
    body: { q },
    headers: { prefer: 'transient' },
    writes: false,
  }
  const answer = await client.call(call)
  return answer
    .andThen((given) => accepted(client, { call, answer: given }))
    .andThen(({ text, headers }) => parsePage(text, clockOf(headers, client)))
}

function clockOf(headers: Headers, client: RestClient): number {
  const date = Date.parse(headers.get('date') ?? '')
  return Number.isNaN(date) ? client.now() : date
}

function parsePage(text: string, asOf: number): Result<QueryPage, Failure> {
  const body = readWire(text).unwrapOr(undefined)
  if (!isJsonObject(body) || !Array.isArray(body['items'])) {
    const message = `NetSuite's answer is no query result (${text.length} characters): it is asked again`
    return err({ kind: 'transient.definite', message })
  }
  const rows = elementsOf(body).map(({ links: _, ...row }) => row)
  return ok({ rows, more: body['hasMore'] === true && rows.length > 0, asOf })
}
