import type { ConnectionOptions } from '@canonry/pack'

/** How a connection to one Shopify shop is configured; the access token comes from the credentials. */
export interface ShopifyOptions extends ConnectionOptions {
  /** The shop: `acme` or `acme.myshopify.com`. */
  readonly shop: string
  /** Where the Admin API answers; the shop's own domain unless a proxy or simulator stands in. */
  readonly baseUrl?: string
  /** REST calls per second that the shop's plan allows: 2, 4 on Advanced, 20 on Plus. */
  readonly callsPerSecond?: number
}
