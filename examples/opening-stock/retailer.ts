/** The outside world: an ERP, the tills of a store and a shop, simulated in this process. */
import type { Env } from '@canonry/pack'
import { createNetsuiteSimulator, type NetsuiteSimulator } from '@canonry/pack-netsuite/simulator'
import { createSquareSimulator, type SquareSimulator } from '@canonry/pack-pos-square/simulator'
import { createShopifySimulator, type ShopifySimulator } from '@canonry/pack-shopify/simulator'
import type { Sync } from '@canonry/sync'
import { type TestEnv, testEnv } from '@canonry/sync/testing'
import { HOOKS, KEYS, profile, SECRETS } from './stock.js'

/** What the retailer sells, and how much of it lies where; `typed` is what the shop says at first. */
export const GOODS = [
  { sku: 'CAN-007-M', name: 'Espresso cup', warehouse: 60, store: 12, typed: { '1': 25, '2': 5 } },
  { sku: 'CAN-009-M', name: 'Desk lamp', warehouse: 8, store: 12, typed: { '1': 10, '2': 0 } },
] as const

export const MINUTE = 60_000

/** The systems of the retailer. */
export interface Retailer {
  readonly env: TestEnv
  readonly erp: NetsuiteSimulator
  readonly tills: SquareSimulator
  readonly shop: ShopifySimulator
  /** Sends webhooks to this sync from now on. */
  tell(sync: Sync): void
  /** Lets so many minutes pass, in which tills and shop tell what they have to tell. */
  pass(minutes: number): Promise<void>
}

/** Opens the systems; time stands still until somebody lets it pass. */
export function openRetailer(): Retailer {
  let heard: Sync | undefined
  const env = testEnv({ fetch: (request) => answer(request) })
  const [erp, shop, tills] = [openErp(env), openShop(env), openTills(env)]
  const answer = async (request: Request): Promise<Response> => {
    const { hostname, pathname } = new URL(request.url)
    if (hostname.includes('netsuite')) return erp.fetch(request)
    if (hostname.includes('squareup')) return tills.fetch(request)
    if (hostname.includes('myshopify')) return shop.fetch(request)
    const connection = pathname.split('/').at(-1) ?? ''
    return heard ? heard.receive(connection, request) : new Response(null, { status: 503 })
  }
  return {
    ...{ env, erp, tills, shop },
    tell: (sync) => {
      heard = sync
    },
    pass: async (minutes) => {
      for (let minute = 0; minute < minutes; minute += 1) {
        void tills.run()
        void shop.run()
        await env.advance(MINUTE)
      }
    },
  }
}

function openErp(env: Env): NetsuiteSimulator {
  const publicKey = KEYS.publicKey.export({ type: 'spki', format: 'pem' }).toString()
  const client = { clientId: 'client', certificateId: 'certificate', publicKey }
  const erp = createNetsuiteSimulator({ account: '1234567', env, profile, clients: [client] })
  for (const { sku, warehouse } of GOODS) {
    erp.addItem({ itemId: sku })
    erp.addStock({ item: sku, location: '7', quantity: `${warehouse}` })
  }
  return erp
}

function openTills(env: Env): SquareSimulator {
  const tax = { name: 'VAT', percent: '19', included: true }
  return createSquareSimulator({
    ...{ merchant: 'M1', accessToken: SECRETS.token, signatureKey: SECRETS.key },
    ...{ notificationUrl: `${HOOKS}/tills`, env, seed: 1, tickets: 0, everySeconds: 1 },
    locations: [{ id: 'L1', name: 'Store', zone: 'Europe/Berlin', currency: 'EUR', tax }],
    openingStock: 12,
    articles: GOODS.map(({ sku, name }, index) => ({
      ...{ item: `ITEM${index}`, variation: `V${index}`, gtin: '', price: 995, weighed: false },
      ...{ sku, name },
    })),
  })
}

function openShop(env: Env): ShopifySimulator {
  return createShopifySimulator({
    ...{ shop: 'acme', currency: 'EUR', accessToken: SECRETS.token, secret: SECRETS.key },
    ...{ webhookUrl: `${HOOKS}/shop`, env, seed: 1, orders: 0, everySeconds: 1 },
    stock: {
      locations: [
        { id: '1', name: 'Warehouse' },
        { id: '2', name: 'Store' },
      ],
      opening: (sku, location) =>
        GOODS.find((goods) => goods.sku === sku)?.typed[location as '1' | '2'],
    },
  })
}
