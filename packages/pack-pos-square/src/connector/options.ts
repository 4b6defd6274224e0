import type { ConnectionOptions } from '@canonry/pack'

/** How a connection to one Square merchant is configured; the access token comes from the credentials. */
export interface SquareOptions extends ConnectionOptions {
  /** The merchant's id, as webhooks say it. */
  readonly merchant: string
  /** The URL that webhooks were registered with, where it is another than the one they arrive at. */
  readonly notificationUrl?: string
  /** Where the API answers; Square's own address unless the sandbox, a proxy or simulator stands in. */
  readonly baseUrl?: string
  /** Calls per second; Square publishes no limit and answers 429 above it. */
  readonly callsPerSecond?: number
}
