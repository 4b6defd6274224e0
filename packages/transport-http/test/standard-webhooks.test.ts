import { createHmac } from 'node:crypto'
import { secret } from '@canonry/pack'
import { testEnv } from '@canonry/sync/testing'
import { Webhook } from 'standardwebhooks'
import { describe, expect, it } from 'vitest'
import { standardWebhooks } from '../src/index.js'
import { signedHeaders } from '../src/signed-post.js'
import { signingKey } from '../src/signing-key.js'

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
const OTHER = `whsec_${Buffer.alloc(32, 8).toString('base64')}`
const BODY = Buffer.from('{"id":"1","town":"Łódź"}')
const env = testEnv()
const rules = standardWebhooks({
  env,
  resource: () => 'order@webhook',
  routingKey: (_, start) => /"id":"(\w+)"/.exec(start)?.[1],
})

function signed(at = env.now(), key = SECRET): Record<string, string> {
  const timestamp = new Date(Math.floor(at / 1_000) * 1_000)
  return {
    'webhook-id': 'msg_1',
    'webhook-timestamp': String(timestamp.getTime() / 1_000),
    'webhook-signature': new Webhook(key).sign('msg_1', timestamp, BODY.toString()),
  }
}

function signedWithNothing(): Record<string, string> {
  const headers = signed()
  const content = `msg_1.${headers['webhook-timestamp']}.${BODY}`
  const mac = createHmac('sha256', '').update(content).digest('base64')
  return { ...headers, 'webhook-signature': `v1,${mac}` }
}

function holds(headers: Record<string, string>, secrets = [SECRET], body: Buffer = BODY): boolean {
  const head = { headers: new Headers(headers), url: 'https://hooks.example/', secrets }
  return rules.begin(head).match(
    (check) => {
      check.update(body.subarray(0, 5))
      check.update(body.subarray(5))
      return check.holds()
    },
    () => false,
  )
}

describe('webhooks that come in by Standard Webhooks', () => {
  it('hold as the reference library signs them, under any secret of a rotation', () => {
    expect(holds(signed())).toBe(true)
    expect(holds(signed(), [OTHER, SECRET])).toBe(true)
    const two = { ...signed(), 'webhook-signature': `v1a,xx ${signed()['webhook-signature']}` }
    expect(holds(two)).toBe(true)
    expect(rules.head(new Headers(signed()), () => '')).toEqual({
      topic: 'webhook',
      eventId: 'msg_1',
    })
  })

  it('hold as the transport signs them', () => {
    const keys = [signingKey(secret(SECRET))._unsafeUnwrap()]
    const envelope = { id: 'evt-1', key: 'k', headers: {}, body: BODY }
    expect(holds(signedHeaders(envelope, { keys, now: env.now() })._unsafeUnwrap())).toBe(true)
  })

  it.each<[string, () => boolean]>([
    ['under another secret', () => holds(signed(), [OTHER])],
    ['under a secret that has nothing in it', () => holds(signedWithNothing(), ['whsec_'])],
    ['under a secret that is no base64', () => holds(signedWithNothing(), ['whsec_!!!'])],
    ['without secrets', () => holds(signed(), [])],
    ['with another body', () => holds(signed(), [SECRET], Buffer.from('{"id":"2"}'))],
    ['with another id', () => holds({ ...signed(), 'webhook-id': 'msg_2' })],
    ['with another time', () => holds({ ...signed(), 'webhook-timestamp': later(1) })],
    ['six minutes old', () => holds(signed(env.now() - 360_000))],
    ['six minutes ahead', () => holds(signed(env.now() + 360_000))],
    ['without an id', () => holds({ ...signed(), 'webhook-id': '' })],
    ['with a time that is none', () => holds({ ...signed(), 'webhook-timestamp': '1e9' })],
    ['with no time', () => holds({ ...signed(), 'webhook-timestamp': '' })],
    ['with no signature', () => holds({ ...signed(), 'webhook-signature': '' })],
    ['with half a signature', () => holds({ ...signed(), 'webhook-signature': 'v1,AAAA' })],
    ['with a signature of another version', () => holds({ ...signed(), ...asVersion('v2') })],
    ['signed without the time', () => holds({ ...signed(), ...bare() })],
    ['with headers that came twice', () => holds(twice(signed()))],
  ])('do not hold %s', (_, isHeld) => expect(isHeld()).toBe(false))
})

function later(seconds: number): string {
  return String(Math.floor(env.now() / 1_000) + seconds)
}

function asVersion(version: string): Record<string, string> {
  return { 'webhook-signature': signed()['webhook-signature']?.replace('v1', version) ?? '' }
}

function bare(): Record<string, string> {
  const mac = createHmac('sha256', Buffer.alloc(32, 7)).update(BODY).digest('base64')
  return { 'webhook-signature': `v1,${mac}` }
}

function twice(headers: Record<string, string>): Record<string, string> {
  return { ...headers, 'webhook-timestamp': `${headers['webhook-timestamp']}, 1` }
}
