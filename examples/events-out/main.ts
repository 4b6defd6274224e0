/** A service that tells a partner of orders, as signed webhooks. */
import { Order } from '@canonry/model'
import type { Credentials } from '@canonry/pack'
import { shopify } from '@canonry/pack-shopify'
import { createSync, defineFlow, eventsTo, type Store, type Sync, upsert } from '@canonry/sync'
import { type EndpointRules, httpTransport } from '@canonry/transport-http'

/** What differs from one place to the next where the service runs. */
export interface Place {
  readonly store: Store
  readonly credentials: Credentials
  readonly url: string
  /** What may be called beside the public internet. */
  readonly rules?: EndpointRules
}

/** A sync that tells every order of the shop. */
export function eventsOut({ store, credentials, url, rules }: Place): Sync {
  // #region program
  const shop = shopify.connect({ id: 'shop-eu', shop: 'acme', apiVersion: '2026-07' })

  const webhooks = httpTransport({
    url, // 'https://partner.example.com/hooks'
    secrets: async () => (await credentials.get('partner')).webhookSecrets,
    ...rules,
  })
  const partner = eventsTo(webhooks, { id: 'partner' })

  const tellOrders = defineFlow({
    name: 'tell-orders',
    on: Order,
    class: 'normal',
    from: [shop],
    decide: (_, order) => [upsert(partner, order, { sla: '5m' })],
  })

  const sync = createSync({
    tenant: 'acme',
    store, // sqlite('retail.db')
    credentials,
    connections: [shop, partner],
    flows: [tellOrders],
  })
  // #endregion program
  return sync
}
