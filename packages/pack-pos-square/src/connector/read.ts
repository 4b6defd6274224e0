import type { Ref } from '@canonry/model'
import { type Failure, valueAt, type WireDocument } from '@canonry/pack'
import { err, ok, type Result } from 'neverthrow'
import { SEPARATOR } from '../webhooks.js'
import { completed, type Naming } from './completed.js'
import { allCounts } from './counts.js'
import { changeNaming, orderNaming } from './naming.js'
import type { Source } from './source.js'

/** How one kind of thing is read by its id. */
interface Way {
  readonly resource: string
  path(id: string): string
  /** Of what names variations: what is read, and which ones. */
  names?(wire: unknown): readonly Naming[]
}

const WAYS: Readonly<Record<string, Way>> = {
  Order: {
    resource: 'order@rest',
    path: (id) => `orders/${id}`,
    names: (wire) => [orderNaming(valueAt(wire, '/order'))],
  },
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

/** Counts by the name of a position, `VARIATION:LOCATION`, or by several of either as an event names them. */
function readCounts({ id }: Ref, source: Source): Promise<Result<WireDocument[], Failure>> {
  const [variations = '', locations] = id.split(':')
  return allCounts(
    {
      variations: variations.split(SEPARATOR),
      ...(locations === undefined ? {} : { locations: locations.split(SEPARATOR) }),
    },
    source,
  )
}
