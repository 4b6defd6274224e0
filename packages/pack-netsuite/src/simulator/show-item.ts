import type { Account, SimulatedItem } from './account.js'
import type { Fields } from './stored-record.js'

/** How an item is read. */
export function showItem(account: Account, item: SimulatedItem): Fields {
  const href = `${account.origin}/services/rest/record/v1/inventoryItem/${item.id}`
  return {
    links: [{ rel: 'self', href }],
    id: item.id,
    itemId: item.itemId,
    itemType: { id: item.itemType, refName: item.itemType },
    isInactive: item.isInactive,
    ...(item.externalId === undefined ? {} : { externalId: item.externalId }),
    ...(item.displayName === undefined ? {} : { displayName: item.displayName }),
  }
}
