import { valueAt } from '@canonry/pack'
import { err, ok, type Result } from 'neverthrow'
import type { Merchant } from './merchant.js'
import { pageOf } from './paging.js'
import { invalid, notFound, type Problem } from './problem.js'
import type { Asked, Route } from './route.js'
import type { Wire } from './wire.js'

/** Orders and payments, read by id and searched. */
export function salesRoutes(merchant: Merchant): Route[] {
  return [
    {
      method: 'GET',
      path: /^\/v2\/orders\/([^/]+)$/,
      answer: ({ id }) => {
        const found = merchant.orders.get(id)
        return found ? ok({ order: found.print() }) : err(notFound('order'))
      },
    },
    {
      method: 'POST',
      path: /^\/v2\/orders\/batch-retrieve$/,
      answer: (asked) => retrieveOrders(merchant, asked),
    },
    {
      method: 'POST',
      path: /^\/v2\/orders\/search$/,
      answer: (asked) => searchOrders(merchant, asked),
    },
    {
      method: 'GET',
      path: /^\/v2\/payments\/([^/]+)$/,
      answer: ({ id }) => {
        const found = merchant.payments.get(id)
        return found ? ok({ payment: found.print() }) : err(notFound('payment'))
      },
    },
    {
      method: 'GET',
      path: /^\/v2\/payments$/,
      answer: (asked) => listPayments(merchant, asked),
    },
  ]
}

const MOST_RETRIEVED = 100

/** Orders by their ids; an id of no order is ignored. */
function retrieveOrders({ orders }: Merchant, { body }: Asked): Result<Wire, Problem> {
  const ids: unknown = body['order_ids']
  if (!Array.isArray(ids) || ids.length === 0) {
    return err(invalid('MISSING_REQUIRED_PARAMETER', 'name at least one order', 'order_ids'))
  }
  if (ids.length > MOST_RETRIEVED) {
    return err(invalid('ARRAY_LENGTH_TOO_LONG', 'at most 100 orders', 'order_ids'))
  }
  return ok({ orders: ids.flatMap((id) => orders.get(String(id))?.print() ?? []) })
}

const MOST_LOCATIONS = 10
const MOST_ORDERS = 1_000
const ORDERS = 500

/** Orders of at most ten locations; a search finds what was written only after a while. */
function searchOrders({ orders, env }: Merchant, { body }: Asked): Result<Wire, Problem> {
  const problem = wrongWith(body)
  if (problem) return err(problem)
  const locations = body['location_ids'] as readonly string[]
  const start = Date.parse(textAt(body, `${UPDATED}/start_at`) ?? '1970-01-01T00:00:00Z')
  const oldestFirst = orders.search({ locations, since: start, now: env.now() })
  const isAscending = textAt(body, '/query/sort/sort_order') === 'ASC'
  const found = isAscending ? oldestFirst : oldestFirst.toReversed()
  const { cursor: _, ...question } = body
  const limit = Math.min(MOST_ORDERS, Number(body['limit'] ?? ORDERS))
  return pageOf(found, { cursor: body['cursor'], limit, question }).map(({ elements, cursor }) => ({
    orders: elements.map((order) => order.print()),
    ...(cursor !== undefined && { cursor }),
  }))
}

const FILTER = '/query/filter/date_time_filter'
const UPDATED = `${FILTER}/updated_at`

function wrongWith(body: Wire): Problem | undefined {
  const locations = body['location_ids']
  if (!Array.isArray(locations) || locations.length === 0) {
    return invalid('MISSING_REQUIRED_PARAMETER', 'name at least one location', 'location_ids')
  }
  if (locations.length > MOST_LOCATIONS) {
    return invalid('ARRAY_LENGTH_TOO_LONG', 'at most 10 locations', 'location_ids')
  }
  const limit = body['limit']
  if (limit !== undefined && !(Number(limit) > 0 && Number(limit) <= MOST_ORDERS)) {
    return invalid('VALUE_TOO_HIGH', 'at most 1000 orders on a page', 'limit')
  }
  const isSorted = textAt(body, '/query/sort/sort_field') === 'UPDATED_AT'
  return valueAt(body, FILTER) === undefined || isSorted
    ? undefined
    : invalid('BAD_REQUEST', 'sort by the field that is filtered', 'query.sort.sort_field')
}

const PAYMENTS = 100

/**
 * Payments of a location, of the main one where none is said; at most 100 on a page.
 *
 * "Results are eventually consistent": the specification, ListPayments.
 */
function listPayments(
  { payments, locations, env }: Merchant,
  { query }: Asked,
): Result<Wire, Problem> {
  const location = query.get('location_id') ?? locations[0]?.id ?? ''
  const since = Date.parse(query.get('updated_at_begin_time') ?? '1970-01-01T00:00:00Z')
  const oldestFirst = payments.search({ locations: [location], since, now: env.now() })
  const isAscending = query.get('sort_order') === 'ASC'
  const found = isAscending ? oldestFirst : oldestFirst.toReversed()
  const asked = Number(query.get('limit') ?? PAYMENTS)
  const limit = asked > 0 && asked <= PAYMENTS ? asked : PAYMENTS
  const question = [...query].filter(([name]) => name !== 'cursor')
  return pageOf(found, { cursor: query.get('cursor'), limit, question }).map(
    ({ elements, cursor }) => ({
      payments: elements.map((payment) => payment.print()),
      ...(cursor !== undefined && { cursor }),
    }),
  )
}

function textAt(wire: unknown, pointer: string): string | undefined {
  const value = valueAt(wire, pointer)
  return typeof value === 'string' ? value : undefined
}
