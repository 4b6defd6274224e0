import {
  addDecimals,
  compareDecimals,
  compareInstants,
  type Decimal,
  type Instant,
  subtractDecimals,
  sumDecimals,
} from '@canonry/model'

/** Goods that were sent at a moment, as far as they have not arrived. */
export interface Sent {
  readonly at: Instant
  readonly by: Decimal
  /** The place that they left. */
  readonly from?: string
  readonly expectedAt: Instant
}

/** What is still on the road of a shipment, oldest first, once more of it was sent. */
export function withSent(road: readonly Sent[], news: Sent): readonly Sent[] {
  const isSame = ({ at, from, expectedAt }: Sent) =>
    at === news.at && from === news.from && expectedAt === news.expectedAt
  const same = road.findIndex(isSame)
  const known = road[same]
  if (known) return road.with(same, { ...known, by: addDecimals(known.by, news.by) })
  const place = road.findLastIndex(({ at }) => compareInstants(at, news.at) <= 0) + 1
  return road.toSpliced(place, 0, news)
}

/** The road when no more than this is on it: what was sent first has arrived first. */
export function atMost(road: readonly Sent[], all: Decimal): readonly Sent[] {
  const some = all.startsWith('-') ? '0' : all
  let arrived = subtractDecimals(sumDecimals(road.map(({ by }) => by)), some)
  return road.flatMap((sent) => {
    if (compareDecimals(arrived, '0') <= 0) return [sent]
    const left = subtractDecimals(sent.by, arrived)
    arrived = subtractDecimals(arrived, sent.by)
    return compareDecimals(left, '0') > 0 ? [{ ...sent, by: left }] : []
  })
}
