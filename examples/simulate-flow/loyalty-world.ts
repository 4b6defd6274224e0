/** The company that the guide simulates: a Shopify shop and a loyalty programme of its own. */
import type { Ref } from '@canonry/model'
import { definePack, secret, staticCredentials } from '@canonry/pack'
import { shopify } from '@canonry/pack-shopify'
import type { Flow } from '@canonry/sync'
import { simulatedSystem, type World } from '@canonry/sync/testing'
import type { LoyaltyFlow } from './loyalty-flow.js'
import { type RecordedShop, SECRETS } from './record-webhooks.js'

// #region world
/** The world of the loyalty programme, with one flow or another. */
export function loyaltyWorld(shopSaid: RecordedShop, flow: (on: LoyaltyFlow) => Flow): World {
  return {
    name: 'points for orders',
    build: (ports) => {
      const programme = simulatedSystem({ ...ports, system: 'loyalty' })
      const shop = shopify.connect({ id: 'shop', shop: 'acme' })
      const loyalty = definePack<{ id: string }>({
        system: 'loyalty',
        versions: ['1'],
        resources: [],
        account: () => 'main',
        connector: () => programme.connector(), // your own connector stands here
      }).connect({ id: 'loyalty' })
      const placed = new Set<string>()
      return {
        connections: [shop, loyalty],
        flows: [flow({ from: shop, to: loyalty })],
        credentials,
        fetch: async (request) => shopSaid.simulator.fetch(request),
        systems: [programme],
        steps: shopSaid.webhooks.map(({ headers, text, topic, id }, index) => ({
          name: `${topic} ${id}`,
          act: () => {
            placed.add(id)
            const request = () => new Request(HOOK, { method: 'POST', headers, body: text })
            ports.deliver({ connection: 'shop', name: `${index} ${topic} ${id}`, request })
          },
        })),
        expected: () =>
          [...placed].map((id) => ({
            system: programme,
            source: orderRef(id),
            state: 'present',
          })),
      }
    },
  }
}
// #endregion world

const HOOK = 'https://service.example/hooks/shop'

const credentials = staticCredentials({
  shop: {
    values: { accessToken: secret(SECRETS.accessToken) },
    webhookSecrets: [secret(SECRETS.secret)],
  },
  loyalty: {},
})

function orderRef(id: string): Ref {
  return { system: 'shopify', account: 'acme', kind: 'Order', id }
}
