/** Webhooks of a shop, to be sent again as often as a simulation wants. */
import { createShopifySimulator, type ShopifySimulator } from '@canonry/pack-shopify/simulator'
import { testEnv } from '@canonry/sync/testing'

/** One webhook as it was sent. */
export interface RecordedWebhook {
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
  /** The id of the order. */
  readonly id: string
  readonly topic: string
}

/** A shop that has taken its orders, and what it told about them. */
export interface RecordedShop {
  readonly webhooks: readonly RecordedWebhook[]
  readonly simulator: ShopifySimulator
}

export const SECRETS = { accessToken: 'token', secret: 'a secret of the shop' } as const

/** Lets a simulated shop take a few orders, and keeps what it says. */
export async function recordShop(orders: number): Promise<RecordedShop> {
  const webhooks: RecordedWebhook[] = []
  const env = testEnv({
    fetch: async (request) => {
      webhooks.push(await recorded(request))
      return new Response(null, { status: 200 })
    },
  })
  const simulator = createShopifySimulator({
    shop: 'acme',
    currency: 'EUR',
    ...SECRETS,
    webhookUrl: 'https://service.example/hooks/shop',
    env,
    seed: 1,
    orders,
    everySeconds: 60,
  })
  let isOver = false
  void simulator.run().then(() => {
    isOver = true
  })
  await env.until(() => isOver, 30 * 86_400_000)
  return { webhooks, simulator }
}

async function recorded(request: Request): Promise<RecordedWebhook> {
  const text = await request.text()
  const { admin_graphql_api_id: name } = JSON.parse(text)
  return {
    headers: Object.fromEntries(request.headers),
    text,
    id: String(name).split('/').at(-1) ?? '',
    topic: request.headers.get('x-shopify-topic') ?? '',
  }
}
