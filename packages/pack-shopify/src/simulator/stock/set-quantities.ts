import type { ShopInventory } from './inventory.js'

/** What an app asks to be set. */
export interface SetInput {
  readonly name: string
  readonly reason: string
  readonly ignoreCompareQuantity?: boolean
  readonly quantities: readonly {
    readonly inventoryItemId: string
    readonly locationId: string
    readonly quantity: number
    readonly compareQuantity?: number | null
    readonly changeFromQuantity?: number | null
  }[]
}

/** Why something was not set. */
export interface UserError {
  readonly code: string
  readonly field: readonly string[] | null
  readonly message: string
}

const MOST = 1_000_000_000
const NAMES = new Set(['available', 'on_hand'])
// https://shopify.dev/docs/apps/build/orders-fulfillment/inventory-management-apps/manage-quantities-states
const REASONS = new Set([
  ...['correction', 'cycle_count_available', 'damaged', 'movement_canceled', 'movement_created'],
  ...['movement_received', 'movement_updated', 'other', 'promotion', 'quality_control', 'received'],
  ...['reservation_created', 'reservation_deleted', 'reservation_updated', 'restock'],
  ...['safety_stock', 'shrinkage'],
])

/**
 * Sets available quantities: all of them, or none and why not.
 *
 * Source: https://shopify.dev/docs/api/admin-graphql/latest/mutations/inventorySetQuantities
 */
export function setInventory(
  inventory: ShopInventory,
  { input, version }: { readonly input: SetInput; readonly version: string },
): readonly UserError[] {
  const errors = [
    ...(NAMES.has(input.name) ? [] : [errorAt(['name'], 'INVALID_NAME')]),
    ...(REASONS.has(input.reason) ? [] : [errorAt(['reason'], 'INVALID_REASON')]),
    ...input.quantities.flatMap((each, index) => {
      const code = refusalOf(inventory, { each, input, version })
      return code === undefined ? [] : [errorAt(['quantities', `${index}`, ...fieldOf(code)], code)]
    }),
  ]
  if (errors.length > 0) return errors
  for (const { inventoryItemId, locationId, quantity } of input.quantities) {
    const [item, location] = [numberIn(inventoryItemId), numberIn(locationId)]
    const committed = inventory.level(item, location)?.committed ?? 0
    inventory.set(item, location, input.name === 'on_hand' ? quantity - committed : quantity)
  }
  return []
}

type Quantity = SetInput['quantities'][number]

function refusalOf(
  inventory: ShopInventory,
  {
    each,
    input,
    version,
  }: { readonly each: Quantity; readonly input: SetInput; readonly version: string },
): string | undefined {
  const item = numberIn(each.inventoryItemId, 'InventoryItem')
  const location = numberIn(each.locationId, 'Location')
  if (!inventory.items.some(({ id }) => id === item)) return 'INVALID_INVENTORY_ITEM'
  if (!inventory.locations.some(({ id }) => id === location)) return 'INVALID_LOCATION'
  const level = inventory.level(item, location)
  if (!level) return 'ITEM_NOT_STOCKED_AT_LOCATION'
  if (each.quantity > MOST) return 'INVALID_QUANTITY_TOO_HIGH'
  if (each.quantity < -MOST) return 'INVALID_QUANTITY_TOO_LOW'
  const same = input.quantities.filter(
    (other) =>
      other.inventoryItemId === each.inventoryItemId && other.locationId === each.locationId,
  )
  if (same.length > 1) return 'NO_DUPLICATE_INVENTORY_ITEM_ID_GROUP_ID_PAIR'
  const has = input.name === 'on_hand' ? level.available + level.committed : level.available
  return staleOf(has, { each, input, version })
}

function staleOf(
  available: number,
  {
    each,
    input,
    version,
  }: { readonly each: Quantity; readonly input: SetInput; readonly version: string },
): string | undefined {
  if (version >= '2026-04' || each.changeFromQuantity !== undefined) {
    const { changeFromQuantity: from } = each
    return from === null || from === available ? undefined : 'CHANGE_FROM_QUANTITY_STALE'
  }
  if (input.ignoreCompareQuantity) return undefined
  const { compareQuantity } = each
  if (compareQuantity === undefined || compareQuantity === null) return 'COMPARE_QUANTITY_REQUIRED'
  return compareQuantity === available ? undefined : 'COMPARE_QUANTITY_STALE'
}

function fieldOf(code: string): readonly string[] {
  if (code.startsWith('CHANGE_FROM')) return ['changeFromQuantity']
  if (code.startsWith('COMPARE')) return ['compareQuantity']
  if (code.startsWith('INVALID_QUANTITY')) return ['quantity']
  return code === 'INVALID_INVENTORY_ITEM' ? ['inventoryItemId'] : ['locationId']
}

function errorAt(path: readonly string[], code: string): UserError {
  return { code, field: ['input', ...path], message: code.toLowerCase().replaceAll('_', ' ') }
}

/** The number in a global id, of the given type where one is given. */
export function numberIn(gid: string, type?: string): string {
  const [, found, number = ''] = /^gid:\/\/shopify\/(\w+)\/(\d+)(?:\?.*)?$/.exec(gid) ?? []
  return type === undefined || found === type ? number : ''
}
