import type { Ref, StockNode } from '@canonry/model'
import type { InventoryState } from '../wire/inventory.js'

type Outside = Extract<StockNode, { readonly kind: 'outside' }>['place']

/** Where goods are in each of Square's states: on the shelf, put by, or outside of what is counted. */
const PLACES: Readonly<Record<InventoryState, 'sellable' | 'quarantine' | Outside>> = {
  IN_STOCK: 'sellable',
  // on hand or come in, and "not yet available for sale"
  RETURNED_BY_CUSTOMER: 'quarantine',
  RESERVED_FOR_SALE: 'quarantine',
  RECEIVED_FROM_VENDOR: 'quarantine',
  SOLD: 'customer',
  SOLD_ONLINE: 'customer',
  UNLINKED_RETURN: 'customer',
  ORDERED_FROM_VENDOR: 'supplier',
  WASTE: 'scrap',
  COMPOSED: 'production',
  DECOMPOSED: 'production',
  // no document of Square names the transfer that such goods travel in
  IN_TRANSIT: 'unknown',
  IN_TRANSIT_TO: 'unknown',
  NONE: 'unknown',
  CUSTOM: 'unknown',
  SUPPORTED_BY_NEWER_VERSION: 'unknown',
}

/** The words of the table, for its documentation. */
export const NODES_IN_WORDS = Object.entries(PLACES)
  .map(([state, place]) => `${state} → ${place}`)
  .join(', ')

/** The node of goods in a state at a location. */
export function nodeOf(state: InventoryState, location: Ref): StockNode {
  const place = PLACES[state]
  if (place !== 'sellable' && place !== 'quarantine') return { kind: 'outside', place }
  return { kind: 'location', location, condition: place }
}

/** Square's own word for a node; none where it has no such place. */
export function stateOf(node: StockNode): InventoryState | undefined {
  if (node.kind === 'transit') return undefined
  const place = node.kind === 'location' ? node.condition : node.place
  const states = Object.keys(PLACES) as InventoryState[]
  if (place === 'unknown') return 'NONE'
  return states.find((state) => PLACES[state] === place)
}
