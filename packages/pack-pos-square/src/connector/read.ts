import type { Ref } from '@canonry/model'
import { type Failure, valueAt, type WireDocument } from '@canonry/pack'
import { err, ok, type Result } from 'neverthrow'
import { SEPARATOR } from '../webhooks.js'
import { completed, type Naming } from './completed.js'
import { allCounts } from './counts.js'
import { changeNaming } from './naming.js'
import { withRefunds } from './refunds-of-orders.js'
import { listAt, type Source } from './source.js'

/** How one kind of thing is read by its id. */
interface Way {
  readonly resource: string
  path(id: string): string
  /** Of what names variations: what is read, and which ones. */
  names?(wire: unknown): readonly Naming[]
}

const WAYS: Readonly<Record<string, Way>> = {
  Payment: { resource: 'payment@rest', path: (id) => `payments/${id}` },
  Location: { resource: 'location@rest', path: (id) => `locations/${id}` },
  Item: {
    resource: 'catalogItem@rest',
    path: (id) => `catalog/object/${id}?include_related_objects=true`,
  },
  InventoryAdjustment: {
    resource: 'inventoryAdjustment@rest',
    path: (id) => `inventory/adjustments/${id}`,
    names: changeNaming,
  },
  InventoryTransfer: {
    resource: 'inventoryTransfer@rest',
    path: (id) => `inventory/transfers/${id}`,
    names: changeNaming,
  },
  InventoryPhysicalCount: {
    resource: 'inventoryPhysicalCount@rest',
    path: (id) => `inventory/physical-counts/${id}`,
    names: physicalCountNaming,
  },
}

/** How many refs are read together: many orders, or many counts, are one call each. */
export const READ_TOGETHER = 100

/** The current documents of the given refs; what Square does not have, or calls deleted, has none. */
export async function readRefs(
  refs: readonly Ref[],
  source: Source,
): Promise<Result<readonly WireDocument[], Failure>> {
  const documents: WireDocument[] = []
  const idsOf = (kind: string) => refs.filter((ref) => ref.kind === kind).map(({ id }) => id)
  const others = refs.filter(({ kind }) => Object.hasOwn(WAYS, kind))
  const ways = [
    () => readOrders(idsOf('Order'), source),
    () => readCounts(idsOf('InventoryCount'), source),
    ...others.map((ref) => () => readOne(ref, source)),
  ]
  for (const read of ways) {
    const found = await read()
    if (found.isErr()) return err(found.error)
    documents.push(...found.value)
  }
  return ok(documents)
}

// the specification, BatchRetrieveOrders: at most 100 ids, and ids of no order are ignored
const ORDERS_AT_ONCE = 100

async function readOrders(
  ids: readonly string[],
  source: Source,
): Promise<Result<WireDocument[], Failure>> {
  const orders: unknown[] = []
  for (let start = 0; start < ids.length; start += ORDERS_AT_ONCE) {
    const body = { order_ids: ids.slice(start, start + ORDERS_AT_ONCE) }
    const answer = await source.call({ path: 'orders/batch-retrieve', body })
    if (answer.isErr()) return err(answer.error)
    orders.push(...listAt(answer.value, '/orders'))
  }
  const things = await withRefunds(orders, source.refunds)
  return things.isErr() ? err(things.error) : completed(things.value, source)
}

async function readOne(
  { kind, id }: Ref,
  source: Source,
): Promise<Result<WireDocument[], Failure>> {
  const way = Object.hasOwn(WAYS, kind) ? WAYS[kind] : undefined
  if (way === undefined) return ok([])
  const answer = await source.call({ path: way.path(encodeURIComponent(id)) })
  if (answer.isErr()) return err(answer.error)
  const found = answer.value
  if (found === undefined || valueAt(found.wire, '/object/is_deleted') === true) return ok([])
  const things = way.names?.(found.wire)
  if (things !== undefined) return completed(things, source)
  source.catalogue.forget(valueAt(found.wire, '/object'))
  const { resource } = way
  return ok([{ resource, apiVersion: source.apiVersion, key: id, text: found.text }])
}

// alone a physical count is called `count`, among changes `physical_count`, and so it is here
function physicalCountNaming(wire: unknown): Naming[] {
  return changeNaming({ physical_count: valueAt(wire, '/count') })
}

/**
 * Counts by the names of positions, `VARIATION:LOCATION`, or by several of either as an event names
 * them: what is asked of the same locations is asked together.
 */
async function readCounts(
  ids: readonly string[],
  source: Source,
): Promise<Result<WireDocument[], Failure>> {
  const byPlaces = new Map<string, Set<string>>()
  for (const id of ids) {
    const [variations = '', places = ''] = id.split(':')
    const known = byPlaces.get(places) ?? new Set()
    for (const variation of variations.split(SEPARATOR)) known.add(variation)
    byPlaces.set(places, known)
  }
  const documents: WireDocument[] = []
  for (const [places, variations] of byPlaces) {
    const locations = places === '' ? {} : { locations: places.split(SEPARATOR) }
    const found = await allCounts({ variations: [...variations], ...locations }, source)
    if (found.isErr()) return err(found.error)
    documents.push(...found.value)
  }
  return ok(documents)
}
