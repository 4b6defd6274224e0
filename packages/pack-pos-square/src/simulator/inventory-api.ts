import { err, ok, type Result } from 'neverthrow'
import { createBatches } from './batch-change.js'
import { type Merchant, printCount } from './merchant.js'
import { type Page, pageOf } from './paging.js'
import { printChange } from './print-change.js'
import { invalid, notFound, type Problem } from './problem.js'
import type { Asked, Route } from './route.js'
import type { StockPlace } from './stock.js'
import type { Wire } from './wire.js'

const MOST = 1_000
const DEFAULT = 100

/** Counts and changes of stock, read and written. */
export function inventoryRoutes(merchant: Merchant): Route[] {
  const batches = createBatches(merchant)
  return [
    {
      method: 'POST',
      path: /^\/v2\/inventory\/counts\/batch-retrieve$/,
      answer: (asked) => listCounts(merchant, asked),
    },
    {
      method: 'POST',
      path: /^\/v2\/inventory\/changes\/batch-retrieve$/,
      answer: (asked) => listChanges(merchant, asked),
    },
    {
      method: 'POST',
      path: /^\/v2\/inventory\/changes\/batch-create$/,
      answer: ({ body }) => batches.create(body),
    },
    one(merchant, { path: /^\/v2\/inventory\/adjustments\/([^/]+)$/, from: 'adjustment' }),
    one(merchant, {
      path: /^\/v2\/inventory\/physical-counts\/([^/]+)$/,
      from: 'physical_count',
      to: 'count',
    }),
  ]
}

interface One {
  readonly path: RegExp
  readonly from: string
  readonly to?: string
}

function one(merchant: Merchant, { path, from, to = from }: One): Route {
  return {
    method: 'GET',
    path,
    answer: ({ id }) => {
      const change = merchant.stock.get(id)
      const found = change && (printChange(change, merchant) as Record<string, unknown>)[from]
      return found === undefined ? err(notFound(to)) : ok({ [to]: found })
    },
  }
}

function listCounts({ stock }: Merchant, { body }: Asked): Result<Wire, Problem> {
  const states = body['states']
  const inStock = !Array.isArray(states) || states.includes('IN_STOCK')
  const variations = body['catalog_object_ids']
  const isWanted = wantedBy(body)
  const named = Array.isArray(variations) ? { variations } : {}
  const counts = inStock ? stock.places({ ...named, after: afterOf(body) }).filter(isWanted) : []
  return paged(counts, body).map(({ elements, cursor }) => ({
    counts: elements.map((place) => printCount(stock, place)),
    ...(cursor !== undefined && { cursor }),
  }))
}

/** Physical counts and adjustments, the oldest occurrence first; transfers are never among them. */
function listChanges(merchant: Merchant, { body }: Asked): Result<Wire, Problem> {
  const isWanted = wantedBy(body)
  const types = body['types']
  const changes = merchant.stock
    .changes(afterOf(body))
    .filter((change) => (!Array.isArray(types) || types.includes(change.type)) && isWanted(change))
  return paged(changes, body).map(({ elements, cursor }) => ({
    changes: elements.map((change) => printChange(change, merchant)),
    ...(cursor !== undefined && { cursor }),
  }))
}

function wantedBy(body: Wire): (place: StockPlace) => boolean {
  const variations = namesIn(body['catalog_object_ids'])
  const locations = namesIn(body['location_ids'])
  return ({ variation, location }) =>
    (variations?.has(variation) ?? true) && (locations?.has(location) ?? true)
}

function namesIn(list: unknown): ReadonlySet<unknown> | undefined {
  return Array.isArray(list) ? new Set(list) : undefined
}

function afterOf(body: Wire): number {
  return Date.parse(String(body['updated_after'] ?? '1970-01-01T00:00:00Z'))
}

const WRONG_LIMIT = invalid('INVALID_VALUE', 'from 1 to 1000 on a page', 'limit')

function paged<T>(elements: readonly T[], body: Wire): Result<Page<T>, Problem> {
  const limit = Number(body['limit'] ?? DEFAULT)
  if (!(limit >= 1 && limit <= MOST)) return err(WRONG_LIMIT)
  const { cursor, ...question } = body
  return pageOf(elements, { cursor, limit, question })
}
