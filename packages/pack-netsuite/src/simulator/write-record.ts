import { err, type Result } from 'neverthrow'
import { type Account, findByExternalId } from './account.js'
import { completeAdjustment } from './adjustment-rules.js'
import { completeCustomer } from './customer-rules.js'
import { mergeSublist } from './merge-sublist.js'
import { type Problem, userError } from './problem.js'
import { type ReadBody, readBody } from './read-body.js'
import type { RecordSchema } from './record-schema.js'
import { completeSale } from './sale-rules.js'
import { moveStock } from './stock.js'
import type { StoredRecord } from './stored-record.js'

/** One write of a record, as the request says it. */
export interface RecordWrite {
  readonly schema: RecordSchema
  readonly body: object
  readonly existing?: StoredRecord
  /** The external id of the path, which wins over the body's. */
  readonly externalId?: string
  readonly replace: ReadonlySet<string>
  /** Whether an unknown property is refused; else it is dropped and named in a header. */
  readonly strictNames: boolean
}

/** A write that took place, with what NetSuite says beside its 204. */
export interface Written {
  readonly record: StoredRecord
  readonly unknown: readonly string[]
  readonly warnings: readonly string[]
}

const COMPLETIONS: Readonly<Record<string, typeof completeSale>> = {
  customer: completeCustomer,
  inventoryAdjustment: completeAdjustment,
}

const EXTERNAL_ID = /^[A-Za-z0-9_-]+$/

/** Creates or updates a record under the account's rules; on a problem nothing has changed. */
export function writeRecord(account: Account, write: RecordWrite): Result<Written, Problem> {
  const body = readBody(account, write.schema, write.body)
  const problem =
    nameProblem(body, write) ?? body.problem ?? externalIdProblem(account, body, write)
  if (problem) return err(problem)
  const draft = applyBody(account, body, write)
  const complete = COMPLETIONS[write.schema.name] ?? completeSale
  return complete(account, draft).map((warnings) => {
    const previous = write.existing
    const record = { ...draft, updates: previous ? previous.updates + 1 : 0 }
    account.records[write.schema.name]?.set(record.id, record)
    moveStock(account, { before: previous, after: record })
    return { record, unknown: body.unknown, warnings }
  })
}

function nameProblem({ unknown }: ReadBody, { strictNames }: RecordWrite): Problem | undefined {
  const [path] = unknown
  if (!strictNames || path === undefined) return undefined
  const name = path.split('.').at(-1)
  const detail = `Unknown field name ${name}. The field does not exist on this record instance.`
  return { status: 400, code: 'INVALID_CONTENT', detail, path }
}

function externalIdProblem(
  account: Account,
  body: ReadBody,
  { schema, existing, externalId: fromPath }: RecordWrite,
): Problem | undefined {
  const externalId = fromPath ?? body.fields['externalId']
  if (externalId === undefined || externalId === null) return undefined
  if (typeof externalId !== 'string' || !EXTERNAL_ID.test(externalId)) {
    return userError('The external ID contains characters that are not allowed.', 'externalId')
  }
  const holder = findByExternalId(account, schema.name, externalId)
  if (!holder || holder.id === existing?.id) return undefined
  return userError('This entity already exists.', 'externalId')
}

function applyBody(account: Account, body: ReadBody, write: RecordWrite): StoredRecord {
  const { schema, existing } = write
  const now = account.now()
  const externalId = write.externalId ?? body.fields['externalId'] ?? existing?.externalId
  const draft: StoredRecord = {
    type: schema.name,
    id: existing?.id ?? account.nextId(),
    ...(typeof externalId === 'string' ? { externalId } : {}),
    fields: { ...existing?.fields, ...body.fields },
    sublists: { ...existing?.sublists },
    createdAt: existing?.createdAt ?? now,
    modifiedAt: now,
    updates: 0,
    lastKeys: { ...existing?.lastKeys },
  }
  for (const [name, incoming] of Object.entries(body.sublists)) {
    draft.sublists[name] = mergeInto(draft, { name, incoming, write })
  }
  return draft
}

function mergeInto(
  draft: StoredRecord,
  {
    name,
    incoming,
    write,
  }: { name: string; incoming: readonly Record<string, unknown>[]; write: RecordWrite },
): Record<string, unknown>[] {
  const key = write.schema.sublists[name]?.key
  return mergeSublist({
    before: draft.sublists[name] ?? [],
    incoming: name === 'item' ? incoming.map(forgetAmount) : incoming,
    ...(key === undefined ? {} : { key }),
    replace: write.replace.has(name),
    nextKey: () => {
      draft.lastKeys[name] = (draft.lastKeys[name] ?? 0) + 1
      return draft.lastKeys[name]
    },
  })
}

// a new quantity or rate without an amount asks for the amount to be computed again
function forgetAmount(line: Record<string, unknown>): Record<string, unknown> {
  const asksAnew = ('quantity' in line || 'rate' in line) && !('amount' in line)
  return asksAnew ? { ...line, amount: null } : line
}
