import { positionRef } from '@canonry/stock-ledger'
import type { Sync, TimelineEntry } from '@canonry/sync'
import { ticketRef } from './document-refs.js'
import { placeOf, storesOf } from './stores.js'
import type { World } from './world.js'

/** How soon what a till sold was known, and the shop told, in seconds of the run's clock: p50 and p99. */
export interface Propagation {
  /** From when on it is measured, in milliseconds of the run's clock since it began. */
  readonly afterMs: number
  readonly tillToLedger: Percentiles
  readonly ledgerToShop: Percentiles
  /** How often a number was sent to the shop, tries included, and how many of them stood. */
  readonly numbers: { readonly sent: number; readonly stood: number }
}

/** Half, and all but one of a hundred, took at most so long. */
export interface Percentiles {
  readonly count: number
  readonly p50: number
  readonly p99: number
}

// a retailer opens the ledger the evening before; here it is opened beside the day's business
const WORKED_OFF_MS = 1_800_000

/**
 * Measures the ways of the tickets of the store that the shop sells from, on their timelines: of those
 * that were rung up, and the numbers that were decided on, half an hour after the ledger was opened.
 */
export async function measurePropagation(world: World, sync: Sync): Promise<Propagation> {
  const [store] = storesOf(1)
  const from = (await openedAt(world, sync)) + WORKED_OFF_MS
  const tickets = world.tills
    .books()
    .filter(({ kind, location }) => kind === 'sale' && location === store?.id)
    .filter(({ soldAt }) => soldAt >= from)
  const heard: number[] = []
  for (const ticket of tickets) {
    const known = (await sync.timeline(ticketRef(ticket))).find(
      ({ kind }) => kind === 'entity-created',
    )
    if (known) heard.push(Date.parse(known.at) - ticket.soldAt)
  }
  const told: number[] = []
  const numbers = { sent: 0, stood: 0 }
  for (const { sku } of world.shops[0]?.simulator.levels() ?? []) {
    const position = positionRef('main', { place: placeOf(0), item: sku })
    const entries = (await sync.timeline(position)).filter(({ at }) => Date.parse(at) >= from)
    told.push(...waitsIn(entries))
    numbers.sent += entries.filter(({ kind }) => kind === 'effect-sent').length
    numbers.stood += entries.filter(({ kind }) => isStanding(kind)).length
  }
  return {
    afterMs: from - world.began,
    tillToLedger: percentiles(heard),
    ledgerToShop: percentiles(told),
    numbers,
  }
}

// when the last position of all stores was known
async function openedAt({ shops: [shop], tills, began }: World, sync: Sync): Promise<number> {
  const stores = new Set(tills.stock().map(({ location }) => location)).size
  let last = began
  for (let store = 0; store < stores; store += 1) {
    for (const { sku: item } of shop?.simulator.levels() ?? []) {
      const [first] = await sync.timeline(positionRef('main', { place: placeOf(store), item }))
      last = Math.max(last, first ? Date.parse(first.at) : 0)
    }
  }
  return last
}

// from when a new number was first decided on until the shop had it, or one that is newer
function waitsIn(entries: readonly TimelineEntry[]): number[] {
  const waits: number[] = []
  let since: number | undefined
  for (const { kind, at } of entries) {
    const moment = Date.parse(at)
    if (kind === 'effect-planned' || kind === 'effect-refreshed') since ??= moment
    if (since === undefined || !isStanding(kind)) continue
    waits.push(moment - since)
    since = undefined
  }
  return waits
}

function isStanding(kind: TimelineEntry['kind']): boolean {
  return kind === 'effect-confirmed' || kind === 'effect-no-op'
}

function percentiles(waits: readonly number[]): Percentiles {
  const sorted = waits.toSorted((a, b) => a - b)
  const at = (share: number) => {
    const index = Math.min(sorted.length - 1, Math.floor(sorted.length * share))
    return Math.round((sorted[index] ?? 0) / 100) / 10
  }
  return { count: sorted.length, p50: at(0.5), p99: at(0.99) }
}
