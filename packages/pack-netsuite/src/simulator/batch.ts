import { readWire } from '@canonry/mapping'
import { elementsOf, isJsonObject, type JsonObject } from '../wire/json-object.js'
import { type Account, findByExternalId } from './account.js'
import { type Problem, problemResponse } from './problem.js'
import type { RecordSchema } from './record-schema.js'
import type { SimulatedRequest } from './simulated-request.js'
import { writeRecord } from './write-record.js'

const JOB_PATH = '/services/rest/async/v1/job'
const COLLECTION = 'application/vnd.oracle.resource+json; type=collection'
const MOST_TOGETHER = 100
// nothing says how long a job takes: this is what a quiet account might need
const QUEUED_MS = 2_000
const RECORD_MS = 50

/**
 * Takes records that are written together; the job that does it leaves out what is refused.
 * https://docs.oracle.com/en/cloud/saas/netsuite/ns-online-help/article_0127092747.html
 */
export function takeBatch(
  account: Account,
  schema: RecordSchema,
  request: SimulatedRequest,
): Response {
  const problem = headerProblem(request)
  if (problem) return problemResponse(problem)
  const body = readWire(request.text).unwrapOr(undefined)
  const items = isJsonObject(body) ? elementsOf(body) : []
  if (items.length === 0 || items.length > MOST_TOGETHER) {
    const detail = `A batch takes 1 to ${MOST_TOGETHER} items.`
    return problemResponse({ status: 400, code: 'INVALID_CONTENT', detail })
  }
  const id = account.nextId()
  const dueAt = account.now() + QUEUED_MS + items.length * RECORD_MS
  account.jobs.add({ id, dueAt }, () => {
    for (const item of items) upsert(account, schema, { item, request })
  })
  const location = `${account.origin}${JOB_PATH}/${id}`
  return new Response(null, {
    status: 202,
    headers: { location, 'preference-applied': 'respond-async' },
  })
}

function headerProblem({ headers }: SimulatedRequest): Problem | undefined {
  const isAsync = headers.get('prefer') === 'respond-async'
  if (isAsync && headers.get('content-type') === COLLECTION) return undefined
  const detail = `Batch operations need the headers Prefer: respond-async and Content-Type: ${COLLECTION}.`
  return { status: 400, code: 'INVALID_HEADER', detail }
}

function upsert(
  account: Account,
  schema: RecordSchema,
  { item, request }: { readonly item: JsonObject; readonly request: SimulatedRequest },
): boolean {
  const { externalId } = item
  if (typeof externalId !== 'string') return false
  const existing = findByExternalId(account, schema.name, externalId)
  return writeRecord(account, {
    schema,
    body: item,
    ...(existing ? { existing } : {}),
    externalId,
    replace: new Set(request.url.searchParams.get('replace')?.split(',') ?? []),
    strictNames: request.headers.get('x-netsuite-propertynamevalidation') === 'Error',
  }).isOk()
}

/** Answers how far a job is; `undefined` where the request is about something else. */
export function answerJob(
  account: Account,
  { method, url }: SimulatedRequest,
): Response | undefined {
  if (method !== 'GET' || !url.pathname.startsWith(`${JOB_PATH}/`)) return undefined
  const job = account.jobs.get(url.pathname.slice(JOB_PATH.length + 1))
  if (!job) {
    const detail = 'The job does not exist.'
    return problemResponse({ status: 404, code: 'NONEXISTENT_ID', detail })
  }
  const self = `${account.origin}${JOB_PATH}/${job.id}`
  const completed = job.dueAt <= account.now()
  return Response.json({
    links: [{ rel: 'self', href: self }],
    completed,
    id: job.id,
    progress: completed ? 'succeeded' : 'pending',
    task: { links: [{ rel: 'self', href: `${self}/task` }] },
  })
}
