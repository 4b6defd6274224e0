import type { Failure, PullPage } from '@canonry/pack'
import { err, ok, type Result } from 'neverthrow'
import { itemStage, locationStage } from './catalogue-stages.js'
import type { Pulled, Pulls } from './options.js'
import { orderStage, paymentStage } from './sales-stages.js'
import { type Bounds, daySinceOf, type Stage, salesSinceOf } from './stage.js'
import { changeStage, countStage, type StockSource } from './stock-stages.js'

// what others refer to comes first
const STAGES = {
  locations: locationStage,
  items: itemStage,
  counts: countStage,
  changes: changeStage,
  orders: orderStage,
  payments: paymentStage,
} as const satisfies Readonly<Record<Pulled, Stage<PullSource>>>

const ORDER = Object.keys(STAGES) as Pulled[]

/** Where a pull goes on: all of it stands in the cursor, so that any process can. */
interface Place extends Bounds {
  readonly stage: Pulled
}

/** What pulling depends on. */
export interface PullSource extends StockSource {
  readonly pulls: Pulls
  now(): number
}

/**
 * One page of what Square has: locations, items, counts, changes of stock, orders, payments, one
 * after the other, as far as they are asked for; in each the oldest change first, as far as Square
 * sorts.
 *
 * With `since` only what changed at or after it. What a till did offline reaches Square up to 72
 * hours later, so orders and payments are asked for from 72 hours before where a pull reaches over
 * midnight (UTC).
 */
export async function pullSquare(
  { cursor, since }: { readonly cursor: string | undefined; readonly since?: number },
  source: PullSource,
): Promise<Result<PullPage, Failure>> {
  const place = cursor === undefined ? beginning(since, source) : placeOf(cursor)
  if (place === undefined) return err(NO_CURSOR)
  if (place === NOTHING) return ok({ documents: [], asOf: source.now() })
  const { stage, ...bounds } = place
  const page = await STAGES[stage](boundsOf(stage, { bounds, source }), source)
  return page.map(({ documents, next, date }) => {
    const following = next ? { ...sinceOf(place), ...next, stage } : nextOf(place, source)
    return {
      documents,
      ...(following && { next: JSON.stringify(following) }),
      ...clockOf(date),
    }
  })
}

const NO_CURSOR: Failure = { kind: 'handler.bug', message: 'the cursor is none that a page gave' }

const NOTHING = 'nothing'

function beginning(since: number | undefined, source: PullSource): Place | typeof NOTHING {
  const now = source.now()
  const from =
    since === undefined
      ? {}
      : { since, salesSince: salesSinceOf(since, now), ...daily(daySinceOf(since, now)) }
  const [stage] = wanted(ORDER, { from, source })
  return stage === undefined ? NOTHING : { ...from, stage }
}

function daily(daySince: number | undefined): Pick<Bounds, 'daySince'> {
  return daySince === undefined ? {} : { daySince }
}

function wanted(
  stages: readonly Pulled[],
  { from, source: { pulls } }: { readonly from: Bounds; readonly source: PullSource },
): readonly Pulled[] {
  const isDue = from.since === undefined || from.daySince !== undefined
  return stages.filter((stage) => {
    const { [stage]: often = 'always' } = pulls
    return often === 'always' || (often === 'daily' && isDue)
  })
}

// what is asked for once a day is asked for from a day before
function boundsOf(
  stage: Pulled,
  { bounds, source }: { readonly bounds: Bounds; readonly source: PullSource },
): Bounds {
  const { daySince } = bounds
  if (source.pulls[stage] !== 'daily' || daySince === undefined) return bounds
  const salesSince = Math.min(daySince, bounds.salesSince ?? daySince)
  return { ...bounds, since: daySince, salesSince }
}

function placeOf(cursor: string): Place | undefined {
  try {
    const place = JSON.parse(cursor) as Place
    return Object.hasOwn(STAGES, place.stage) ? place : undefined
  } catch {
    return undefined
  }
}

function nextOf(place: Place, source: PullSource): Place | undefined {
  const from = sinceOf(place)
  const [stage] = wanted(ORDER.slice(ORDER.indexOf(place.stage) + 1), { from, source })
  return stage && { stage, ...from }
}

function sinceOf({ since, salesSince = since, daySince }: Place): Bounds {
  if (since === undefined || salesSince === undefined) return {}
  return { since, salesSince, ...daily(daySince) }
}

function clockOf(date: string | null): { asOf?: number } {
  const asOf = Date.parse(date ?? '')
  return Number.isNaN(asOf) ? {} : { asOf }
}
