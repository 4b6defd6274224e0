import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { CanonicalEvent } from '@canonry/model'
import { secret, staticCredentials } from '@canonry/pack'
import { memoryStore } from '@canonry/sync'
import { Webhook } from 'standardwebhooks'
import { expect, it, vi } from 'vitest'
import { eventsOut } from './main.js'

const GOLDEN = 'packages/pack-shopify/test/goldens/order@webhook/two-currencies.input.json'
const SIGNING = `whsec_${Buffer.alloc(32, 3).toString('base64')}`

it('tells a partner of an order, again under the same id until it is taken', async () => {
  const heard: { readonly id: string; readonly event: CanonicalEvent }[] = []
  // #region receiver
  const partner = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const headers = request.headers as Record<string, string>
    const event = new Webhook(SIGNING).verify(Buffer.concat(chunks).toString(), headers)
    heard.push({ id: String(headers['webhook-id']), event: CanonicalEvent.parse(event) })
    // fails once, although it has heard: whoever keeps ids hears it once
    response.writeHead(heard.length === 1 ? 500 : 204).end()
  })
  // #endregion receiver
  partner.listen(0, '127.0.0.1')
  await once(partner, 'listening')
  const { port } = partner.address() as AddressInfo

  const sync = eventsOut({
    store: memoryStore(),
    credentials: staticCredentials({
      'shop-eu': { webhookSecrets: [secret('secret')] },
      partner: { webhookSecrets: [secret(SIGNING)] },
    }),
    url: `http://127.0.0.1:${port}/hooks`,
    rules: { http: true, ports: [port], allow: ['127.0.0.1'] },
  })
  const body = readFileSync(GOLDEN, 'utf8')
  const answer = await sync.receive('shop-eu', shopWebhook(body))
  expect(answer.status).toBe(200)
  const worker = await sync.start()
  await vi.waitUntil(async () => (await sync.counters())['effects.confirmed'] === 1, {
    timeout: 20_000,
  })
  await worker.stop()

  expect(heard).toHaveLength(2)
  expect(new Set(heard.map(({ id }) => id)).size).toBe(1)
  expect(heard[0]?.event).toMatchObject({
    id: heard[0]?.id,
    type: 'retail.order.changed.v1',
    source: '/shopify/acme',
    revision: 1,
  })
  partner.closeAllConnections()
  partner.close()
})

function shopWebhook(body: string): Request {
  return new Request('https://shop.example/hooks/shop-eu', {
    method: 'POST',
    body,
    headers: {
      'x-shopify-topic': 'orders/create',
      'x-shopify-shop-domain': 'acme.myshopify.com',
      'x-shopify-api-version': '2026-07',
      'x-shopify-hmac-sha256': createHmac('sha256', 'secret').update(body).digest('base64'),
    },
  })
}
