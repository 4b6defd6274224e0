import { instantMs } from '../value/instant.js'
import type { CarrierEvent, Shipment } from './shipment.js'

/**
 * A shipment with more of its carrier's log.
 *
 * Events are ordered by their moments and kept once, however often and in whatever order they are
 * told; none is changed or dropped, and the merchant's state stays as it is.
 */
export function appendCarrierEvents(shipment: Shipment, events: readonly CarrierEvent[]): Shipment {
  const known = new Map([...shipment.events, ...events].map((event) => [eventKey(event), event]))
  const log = [...known.entries()].sort(
    ([a, first], [b, second]) =>
      instantMs(first.at) - instantMs(second.at) || (a < b ? -1 : a > b ? 1 : 0),
  )
  return { ...shipment, events: log.map(([, event]) => event) }
}

function eventKey({ at, kind, raw, place }: CarrierEvent): string {
  return JSON.stringify([at, kind, raw, place])
}
