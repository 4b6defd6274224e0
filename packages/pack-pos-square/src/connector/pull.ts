import type { Failure, PullPage } from '@canonry/pack'
import { err, type Result } from 'neverthrow'
import { itemStage, locationStage } from './catalogue-stages.js'
import { orderStage, paymentStage } from './sales-stages.js'
import type { Source } from './source.js'
import { type Bounds, type Stage, salesSinceOf } from './stage.js'
import { changeStage, countStage } from './stock-stages.js'

// what others refer to comes first
const STAGES = {
  locations: locationStage,
  items: itemStage,
  counts: countStage,
  changes: changeStage,
  orders: orderStage,
  payments: paymentStage,
} as const satisfies Readonly<Record<string, Stage>>

type StageName = keyof typeof STAGES

const ORDER = Object.keys(STAGES) as StageName[]

/** Where a pull goes on: all of it stands in the cursor, so that any process can. */
interface Place extends Bounds {
  readonly stage: StageName
}

/**
 * One page of what Square has: locations, items, counts, changes of stock, orders, payments, one
 * after the other; in each the oldest change first, as far as Square sorts.
 *
 * With `since` only what changed at or after it. What a till did offline reaches Square up to 72
 * hours later, so orders and payments are asked for from 72 hours before, once a day.
 */
export async function pullSquare(
  { cursor, since }: { readonly cursor: string | undefined; readonly since?: number },
  source: Source & { now(): number },
): Promise<Result<PullPage, Failure>> {
  const place = cursor === undefined ? beginning(since, source.now()) : placeOf(cursor)
  if (place === undefined) return err(NO_CURSOR)
  const { stage, ...bounds } = place
  const page = await STAGES[stage](bounds, source)
  return page.map(({ documents, next, date }) => {
    const following = next ? { ...sinceOf(place), ...next, stage } : nextOf(place)
    return {
      documents,
      ...(following && { next: JSON.stringify(following) }),
      ...clockOf(date),
    }
  })
}

const NO_CURSOR: Failure = { kind: 'handler.bug', message: 'the cursor is none that a page gave' }

function beginning(since: number | undefined, now: number): Place {
  if (since === undefined) return { stage: 'locations' }
  return { stage: 'locations', since, salesSince: salesSinceOf(since, now) }
}

function placeOf(cursor: string): Place | undefined {
  try {
    const place = JSON.parse(cursor) as Place
    return Object.hasOwn(STAGES, place.stage) ? place : undefined
  } catch {
    return undefined
  }
}

function nextOf(place: Place): Place | undefined {
  const stage = ORDER[ORDER.indexOf(place.stage) + 1]
  return stage && { stage, ...sinceOf(place) }
}

function sinceOf({ since, salesSince = since }: Place): Pick<Bounds, 'since' | 'salesSince'> {
  return since === undefined || salesSince === undefined ? {} : { since, salesSince }
}

function clockOf(date: string | null): { asOf?: number } {
  const asOf = Date.parse(date ?? '')
  return Number.isNaN(asOf) ? {} : { asOf }
}
