import { checkRefs } from '../entity/check-refs.js'
import type { Finding } from '../entity/finding.js'
import { compareDecimals } from '../value/decimal.js'
import { instantMs } from '../value/instant.js'
import { checkLineUnits } from './check-line-units.js'
import type { Shipment } from './shipment.js'

/** What does not hold in a shipment: empty or double lines, a log out of order, a carrier that says otherwise. */
export function checkShipment(shipment: Shipment): Finding[] {
  return [
    ...checkRefs(shipment.refs),
    ...checkLineUnits(shipment.lines),
    ...checkWeights(shipment),
    ...checkLog(shipment),
    ...checkCarrier(shipment),
    ...checkMoments(shipment),
  ]
}

function checkWeights({ packages }: Shipment): Finding[] {
  return packages.flatMap(({ weight }, index) => {
    if (!weight || compareDecimals(weight.value, '0') > 0) return []
    const message = `package ${index + 1} weighs ${weight.value} ${weight.unit}, which nothing does`
    return [{ code: 'no-weight', path: `/packages/${index}/weight`, message }]
  })
}

function checkLog({ events }: Shipment): Finding[] {
  return events.flatMap(({ at }, index) => {
    const before = events[index - 1]
    if (!before || instantMs(before.at) <= instantMs(at)) return []
    const message = `the carrier's event of ${at} stands after one of ${before.at}`
    return [{ code: 'log-out-of-order', path: `/events/${index}`, message }]
  })
}

// what the carrier says last is compared, never taken over
function checkCarrier({ events, state }: Shipment): Finding[] {
  const last = events.at(-1)?.kind
  const said = last && CARRIER_STATES[last]
  if (said === undefined || said === state || state === 'unknown') return []
  const message = `the carrier says ${last}, while the shipment is ${state}`
  return [{ code: 'carrier-differs', path: '/state', message }]
}

const CARRIER_STATES: Partial<Record<Shipment['events'][number]['kind'], Shipment['state']>> = {
  delivered: 'delivered',
  returned: 'returned-to-sender',
  lost: 'lost',
}

function checkMoments({ handedOverAt, deliveredAt }: Shipment): Finding[] {
  if (handedOverAt === undefined || deliveredAt === undefined) return []
  if (instantMs(handedOverAt) <= instantMs(deliveredAt)) return []
  const message = `it was delivered at ${deliveredAt}, before it was handed over at ${handedOverAt}`
  return [{ code: 'delivered-too-early', path: '/deliveredAt', message }]
}
