import { isJsonObject } from '@canonry/mapping'
import { err, ok, type Result } from 'neverthrow'
import { itemRoutes } from './catalogue-api.js'
import { inventoryRoutes } from './inventory-api.js'
import type { Merchant } from './merchant.js'
import { answer, invalid, notFound, type Problem, problemResponse } from './problem.js'
import { refundRoutes } from './refunds-api.js'
import type { Route } from './route.js'
import { salesRoutes } from './sales-api.js'
import type { Wire } from './wire.js'

/** Who may call, and how often. */
export interface Access {
  readonly accessToken: string
  /** Whether there is a call left in this second. */
  admits(): boolean
}

/** Answers Square's API of one merchant, with its documented rules. */
export function createApi(
  merchant: Merchant,
  { accessToken, admits }: Access,
): (request: Request) => Promise<Response> {
  const routes = [
    ...locationRoutes(merchant),
    ...itemRoutes(merchant),
    ...inventoryRoutes(merchant),
    ...salesRoutes(merchant),
    ...refundRoutes(merchant),
  ]
  return async (request) => {
    const problem = refusal(request, accessToken) ?? (admits() ? undefined : TOO_MANY)
    if (problem) return problemResponse(problem)
    const url = new URL(request.url)
    const found = findRoute(routes, { method: request.method, path: url.pathname })
    if (!found) return problemResponse(notFound('resource'))
    const body = await bodyOf(request)
    if (body.isErr()) return problemResponse(body.error)
    const asked = { id: found.id, query: url.searchParams, body: body.value }
    const date = new Date(merchant.env.now()).toUTCString()
    const response = found.route.answer(asked).match((wire) => answer(wire), problemResponse)
    response.headers.set('date', date)
    return response
  }
}

const TOO_MANY: Problem = {
  status: 429,
  category: 'RATE_LIMIT_ERROR',
  code: 'RATE_LIMITED',
  detail: 'Too many requests',
}
const NO_TOKEN: Problem = {
  status: 401,
  category: 'AUTHENTICATION_ERROR',
  code: 'UNAUTHORIZED',
  detail: 'This request could not be authorized.',
}

function refusal({ headers }: Request, accessToken: string): Problem | undefined {
  if (headers.get('authorization') !== `Bearer ${accessToken}`) return NO_TOKEN
  const version = headers.get('square-version')
  return version === null || /^\d{4}-\d{2}-\d{2}$/.test(version)
    ? undefined
    : invalid('INVALID_SQUARE_VERSION_FORMAT', 'a version is a day: YYYY-MM-DD')
}

function findRoute(
  routes: readonly Route[],
  { method, path }: { readonly method: string; readonly path: string },
) {
  for (const route of routes) {
    const found = route.method === method ? route.path.exec(path) : null
    if (found) return { route, id: decodeURIComponent(found[1] ?? '') }
  }
  return undefined
}

async function bodyOf(request: Request): Promise<Result<Wire, Problem>> {
  if (request.method !== 'POST') return ok({})
  try {
    const body: unknown = await request.json()
    return isJsonObject(body) ? ok(body) : err(NO_JSON)
  } catch {
    return err(NO_JSON)
  }
}

const NO_JSON = invalid('EXPECTED_JSON_BODY', 'the body is no JSON object')

function locationRoutes({ id: merchant, locations }: Merchant): Route[] {
  const print = ({ id, name, zone, currency }: Merchant['locations'][number]): Wire => ({
    id,
    name,
    type: 'PHYSICAL',
    status: 'ACTIVE',
    timezone: zone,
    currency,
    merchant_id: merchant,
  })
  return [
    {
      method: 'GET',
      path: /^\/v2\/locations$/,
      answer: () => ok({ locations: locations.map(print) }),
    },
    {
      method: 'GET',
      path: /^\/v2\/locations\/([^/]+)$/,
      answer: ({ id }) => {
        const found = locations.find((location) => location.id === id)
        return found ? ok({ location: print(found) }) : err(notFound('location'))
      },
    },
  ]
}
