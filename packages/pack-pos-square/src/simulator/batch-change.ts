import { isJsonObject } from '@canonry/mapping'
import { compareDecimals, decimalOf } from '@canonry/model'
import { valueAt } from '@canonry/pack'
import { err, ok, type Result } from 'neverthrow'
import { type Merchant, printCount } from './merchant.js'
import { printChange } from './print-change.js'
import { invalid, notFound, type Problem } from './problem.js'
import type { StockChange } from './stock.js'
import type { Wire } from './wire.js'

/** Batches of changes, and what was answered to each by its idempotency key. */
export interface Batches {
  create(body: Wire): Result<Wire, Problem>
}

const LONGEST_KEY = 128
const MOST_CHANGES = 100

type NewChange = Omit<StockChange, 'id' | 'createdAt'>

/**
 * Takes batches whole or not at all. A key that was heard before gets the answer that was given
 * then; with another body it is refused.
 *
 * Sources: the specification, BatchChangeInventoryRequest, and
 * https://developer.squareup.com/docs/build-basics/common-api-patterns/idempotency
 */
export function createBatches(merchant: Merchant): Batches {
  const known = new Map<string, { readonly body: string; readonly answer: Wire }>()
  return {
    create(body) {
      const key = body['idempotency_key']
      if (typeof key !== 'string' || key === '') return err(NO_KEY)
      if (key.length > LONGEST_KEY) return err(LONG_KEY)
      const text = JSON.stringify(body)
      const before = known.get(key)
      if (before) return before.body === text ? ok(before.answer) : err(REUSED)
      const changes = readChanges(body, merchant)
      if (changes.isErr()) return err(changes.error)
      const answer = apply(changes.value, { merchant, body })
      known.set(key, { body: text, answer })
      return ok(answer)
    },
  }
}

const NO_KEY = invalid('MISSING_REQUIRED_PARAMETER', 'a key is required', 'idempotency_key')
const LONG_KEY = invalid('VALUE_TOO_LONG', 'at most 128 characters', 'idempotency_key')
const REUSED = invalid(
  'IDEMPOTENCY_KEY_REUSED',
  'the key came with another body before',
  'idempotency_key',
)

function apply(
  changes: readonly NewChange[],
  { merchant, body }: { readonly merchant: Merchant; readonly body: Wire },
): Wire {
  const dropsEqual = body['ignore_unchanged_counts'] !== false
  const made = changes
    .filter((change) => !(dropsEqual && isUnchanged(change, merchant)))
    .map((change) => merchant.change(change))
  return {
    counts: changes.map((change) => printCount(merchant.stock, change)),
    changes: made.map((change) => printChange(change, merchant)),
  }
}

// "ignored if the quantity is unchanged since the last physical count"
function isUnchanged(change: NewChange, { stock }: Merchant): boolean {
  if (change.type !== 'PHYSICAL_COUNT') return false
  const known = stock.quantity(change.variation, change.location)
  return known !== undefined && compareDecimals(known, change.quantity) === 0
}

function readChanges(body: Wire, merchant: Merchant): Result<readonly NewChange[], Problem> {
  const list = body['changes']
  if (!Array.isArray(list) || list.length === 0) return err(NO_CHANGES)
  if (list.length > MOST_CHANGES) return err(MANY_CHANGES)
  const changes: NewChange[] = []
  for (const [index, wire] of list.entries()) {
    const change = readChange(wire, { merchant, field: `changes[${index}]` })
    if (change.isErr()) return err(change.error)
    changes.push(change.value)
  }
  return ok(changes)
}

const NO_CHANGES = invalid('MISSING_REQUIRED_PARAMETER', 'no changes', 'changes')
const MANY_CHANGES = invalid('ARRAY_LENGTH_TOO_LONG', 'at most 100 changes', 'changes')

interface Place {
  readonly merchant: Merchant
  readonly field: string
}

function readChange(wire: unknown, { merchant, field }: Place): Result<NewChange, Problem> {
  const type = valueAt(wire, '/type')
  if (type !== 'PHYSICAL_COUNT' && type !== 'ADJUSTMENT') {
    return err(invalid('INVALID_VALUE', 'a count or an adjustment', `${field}.type`))
  }
  const inside = valueAt(wire, type === 'ADJUSTMENT' ? '/adjustment' : '/physical_count')
  if (!isJsonObject(inside)) return err(invalid('NO_FIELDS_SET', 'nothing is said', field))
  const text = (name: string) => String(inside[name] ?? '')
  const change: NewChange = {
    type,
    variation: text('catalog_object_id'),
    location: text('location_id'),
    quantity: decimalOf(text('quantity')) ?? '',
    occurredAt: Date.parse(text('occurred_at')),
    ...(type === 'ADJUSTMENT' && { from: text('from_state'), to: text('to_state') }),
    ...(inside['reference_id'] !== undefined && { reference: text('reference_id') }),
  }
  const state = type === 'ADJUSTMENT' ? undefined : text('state')
  const problem = wrongWith(change, { merchant, field, state })
  return problem ? err(problem) : ok(change)
}

const DAY_MS = 86_400_000
// the ways that the Inventory API takes: https://developer.squareup.com/docs/inventory-api/what-it-does
const WAYS = new Set([
  'NONE IN_STOCK',
  'UNLINKED_RETURN IN_STOCK',
  'IN_STOCK SOLD',
  'IN_STOCK WASTE',
])

function wrongWith(
  change: NewChange,
  { merchant, field, state }: Place & { readonly state: string | undefined },
): Problem | undefined {
  const { articleOf, locations, env } = merchant
  if (articleOf(change.variation) === undefined) {
    return { ...notFound('catalog object'), field: `${field}.catalog_object_id` }
  }
  if (!locations.some(({ id }) => id === change.location)) {
    return invalid('INVALID_LOCATION', 'no such location', `${field}.location_id`)
  }
  if (!/^\d{1,20}(\.\d{1,5})?$/.test(change.quantity)) {
    return invalid('INVALID_VALUE', 'a decimal of at most 5 digits', `${field}.quantity`)
  }
  if (state !== undefined && state !== 'IN_STOCK' && state !== 'WASTE') {
    return invalid('INVALID_ENUM_VALUE', 'a state that can be counted', `${field}.state`)
  }
  if (change.type === 'ADJUSTMENT' && !WAYS.has(`${change.from} ${change.to}`)) {
    return invalid('INVALID_ENUM_VALUE', 'no such adjustment', `${field}.to_state`)
  }
  const age = env.now() - change.occurredAt
  return age >= 0 && age <= DAY_MS
    ? undefined
    : invalid('INVALID_TIME', 'older than 24 hours or in the future', `${field}.occurred_at`)
}
