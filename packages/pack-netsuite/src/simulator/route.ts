import { readWire, writeWire } from '@canonry/mapping'
import type { Result } from 'neverthrow'
import { isJsonObject } from '../wire/json-object.js'
import { type Account, findByExternalId } from './account.js'
import { answerJob, takeBatch } from './batch.js'
import { CASH_REFUND } from './cash-refund-schema.js'
import { CASH_SALE } from './cash-sale-schema.js'
import { CUSTOMER } from './customer-schema.js'
import { INVENTORY_ADJUSTMENT } from './inventory-adjustment-schema.js'
import { type Problem, problemResponse } from './problem.js'
import type { RecordSchema } from './record-schema.js'
import { runQuery } from './run-query.js'
import { SALES_ORDER } from './sales-order-schema.js'
import { showItem } from './show-item.js'
import { showRecord } from './show-record.js'
import type { SimulatedRequest } from './simulated-request.js'
import { moveStock } from './stock.js'
import type { StoredRecord } from './stored-record.js'
import { writeRecord } from './write-record.js'

const SCHEMAS = new Map(
  [SALES_ORDER, CASH_SALE, CASH_REFUND, CUSTOMER, INVENTORY_ADJUSTMENT].map((schema) => [
    schema.name.toLowerCase(),
    schema,
  ]),
)
const RECORD_PATH = /^\/services\/rest\/record\/v1\/([A-Za-z]+)(?:\/([^/]+))?$/
const SINGULAR = 'application/vnd.oracle.resource+json; type=singular; charset=UTF-8'
const COLLECTION = 'application/vnd.oracle.resource+json; type=collection; charset=UTF-8'

/** Answers a signed-in request. */
export function route(account: Account, request: SimulatedRequest): Response {
  if (request.url.pathname === '/services/rest/query/v1/suiteql')
    return answerQuery(account, request)
  const job = answerJob(account, request)
  if (job) return job
  const [, type = '', segment] = RECORD_PATH.exec(request.url.pathname) ?? []
  if (type.toLowerCase() === 'inventoryitem') return answerItem(account, request, segment)
  const schema = SCHEMAS.get(type.toLowerCase())
  if (!schema) return problemResponse(notFound(`Record type '${type}' does not exist.`))
  return answerRecord(account, schema, { request, id: parseId(segment) })
}

interface RecordId {
  readonly kind: 'none' | 'internal' | 'external'
  readonly value: string
}

function parseId(segment: string | undefined): RecordId {
  if (segment === undefined) return { kind: 'none', value: '' }
  const value = decodeURIComponent(segment)
  return value.startsWith('eid:')
    ? { kind: 'external', value: value.slice(4) }
    : { kind: 'internal', value }
}

function answerRecord(
  account: Account,
  schema: RecordSchema,
  { request, id }: { request: SimulatedRequest; id: RecordId },
): Response {
  const existing = findRecord(account, schema, id)
  const { method } = request
  if (method === 'POST' && id.kind === 'none') return answerWrite(account, schema, { request, id })
  if (method === 'PUT' && id.kind === 'none') return takeBatch(account, schema, request)
  if (method === 'PUT' && id.kind === 'external') {
    return answerWrite(account, schema, { request, id, existing })
  }
  if (id.kind === 'none' || !['GET', 'PATCH', 'DELETE'].includes(method)) {
    return problemResponse({ status: 405, code: 'INVALID_REQUEST', detail: 'Method not allowed.' })
  }
  if (!existing) return problemResponse(missingRecord(schema, id))
  if (method === 'PATCH') return answerWrite(account, schema, { request, id, existing })
  if (method === 'GET') return answerRead(account, schema, { request, record: existing })
  moveStock(account, { before: existing })
  account.records[schema.name]?.delete(existing.id)
  return new Response(null, { status: 204 })
}

function findRecord(
  account: Account,
  schema: RecordSchema,
  id: RecordId,
): StoredRecord | undefined {
  if (id.kind === 'external') return findByExternalId(account, schema.name, id.value)
  return account.records[schema.name]?.get(id.value)
}

function answerRead(
  account: Account,
  schema: RecordSchema,
  { request, record }: { request: SimulatedRequest; record: StoredRecord },
): Response {
  const expand = request.url.searchParams.get('expandSubResources') === 'true'
  const body = writeWire(showRecord(account, schema, { record, expand }))
  return new Response(body, { status: 200, headers: { 'content-type': SINGULAR } })
}

function answerWrite(
  account: Account,
  schema: RecordSchema,
  {
    request,
    id,
    existing,
  }: { request: SimulatedRequest; id: RecordId; existing?: StoredRecord | undefined },
): Response {
  const body = readWire(request.text).unwrapOr(undefined)
  if (!isJsonObject(body)) return problemResponse(invalidContent())
  return writeRecord(account, {
    schema,
    body,
    ...(existing ? { existing } : {}),
    ...(id.kind === 'external' ? { externalId: id.value } : {}),
    replace: new Set(request.url.searchParams.get('replace')?.split(',') ?? []),
    strictNames: request.headers.get('x-netsuite-propertynamevalidation') === 'Error',
  }).match(
    ({ record, unknown, warnings }) => {
      const headers = new Headers({ location: locationOf(account, record) })
      for (const name of unknown) headers.append('x-netsuite-propertyvalidation', unknownText(name))
      for (const warning of warnings) headers.append('x-netsuite-warning', warning)
      return new Response(null, { status: 204, headers })
    },
    (problem) => problemResponse(problem),
  )
}

function unknownText(path: string): string {
  const name = path.split('.').at(-1)
  return `Unknown field name ${name}. The field does not exist on this record instance.`
}

function locationOf(account: Account, record: StoredRecord): string {
  return `${account.origin}/services/rest/record/v1/${record.type.toLowerCase()}/${record.id}`
}

function answerItem(
  account: Account,
  { method }: SimulatedRequest,
  segment: string | undefined,
): Response {
  const { kind, value } = parseId(segment)
  const item = [...account.items.values()].find(
    ({ id, externalId }) => value === (kind === 'external' ? externalId : id),
  )
  if (method !== 'GET') {
    return problemResponse({ status: 405, code: 'INVALID_REQUEST', detail: 'Method not allowed.' })
  }
  if (!item) return problemResponse(notFound('The record instance does not exist.'))
  const body = writeWire(showItem(account, item))
  return new Response(body, { status: 200, headers: { 'content-type': SINGULAR } })
}

function answerQuery(account: Account, request: SimulatedRequest): Response {
  const body = readWire(request.text).unwrapOr(undefined)
  const text = isJsonObject(body) ? body['q'] : undefined
  if (request.method !== 'POST' || typeof text !== 'string')
    return problemResponse(invalidContent())
  if (request.headers.get('prefer') !== 'transient') {
    const detail = 'The header Prefer with the value transient is required.'
    return problemResponse({ status: 400, code: 'INVALID_HEADER', detail })
  }
  const limit = Math.min(Number(request.url.searchParams.get('limit') ?? 1000), 1000)
  const offset = Number(request.url.searchParams.get('offset') ?? 0)
  const result: Result<object, Problem> = runQuery(account, { text, limit, offset }).map(
    ({ rows, total }) => ({
      links: [
        { rel: 'self', href: `${account.origin}${request.url.pathname}${request.url.search}` },
      ],
      count: rows.length,
      hasMore: offset + rows.length < total,
      items: rows.map((row) => ({ links: [], ...row })),
      offset,
      totalResults: total,
    }),
  )
  const headers = { 'content-type': COLLECTION, 'preference-applied': 'transient' }
  return result.match(
    (page) => new Response(JSON.stringify(page), { status: 200, headers }),
    (problem) => problemResponse(problem),
  )
}

function invalidContent(): Problem {
  const detail = 'Invalid content in the request body. Unparsable JSON or wrong structure.'
  return { status: 400, code: 'INVALID_CONTENT', detail }
}

function notFound(detail: string): Problem {
  return { status: 404, code: 'NONEXISTENT_ID', detail }
}

// a transaction that does not exist is answered by a 400 that speaks of its type, seen by live users
function missingRecord(schema: RecordSchema, id: RecordId): Problem {
  if (schema.transaction && id.kind === 'internal') {
    const detail = 'Error while accessing a resource. Transaction type specified is incorrect.'
    return { status: 400, code: 'USER_ERROR', detail }
  }
  return notFound(`The record instance does not exist. Provide a valid record instance ID.`)
}
