import type { LocalDate } from '@canonry/model'
import type { ConnectionOptions, ConnectorLimits } from '@canonry/pack'
import type { NetsuiteProfileInput } from '../profile.js'

/** What a NetSuite connection is made of. */
export interface NetsuiteOptions extends ConnectionOptions {
  /** The account id as in the account's own address: `1234567`, `1234567-sb1`. */
  readonly account: string
  readonly profile: NetsuiteProfileInput
  /** Where to call instead of the account's host: a proxy, or the simulator. */
  readonly baseUrl?: string
  /** The share of the account's concurrency that is ours, and calls per second. */
  readonly limits?: Partial<ConnectorLimits>
  /**
   * How long a write whose answer was lost may still be at work. A recorded write took 36 seconds,
   * so the default is 60,000.
   */
  readonly readAfterWriteMs?: number
  /**
   * Whether a pull reads what the ERP has in stock: locations, items, quantities per item and
   * location, and, where the profile names the `zone`, what it moves. Without it the connection has
   * nothing to pull.
   */
  readonly stock?: boolean
  /**
   * The day from which the ERP's moves are pulled: transactions that were last changed before it are
   * left out. Without it a pull of everything brings all that ever moved.
   */
  readonly movesFrom?: LocalDate
  /**
   * How many new sales and refunds one request may carry, at most 100. NetSuite works such a request
   * off as a job, which takes longer than a write of one and leaves the account's concurrency to
   * others. By default 1: each is written by itself.
   */
  readonly batch?: number
  /** How long an item's internal id is remembered; by default 10 minutes. */
  readonly itemCacheMs?: number
}

/** The account's own address. */
export function originOf(account: string): string {
  return `https://${account.toLowerCase().replaceAll('_', '-')}.suitetalk.api.netsuite.com`
}
