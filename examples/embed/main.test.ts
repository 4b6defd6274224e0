import { createHmac } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { embed } from './main.js'

const BODY = '{"hello":"world"}'

describe('the embedding program', () => {
  it('refuses an unsigned webhook without a word and keeps a signed one', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'canonry-embed-')), 'retail.db')
    const { sync, app } = embed(file, { SHOPIFY_SECRET: 'secret' })
    const post = (signature: string) =>
      app.request('/hooks/shop-eu', {
        method: 'POST',
        body: BODY,
        headers: {
          'x-shopify-topic': 'orders/create',
          'x-shopify-shop-domain': 'acme.myshopify.com',
          'x-shopify-hmac-sha256': signature,
        },
      })
    const refused = await post('')
    expect(refused.status).toBe(401)
    expect(await refused.text()).toBe('')
    const kept = await post(createHmac('sha256', 'secret').update(BODY).digest('base64'))
    expect(kept.status).toBe(200)
    expect(await sync.counters()).toMatchObject({ 'facts.received': 1, 'webhooks.rejected': 1 })
    await sync.close()
  })
})
