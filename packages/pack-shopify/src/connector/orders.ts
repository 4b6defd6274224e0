import { listTexts } from '@canonry/mapping'
import type { Ref } from '@canonry/model'
import type { Failure, PullPage, WireDocument } from '@canonry/pack'
import { err, ok, type Result } from 'neverthrow'
import type { AdminRequest } from './admin-client.js'
import { NOT_THERE } from './classify.js'
import { nextPage } from './link-header.js'

/** A call below the Admin API, its failures classified; `undefined` for what does not exist. */
export type Call = (
  request: AdminRequest,
) => Promise<Result<{ readonly text: string; readonly headers: Headers } | undefined, Failure>>

/** What both ways of reading orders need. */
export interface OrderSource {
  readonly call: Call
  readonly apiVersion: string
  now(): number
  sleep(ms: number): Promise<void>
}

/**
 * The current documents of the given orders, byte for byte as Shopify answered.
 *
 * A call for each, so that many of them empty the shop's bucket: then the rest comes as it fills again,
 * because whoever asked anew would empty it at the same place again.
 */
export async function readOrders(
  refs: readonly Ref[],
  source: OrderSource,
): Promise<Result<WireDocument[], Failure>> {
  const documents: WireDocument[] = []
  const orders = refs.filter(({ kind }) => kind === 'Order')
  for (const [index, { id }] of orders.entries()) {
    const request = { path: `orders/${encodeURIComponent(id)}.json` }
    const answer = await (index === 0 ? source.call(request) : patiently(request, source))
    if (answer.isErr()) return err(answer.error)
    if (answer.value) documents.push(document(id, answer.value.text, source.apiVersion))
  }
  return ok(documents)
}

const TRIES = 3
const A_SECOND = 1_000
// who is to wait longer is better asked another time
const PATIENCE_MS = 5_000

async function patiently(
  request: AdminRequest,
  { call, now, sleep }: OrderSource,
): ReturnType<Call> {
  for (let tried = 1; ; tried += 1) {
    const answer = await call(request)
    if (answer.isOk() || answer.error.kind !== 'throttled' || tried === TRIES) return answer
    const wait = Math.max(A_SECOND, (answer.error.retryAt ?? 0) - now())
    if (wait > PATIENCE_MS) return answer
    await sleep(wait)
  }
}

const ORDERS = { list: 'orders', name: 'admin_graphql_api_id' }
const FIRST_PAGE = 'orders.json?status=any&limit=250&order=updated_at+asc'

/** One page of orders, all or those changed since, oldest change first; at most 250, as Shopify allows. */
export async function pullOrders(
  { cursor, since }: { readonly cursor: string | undefined; readonly since?: number },
  { call, apiVersion }: OrderSource,
): Promise<Result<PullPage, Failure>> {
  const bound =
    since === undefined
      ? ''
      : `&updated_at_min=${encodeURIComponent(new Date(since).toISOString())}`
  const answer = await call({ path: cursor ?? `${FIRST_PAGE}${bound}` })
  if (answer.isErr()) return err(answer.error)
  if (answer.value === undefined) return err(NOT_THERE)
  const { text, headers } = answer.value
  const orders = listTexts(text, ORDERS)
  if (!orders) return err({ kind: 'contract.invalid', message: 'there is no list of orders' })
  const documents = orders.map(({ text, name }) =>
    document(name.slice(name.lastIndexOf('/') + 1), `{"order":${text}}`, apiVersion),
  )
  const next = nextPage(headers.get('link'))
  return ok({
    documents,
    ...(next !== undefined && { next: `orders.json?${next}` }),
    ...clockOf(headers.get('date')),
  })
}

function clockOf(date: string | null): { asOf?: number } {
  const asOf = Date.parse(date ?? '')
  return Number.isNaN(asOf) ? {} : { asOf }
}

function document(key: string, text: string, apiVersion: string): WireDocument {
  return { resource: 'order@rest', apiVersion, key, text }
}
