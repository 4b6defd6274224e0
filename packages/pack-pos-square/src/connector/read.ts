import type { Ref } from '@canonry/model'
import { type Failure, valueAt, type WireDocument } from '@canonry/pack'
import { err, ok, type Result } from 'neverthrow'
import { SEPARATOR } from '../webhooks.js'
import { allCounts } from './counts.js'
import { documentOf, type Source } from './source.js'
import type { SquareAnswer } from './square-client.js'

/** How one kind of thing is read by its id. */
interface Way {
  readonly resource: string
  path(id: string): string
}

const WAYS: Readonly<Record<string, Way>> = {
  Order: { resource: 'order@rest', path: (id) => `orders/${id}` },
  Payment: { resource: 'payment@rest', path: (id) => `payments/${id}` },
  Location: { resource: 'location@rest', path: (id) => `locations/${id}` },
  Item: {
    resource: 'catalogItem@rest',
    path: (id) => `catalog/object/${id}?include_related_objects=true`,
  },
  InventoryAdjustment: {
    resource: 'inventoryAdjustment@rest',
    path: (id) => `inventory/adjustments/${id}`,
  },
  InventoryTransfer: {
    resource: 'inventoryTransfer@rest',
    path: (id) => `inventory/transfers/${id}`,
  },
  InventoryPhysicalCount: {
    resource: 'inventoryPhysicalCount@rest',
    path: (id) => `inventory/physical-counts/${id}`,
  },
}

/** The current documents of the given refs; what Square does not have, or calls deleted, has none. */
export async function readRefs(
  refs: readonly Ref[],
  source: Source,
): Promise<Result<readonly WireDocument[], Failure>> {
  const documents: WireDocument[] = []
  for (const ref of refs) {
    const found =
      ref.kind === 'InventoryCount' ? await readCounts(ref, source) : await readOne(ref, source)
    if (found.isErr()) return err(found.error)
    documents.push(...found.value)
  }
  return ok(documents)
}

async function readOne(
  { kind, id }: Ref,
  { call, apiVersion }: Source,
): Promise<Result<WireDocument[], Failure>> {
  const way = Object.hasOwn(WAYS, kind) ? WAYS[kind] : undefined
  if (way === undefined) return ok([])
  const answer = await call({ path: way.path(encodeURIComponent(id)) })
  return answer.map((found) =>
    found === undefined || valueAt(found.wire, '/object/is_deleted') === true
      ? []
      : [asDocument(way.resource, { key: id, answer: found, apiVersion })],
  )
}

interface Answered {
  readonly key: string
  readonly answer: SquareAnswer
  readonly apiVersion: string
}

// alone a physical count is called `count`, among changes `physical_count`, and so it is here
function asDocument(resource: string, { key, answer, apiVersion }: Answered): WireDocument {
  if (resource !== 'inventoryPhysicalCount@rest') {
    return { resource, apiVersion, key, text: answer.text }
  }
  const wire = { physical_count: valueAt(answer.wire, '/count') }
  return documentOf(resource, { key, wire, apiVersion })
}

/** Counts by the name of a position, `VARIATION:LOCATION`, or by variations as an event names them. */
function readCounts({ id }: Ref, source: Source): Promise<Result<WireDocument[], Failure>> {
  const [variations = '', location] = id.split(':')
  return allCounts(
    {
      variations: variations.split(SEPARATOR),
      ...(location === undefined ? {} : { locations: [location] }),
    },
    source,
  )
}
