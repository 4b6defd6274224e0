import type { Failure, WireDocument } from '@canonry/pack'
import type { Result } from 'neverthrow'
import type { Source } from './source.js'

/** What bounds a page of a stage of a pull. */
export interface Bounds {
  /** Only what changed at or after it: epoch milliseconds of Square's clock. */
  readonly since?: number
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
  readonly next?: Omit<Bounds, 'since'>
  readonly date: string | null
}

/** One kind of thing, page by page. */
export type Stage = (bounds: Bounds, source: Source) => Promise<Result<StagePage, Failure>>

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

/** The moment from which on sales must be asked for, so that none of a till without network is missed. */
export function sinceOffline({ since }: Bounds): string | undefined {
  return since === undefined ? undefined : momentOf(Math.max(0, since - OFFLINE_MS))
}
