import { createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { square } from '../src/index.js'
import { webhooksAt } from '../src/webhooks.js'
import { corpus, corpusIsThere } from './corpus.js'

const URL = 'https://app.example/hooks/tills'
const BODY = '{"type":"order.updated"}'
const rules = webhooksAt()

const sign = (secret: string, { url = URL, body = BODY } = {}) =>
  createHmac('sha256', secret).update(url).update(body).digest('base64')

interface Delivery {
  readonly signature: string
  readonly secrets: readonly string[]
  readonly url?: string
  readonly body?: string
}

function holds({ signature, secrets, url = URL, body = BODY }: Delivery, own = rules): boolean {
  const headers = new Headers({ 'X-Square-HmacSha256-Signature': signature })
  const check = own.begin({ headers, url, secrets })
  if (check.isErr()) return false
  for (const byte of Buffer.from(body)) check.value.update(Uint8Array.of(byte))
  return check.value.holds()
}

interface Vector {
  readonly name: string
  readonly body: string
  readonly signature: string
  readonly key: string
  readonly url: string
  readonly valid: boolean
}

describe.skipIf(!corpusIsThere)('signatures of Square’s own library (needs the corpus)', () => {
  const { vectors } = corpusIsThere
    ? (JSON.parse(readFileSync(join(corpus, 'webhook-signature-vectors.json'), 'utf8')) as {
        vectors: readonly Vector[]
      })
    : { vectors: [] }

  it.each(vectors)('are judged as there: $name', ({ body, signature, key, url, valid }) => {
    expect(holds({ signature, secrets: [key], url, body })).toBe(valid)
  })
})

describe('Square webhooks', () => {
  it('hold with the current or the previous key', () => {
    expect(holds({ signature: sign('now'), secrets: ['now', 'before'] })).toBe(true)
    expect(holds({ signature: sign('before'), secrets: ['now', 'before'] })).toBe(true)
    expect(holds({ signature: sign('now'), secrets: [] })).toBe(false)
  })

  it.each([
    ['nothing', ''],
    ['another key', sign('other')],
    ['a signature of the body alone', sign('now', { url: '' })],
    ['a signature for another URL', sign('now', { url: `${URL}/` })],
    ['a signature of other bytes', sign('now', { body: '{"type": "order.updated"}' })],
    ['a cut signature', sign('now').slice(0, -2)],
    ['a longer signature', `${sign('now')}AA`],
  ])('do not hold with %s', (_, signature) => {
    expect(holds({ signature, secrets: ['now'] })).toBe(false)
  })

  it('are checked against the URL that was registered, wherever they arrive', () => {
    const registered = { id: 'tills', merchant: 'M1', notificationUrl: URL }
    const own = square.connect(registered).webhooks
    const delivery = { signature: sign('now'), secrets: ['now'], url: 'http://10.0.0.7/hooks' }
    expect(holds(delivery, own)).toBe(true)
    expect(holds(delivery)).toBe(false)
  })

  it.each([
    ['order.updated', 'order_updated', '2025-08-22T17:01:14.26Z'],
    ['order.fulfillment.updated', 'order_fulfillment_updated', '2025-08-22T17:01:14.26Z'],
    // that it was made is known of every order that is known
    ['order.created', 'order_created', '2025-08-22T17:00:00Z'],
    ['location.updated', 'order_updated', undefined],
    ['payment.updated', 'payment', undefined],
    ['order.updated', 'order_created', undefined],
  ])('of orders say of which version they tell: %s', (type, name, version) => {
    const moments = { created_at: '2025-08-22T17:00:00Z', updated_at: '2025-08-22T17:01:14.26Z' }
    const body = JSON.stringify({ type, data: { id: 'T1', object: { [name]: moments } } })
    expect(rules.version?.(type, body)).toBe(version)
    expect(rules.version?.(type, body.slice(0, -9))).toBeUndefined()
  })

  it('say in their body what they are about', () => {
    const body = JSON.stringify({
      merchant_id: 'M1',
      type: 'order.updated',
      event_id: 'e-1',
      created_at: '2025-08-22T17:01:14Z',
      data: { type: 'order_updated', id: 'T1' },
    })
    expect(rules.head(new Headers(), () => body)).toEqual({
      topic: 'order.updated',
      account: 'M1',
      eventId: 'e-1',
      orderHint: '2025-08-22T17:01:14Z',
    })
    expect(rules.head(new Headers(), () => body.slice(0, 40))).toBeUndefined()
    expect(rules.head(new Headers(), () => '[]')).toBeUndefined()
  })

  it.each([
    ['order.updated', { id: 'T1' }, 'T1', true],
    ['location.updated', { id: 'L1' }, 'L1', true],
    ['payment.created', { id: 'e', object: { payment: { id: 'P1' } } }, 'P1', false],
    [
      'inventory.count.updated',
      {
        id: 'e',
        object: {
          inventory_counts: [
            { catalog_object_id: 'V2', location_id: 'L1' },
            { catalog_object_id: 'V1', location_id: 'L1' },
            { catalog_object_id: 'V2', location_id: 'L2' },
          ],
        },
      },
      'V1,V2:L1,L2',
      true,
    ],
    [
      'inventory.count.updated',
      {
        id: 'e',
        object: {
          inventory_counts: [
            { catalog_object_id: 'V1' },
            { catalog_object_id: 'V2', location_id: 'L' },
          ],
        },
      },
      'V1,V2',
      true,
    ],
  ])('of %s name what is read', (topic, data, key, isThin) => {
    expect(rules.routingKey(topic, JSON.stringify({ data }))).toBe(key)
    expect(rules.thin?.(topic)).toBe(isThin)
    expect(rules.resource(topic)).toMatch(isThin ? /@rest$/ : /@webhook$/)
  })

  it('of topics that the pack does not know carry nothing', () => {
    for (const topic of ['invoice.created', 'catalog.version.updated', 'constructor']) {
      expect(rules.resource(topic)).toBeUndefined()
      expect(rules.thin?.(topic)).toBe(false)
      expect(rules.routingKey(topic, '{"data":{"id":"x"}}')).toBeUndefined()
    }
  })
})
