import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { webhooks } from '../src/webhooks.js'

const BODY = '{"id":1}'
const sign = (secret: string, body = BODY) =>
  createHmac('sha256', secret).update(body).digest('base64')

function holds(signature: string | undefined, secrets: string[], body = BODY): boolean {
  const headers = new Headers(signature === undefined ? {} : { 'X-Shopify-Hmac-Sha256': signature })
  const check = webhooks.begin({ headers, url: 'https://x', secrets })
  if (check.isErr()) return false
  for (const byte of Buffer.from(body)) check.value.update(Uint8Array.of(byte))
  return check.value.holds()
}

describe('Shopify webhooks', () => {
  it('hold when the raw body was signed with the current or the previous secret', () => {
    expect(holds(sign('now'), ['now', 'before'])).toBe(true)
    expect(holds(sign('before'), ['now', 'before'])).toBe(true)
  })

  it.each([
    ['nothing', undefined],
    ['an empty signature', ''],
    ['another secret', sign('other')],
    ['a signature of other bytes', sign('now', '{"id":2}')],
    ['a signature of the same JSON with a space', sign('now', '{"id": 1}')],
    ['a hex signature', createHmac('sha256', 'now').update(BODY).digest('hex')],
    ['a cut signature', sign('now').slice(0, -2)],
    ['a longer signature', `${sign('now')}AA`],
    ['a signature in lower case', sign('now').toLowerCase()],
    ['base64url letters', 'a-_'.padEnd(43, 'a').concat('=')],
    ['two signatures', `${sign('now')}, ${sign('now')}`],
    ['a SHA-1 signature', createHmac('sha1', 'now').update(BODY).digest('base64')],
  ])('do not hold with %s', (_, signature) => {
    expect(holds(signature, ['now', 'before'])).toBe(false)
  })

  it('do not hold for a changed body, and never without a secret', () => {
    expect(holds(sign('now'), ['now'], '{"id":1} ')).toBe(false)
    expect(holds(sign('now'), [])).toBe(false)
  })

  it('read both header families, and prefer the event id over the delivery id', () => {
    const head = webhooks.head(
      new Headers({
        'shopify-topic': 'orders/create',
        'shopify-shop-domain': 'ACME.myshopify.com',
        'x-shopify-webhook-id': 'delivery',
        'x-shopify-event-id': 'event',
      }),
      () => BODY,
    )
    expect(head).toEqual({ topic: 'orders/create', account: 'acme', eventId: 'event' })
    expect(webhooks.head(new Headers(), () => BODY)).toBeUndefined()
  })

  it('route by the digits of the gid, which survive a client that read the id as a double', () => {
    const text =
      '{"id":820982911946154500,"admin_graphql_api_id":"gid://shopify/Order/820982911946154508"'
    expect(webhooks.routingKey('orders/create', text)).toBe('820982911946154508')
    expect(webhooks.routingKey('orders/create', '{ "id" : 17, "email"')).toBe('17')
    expect(webhooks.routingKey('orders/create', '{"hello":1}')).toBeUndefined()
    expect(webhooks.resource('orders/paid')).toBe('order@webhook')
    expect(webhooks.resource('shop/update')).toBeUndefined()
  })
})

describe('the webhook of a level', () => {
  it('only names the level, which is read then', () => {
    const start = '{"inventory_item_id":271878346596884015,"location_id":24826418,"available":3'
    expect(webhooks.thin?.('inventory_levels/update')).toBe(true)
    expect(webhooks.thin?.('orders/create')).toBe(false)
    expect(webhooks.resource('inventory_levels/update')).toBe('inventoryLevel@graphql')
    expect(webhooks.routingKey?.('inventory_levels/update', start)).toBe(
      '271878346596884015:24826418',
    )
    expect(webhooks.routingKey?.('inventory_levels/update', '{"available":3}')).toBeUndefined()
  })
})
