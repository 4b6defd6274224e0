import type { Failure, WireDocument } from '@canonry/pack'
import type { Result } from 'neverthrow'
import type { Source } from './source.js'

/** What bounds a page of a stage of a pull. */
export interface Bounds {
  /** Only what changed at or after it: epoch milliseconds of Square's clock. */
  readonly since?: number
  /** The same of sales, which may come late. */
  readonly salesSince?: number
  /** The same of what is asked for once a day; absent in a pull that asks for none of it. */
  readonly daySince?: number
  /** Where the page before ended. */
  readonly cursor?: string
  /** The locations that are being asked about, while a cursor goes on. */
  readonly locations?: readonly string[]
  /** The last of the locations that are done with. */
  readonly after?: string
}

/** What a stage answers: documents, and where in the same stage it goes on. */
export interface StagePage {
  readonly documents: readonly WireDocument[]
  readonly next?: Omit<Bounds, 'since' | 'salesSince' | 'daySince'>
  readonly date: string | null
}

/** One kind of thing, page by page. */
export type Stage<S extends Source = Source> = (
  bounds: Bounds,
  source: S,
) => Promise<Result<StagePage, Failure>>

/** Where a page without locations goes on. */
export function after(cursor: string | undefined): { next?: { readonly cursor: string } } {
  return cursor === undefined ? {} : { next: { cursor } }
}

/** A moment as Square wants it. */
export function momentOf(ms: number): string {
  return new Date(ms).toISOString()
}

// "might not be transmitted to Square for up to 72 hours": the specification, SearchOrders
const OFFLINE_MS = 72 * 3_600_000
const DAY_MS = 86_400_000

/**
 * The moment from which on sales are asked for: that of everything, and once a day from 72 hours
 * before, so that none of a till without network is missed whose event was lost as well.
 *
 * Asked for each time, these hours would bring every sale hundreds of times.
 */
export function salesSinceOf(since: number, now: number): number {
  return isOfAnotherDay(since, now) ? Math.max(0, since - OFFLINE_MS) : since
}

/**
 * The moment from which on is asked for what is asked for once a day; `undefined` where the period holds
 * no beginning of one.
 */
export function daySinceOf(since: number, now: number): number | undefined {
  return isOfAnotherDay(since, now) ? Math.max(0, since - DAY_MS) : undefined
}

function isOfAnotherDay(since: number, now: number): boolean {
  return Math.floor(since / DAY_MS) !== Math.floor(now / DAY_MS)
}

/** What sales are bounded by, as Square wants it. */
export function salesStart({ salesSince }: Bounds): string | undefined {
  return salesSince === undefined ? undefined : momentOf(salesSince)
}
