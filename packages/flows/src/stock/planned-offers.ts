import { compareDecimals, type Decimal, type Ref, StockPosition } from '@canonry/model'
import type { Proposal } from '@canonry/sync'

/** How many of an item a shop would be told that it may sell, and how many it says that it has. */
export interface PlannedOffer {
  /** The connection that would be told. */
  readonly to: string
  readonly sku: string
  /** The shop's own location. */
  readonly location: Ref
  /** Never below nothing. */
  readonly offer: Decimal
  /** Absent where the shop was not heard of: tell the ledger by `countsToLedger({ offers: true })`. */
  readonly says?: Decimal
}

/** Reads the plan of a ledger of stock, position by position: `sync.proposals('stock')`. */
export function plannedOffers(proposals: readonly Proposal[]): readonly PlannedOffer[] {
  return proposals.flatMap(({ to, body }) => {
    const position = StockPosition.safeParse(body)
    if (!position.success || position.data.sku === undefined) return []
    const { sku, location, available, asserted } = position.data
    const [said] = asserted
    const offer = compareDecimals(available, '0') < 0 ? '0' : available
    return [{ to, sku, location, offer, ...(said && { says: said.quantity }) }]
  })
}
