import { type Ref, refKey } from '@canonry/model'
import type { Connection } from '@canonry/sync'

/** A place of the retailer where stock lies, and what each system calls it. */
export interface StockPlace {
  /** A name of the retailer's own, without a slash: `web`, `store-12`. */
  readonly id: string
  /** The place in the systems that know it, one ref of each. */
  readonly refs: readonly Ref[]
  /**
   * Who is right about what lies there where a system says something else: the ledger (default), a
   * system, or `nobody`, so that people decide.
   */
  readonly owner?: Connection | 'nobody'
  /**
   * Whether nothing is sold from it any more: shops are offered nothing of what lies there. What moves and
   * is counted there is kept as ever. Default no.
   */
  readonly closed?: boolean
}

/** Goods as a system names them. */
export interface Goods {
  readonly sku?: string | undefined
  readonly variant?: Ref | undefined
}

/** The ledger of a retailer, its places, and how goods are named in it. */
export interface StockMap {
  readonly ledger: Connection
  readonly places: readonly StockPlace[]
  /**
   * The item that goods are in the ledger; default: their SKU. `undefined` where nobody knows, `null` where
   * nobody keeps track of them, as of bags and services: they are in no ledger. Pure.
   */
  readonly itemOf?: (goods: Goods) => string | undefined | null
}

/** A map, ready to be asked. */
export interface StockNames {
  readonly ledger: Connection
  /**
   * The item; goods without one stand under their own name. `undefined` where they are no goods, or none
   * that anybody keeps track of.
   */
  itemOf(goods: Goods): string | undefined
  /** The place; one that is on no map stands under its own name. */
  placeOf(location: Ref): string
  /** What a connection calls a place; `undefined` where it does not know it. */
  refAt(place: string, connection: Connection): Ref | undefined
  /** Who is right about what lies at a place. */
  ownerOf(place: string): Connection | 'nobody'
  /** Whether nothing is sold from a place any more. */
  isClosed(place: string): boolean
}

/** Opens a map; two places with one name, or one ref at two places, throw. */
export function openMap({ ledger, places, itemOf = ({ sku }) => sku }: StockMap): StockNames {
  const byRef = new Map<string, string>()
  const byAccount = new Map<string, Ref>()
  const owners = new Map<string, Connection | 'nobody'>()
  for (const { id, refs, owner = ledger } of places) {
    checkPlace(id)
    owners.set(id, owner)
    for (const ref of refs) {
      const at = accountKey(id, ref)
      if (byRef.has(refKey(ref))) throw new Error(`${refKey(ref)} stands for two places`)
      if (byAccount.has(at))
        throw new Error(`place "${id}" has two refs of ${ref.system} ${ref.account}`)
      byRef.set(refKey(ref), id)
      byAccount.set(at, ref)
    }
  }
  const shut = new Set(places.filter(({ closed }) => closed).map(({ id }) => id))
  return {
    ledger,
    itemOf: (goods) => {
      const item = itemOf(goods)
      if (item === null) return undefined
      return item || (goods.variant && `${UNKNOWN}${refKey(goods.variant)}`)
    },
    placeOf: (location) =>
      byRef.get(refKey(location)) ?? `${UNKNOWN}${refKey(location).replaceAll('/', ':')}`,
    refAt: (place, connection) => byAccount.get(accountKey(place, connection)),
    ownerOf: (place) => owners.get(place) ?? ledger,
    isClosed: (place) => shut.has(place),
  }
}

/** What items and places are called that are on no map: they are kept apart, and nobody sells from them. */
const UNKNOWN = '?'

/** Whether a name of the ledger is one that no map knows. */
export function isUnknown(name: string): boolean {
  return name.startsWith(UNKNOWN)
}

function checkPlace(id: string): void {
  if (id !== '' && !id.includes('/') && !isUnknown(id)) return
  throw new Error(`"${id}" is no name of a place: leave out slashes, and "${UNKNOWN}" at the start`)
}

function accountKey(place: string, { system, account }: Pick<Ref, 'system' | 'account'>): string {
  return JSON.stringify([place, system, account])
}
