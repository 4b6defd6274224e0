import type { Ref } from '@canonry/model'

/** Which position: an item, by the name that all systems share for it, at a place of the retailer. */
export interface PositionName {
  /** Mostly the SKU. */
  readonly item: string
  /** One of the retailer's own places: `web`, `store-12`; without a slash. */
  readonly place: string
}

/** The name of a position as one text, equal exactly for the same position: `store-12/MUG-RED`. */
export function positionId({ item, place }: PositionName): string {
  return `${place}/${item}`
}

/** The position that a text names; `undefined` for a text that names none. */
export function readPositionId(id: string): PositionName | undefined {
  const slash = id.indexOf('/')
  if (slash < 1 || slash === id.length - 1) return undefined
  return { place: id.slice(0, slash), item: id.slice(slash + 1) }
}

/** What names a position in the ledger of an account. */
export function positionRef(account: string, name: PositionName): Ref {
  return { system: SYSTEM, account, kind: 'Position', id: positionId(name) }
}

/** The system that the ledger's refs name. */
export const SYSTEM = 'stock'
