import type { ShopInventory, ShopLevel, ShopLocation } from './inventory.js'
import { numberIn } from './set-quantities.js'

interface Paged {
  readonly first?: number | null
  readonly after?: string | null
  readonly query?: string | null
}

/** What may be asked of a shop's stock: resolvers by the names of the fields. */
export function queriesOf(inventory: ShopInventory) {
  const { items, locations } = inventory
  return {
    inventoryItem: ({ id }: { readonly id: string }) => {
      const found = items.find((item) => item.id === numberIn(id, 'InventoryItem'))
      return found ? printItem(found, inventory) : null
    },
    inventoryItems: (asked: Paged) => {
      const skus = skusIn(asked.query ?? '')
      const found = skus ? items.filter(({ sku }) => skus.has(sku)) : items
      return pageOf(found, asked, (item) => printItem(item, inventory))
    },
    location: ({ id }: { readonly id?: string | null }) => {
      const found = locations.find((location) => location.id === numberIn(id ?? '', 'Location'))
      return found ? printLocation(found, inventory) : null
    },
    locations: (asked: Paged) =>
      pageOf(locations, asked, (location) => printLocation(location, inventory)),
  }
}

function printItem(
  { id, sku }: { readonly id: string; readonly sku: string },
  inventory: ShopInventory,
) {
  return {
    id: `gid://shopify/InventoryItem/${id}`,
    sku,
    tracked: inventory.locations.some((location) => inventory.level(id, location.id)),
    inventoryLevel: ({ locationId }: { readonly locationId: string }) => {
      const level = inventory.level(id, numberIn(locationId))
      return level ? printLevel(level, inventory) : null
    },
  }
}

function printLocation({ id, name }: ShopLocation, inventory: ShopInventory) {
  return {
    id: `gid://shopify/Location/${id}`,
    name,
    inventoryLevels: (asked: Paged) => {
      const since = sinceIn(asked.query ?? '')
      const found = inventory.levelsAt(id).filter(({ updatedAt }) => updatedAt >= since)
      return pageOf(found, asked, (level) => printLevel(level, inventory))
    },
  }
}

function printLevel(level: ShopLevel, inventory: ShopInventory): object {
  const { item, sku, location, available, committed, updatedAt } = level
  const at = new Date(updatedAt).toISOString()
  const known: Readonly<Record<string, number>> = {
    available,
    committed,
    on_hand: available + committed,
  }
  const place = inventory.locations.find(({ id }) => id === location)
  return {
    id: `gid://shopify/InventoryLevel/${location}?inventory_item_id=${item}`,
    updatedAt: at,
    item: () => printItem({ id: item, sku }, inventory),
    location: () => place && printLocation(place, inventory),
    quantities: ({ names }: { readonly names: readonly string[] }) =>
      names.flatMap((name) => {
        const quantity = known[name]
        return quantity === undefined ? [] : [{ name, quantity, updatedAt: at }]
      }),
  }
}

function pageOf<T, Printed>(
  all: readonly T[],
  { first, after }: Paged,
  print: (each: T) => Printed,
) {
  const start = after ? Number(after) : 0
  const end = start + Math.min(250, first ?? 50)
  return {
    nodes: all.slice(start, end).map(print),
    pageInfo: { hasNextPage: end < all.length, endCursor: String(end) },
  }
}

// `sku:"A" OR sku:"B"`: https://shopify.dev/docs/api/usage/search-syntax
function skusIn(query: string): ReadonlySet<string> | undefined {
  const found = [...query.matchAll(/sku:("(?:[^"\\]|\\.)*"|\S+)/g)].map(([, text = '']) =>
    text.startsWith('"') ? (JSON.parse(text) as string) : text,
  )
  return found.length > 0 ? new Set(found) : undefined
}

function sinceIn(query: string): number {
  return Date.parse(/updated_at:>='([^']+)'/.exec(query)?.[1] ?? '') || 0
}
