import { isJsonObject } from '@canonry/mapping'
import type { Naming } from './completed.js'
import { elementsAt, textIn } from './source.js'

/** An order as the API shows it, and the variations that it sells or takes back. */
export function orderNaming(order: unknown): Naming {
  const returned = elementsAt(order, '/returns').flatMap((each) =>
    elementsAt(each, '/return_line_items'),
  )
  const lines = [...elementsAt(order, '/line_items'), ...returned]
  return {
    resource: 'order@rest',
    key: textIn(order, '/id'),
    wire: { order },
    variations: lines.flatMap((line) => textIn(line, '/catalog_object_id') || []),
  }
}

/** A count as the API lists it: its name is that of the position, `VARIATION:LOCATION`. */
export function countNaming(count: unknown): Naming {
  const variation = textIn(count, '/catalog_object_id')
  const key = `${variation}:${textIn(count, '/location_id')}`
  return { resource: 'inventoryCount@rest', key, wire: { count }, variations: [variation] }
}

const CHANGES = {
  physical_count: 'inventoryPhysicalCount@rest',
  adjustment: 'inventoryAdjustment@rest',
  transfer: 'inventoryTransfer@rest',
} as const

/** What a change of stock tells of; nothing where it is of a kind that the pack does not read. */
export function changeNaming(change: unknown): Naming[] {
  if (!isJsonObject(change)) return []
  return Object.entries(CHANGES).flatMap(([name, resource]) => {
    const key = textIn(change, `/${name}/id`)
    const variations = [textIn(change, `/${name}/catalog_object_id`)]
    return key === '' ? [] : [{ resource, key, wire: change, variations }]
  })
}
