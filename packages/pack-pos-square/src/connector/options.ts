import type { ConnectionOptions } from '@canonry/pack'

/** What a pull can ask for. */
export type Pulled = 'locations' | 'items' | 'counts' | 'changes' | 'orders' | 'payments'

/**
 * How often a pull asks for something: `daily` is with each pull whose period, overlap included, holds
 * the beginning of a UTC day, for all that changed in the day before it. At the usual overlap these are
 * one or two pulls a day. A pull of everything asks for all but what is `never`.
 */
export type Pulls = { readonly [What in Pulled]?: 'always' | 'daily' | 'never' }

/** How a connection to one Square merchant is configured; the access token comes from the credentials. */
export interface SquareOptions extends ConnectionOptions {
  /** The merchant's id, as webhooks say it. */
  readonly merchant: string
  /** The URL that webhooks were registered with, where it is another than the one they arrive at. */
  readonly notificationUrl?: string
  /** Where the API answers; Square's own address unless the sandbox, a proxy or simulator stands in. */
  readonly baseUrl?: string
  /** What pulls ask for, and how often; whatever is not named is asked for each time. */
  readonly pulls?: Pulls
  /**
   * Whether pulls bring the adjustments by which sales take goods out of stock; default `true`. They say
   * again what the orders say: who hears orders needs none.
   */
  readonly changesBySale?: boolean
  /** Calls per second; Square publishes no limit and answers 429 above it. */
  readonly callsPerSecond?: number
}
