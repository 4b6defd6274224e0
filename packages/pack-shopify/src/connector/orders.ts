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
}

/** The current documents of the given orders, byte for byte as Shopify answered. */
export async function readOrders(
  refs: readonly Ref[],
  { call, apiVersion }: OrderSource,
): Promise<Result<WireDocument[], Failure>> {
  const documents: WireDocument[] = []
  for (const { id } of refs.filter(({ kind }) => kind === 'Order')) {
    const answer = await call({ path: `orders/${encodeURIComponent(id)}.json` })
    if (answer.isErr()) return err(answer.error)
    if (answer.value) documents.push(document(id, answer.value.text, apiVersion))
  }
  return ok(documents)
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
