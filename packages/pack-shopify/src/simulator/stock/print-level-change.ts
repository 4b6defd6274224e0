import type { ShopLevel } from './inventory.js'

/**
 * A changed level as the webhook `inventory_levels/update` carries it.
 *
 * Source: https://shopify.dev/docs/api/webhooks?reference=toml#list-of-topics-inventory_levels/update
 */
export function printLevelChange({ item, location, available, updatedAt }: ShopLevel): string {
  const gid = `gid://shopify/InventoryLevel/${location}?inventory_item_id=${item}`
  const at = new Date(updatedAt).toISOString()
  return `{"inventory_item_id":${item},"location_id":${location},"available":${available},"updated_at":"${at}","admin_graphql_api_id":"${gid}"}`
}
