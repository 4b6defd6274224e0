import { createHmac } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { secret, staticCredentials } from '@canonry/pack'
import { describe, expect, it } from 'vitest'
import { runService } from './main.js'

const BODY = '{"hello":"world"}'

describe('the embedding program', () => {
  it('refuses an unsigned webhook without a word and keeps a signed one', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'canonry-embed-')), 'retail.db')
    const credentials = staticCredentials({ 'shop-eu': { webhookSecrets: [secret('secret')] } })
    await runService({ file, port: 0, credentials, live: useIt })
  })
})

const useIt: Parameters<typeof runService>[0]['live'] = async ({ sync, port }) => {
  const post = (signature: string) =>
    fetch(`http://127.0.0.1:${port}/hooks/shop-eu`, {
      method: 'POST',
      body: BODY,
      headers: {
        'x-shopify-topic': 'orders/create',
        'x-shopify-shop-domain': 'acme.myshopify.com',
        'x-shopify-api-version': '2026-07',
        'x-shopify-hmac-sha256': signature,
      },
    })
  const refused = await post('')
  expect(refused.status).toBe(401)
  expect(await refused.text()).toBe('')
  const kept = await post(createHmac('sha256', 'secret').update(BODY).digest('base64'))
  expect(kept.status).toBe(200)
  expect(await sync.counters()).toMatchObject({ 'facts.received': 1, 'webhooks.rejected': 1 })
}
