import type { Surpluses } from './edits.js'
import type { GraphqlClient } from './graphql.js'
import type { InventoryItems } from './inventory-items.js'

/** What telling a shop its stock needs. */
export interface StockService extends GraphqlClient {
  readonly account: string
  readonly items: InventoryItems
  /** After how long everything that a shop sold has been heard of, milliseconds. */
  readonly settleMs: number
  /** Where the shop has more than it must have. */
  readonly surpluses: Surpluses
  uuid(): string
}
