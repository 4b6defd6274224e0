import type { Fact } from './fact.js'

/** Which facts are meant: all that match everything that is given; times are epoch milliseconds. */
export interface JournalFilter {
  readonly connection?: string
  readonly resource?: string
  readonly routingKey?: string
  /** Received at or after. */
  readonly from?: number
  /** Received before. */
  readonly to?: number
}

/** Asks for processed facts of a shard behind a number, looking at no more than `limit`. */
export interface JournalQuestion {
  readonly shard: number
  readonly after: number
  readonly limit: number
  readonly filter?: JournalFilter
}

/** Facts in their order; `next` is where to look on, absent at the end of what was processed. */
export interface JournalPage {
  readonly facts: readonly Fact[]
  readonly next?: number
}

/** Whether a fact is one of those that are meant. */
export function isWanted(fact: Fact, filter: JournalFilter): boolean {
  const { from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY } = filter
  if (fact.receivedAt < from || fact.receivedAt >= to) return false
  return (['connection', 'resource', 'routingKey'] as const).every(
    (field) => filter[field] === undefined || filter[field] === fact[field],
  )
}
