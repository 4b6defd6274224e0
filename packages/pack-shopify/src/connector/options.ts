import type { ConnectionOptions } from '@canonry/pack'

/** How a connection to one Shopify shop is configured; the access token comes from the credentials. */
export interface ShopifyOptions extends ConnectionOptions {
  /** The shop: `acme` or `acme.myshopify.com`. */
  readonly shop: string
  /** Where the Admin API answers; the shop's own domain unless a proxy or simulator stands in. */
  readonly baseUrl?: string
  /**
   * Whether the shop's stock is heard of and pulled, too (scopes `read_inventory`, `read_locations`);
   * `write_inventory` is needed where a flow tells it how many it may sell.
   */
  readonly stock?: boolean
  /**
   * After how long everything that the shop sold has been heard of, milliseconds, so that another
   * quantity than was told is somebody's edit; default ten minutes.
   */
  readonly settleMs?: number
  /** REST calls per second that the shop's plan allows: 2, 4 on Advanced, 20 on Plus. */
  readonly callsPerSecond?: number
}
