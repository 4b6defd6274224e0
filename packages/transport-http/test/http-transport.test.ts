import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto'
import { inspect } from 'node:util'
import { type Secret, secret, systemEnv } from '@canonry/pack'
import type { Envelope, Published, Transport } from '@canonry/sync'
import { testEnv } from '@canonry/sync/testing'
import { errAsync } from 'neverthrow'
import { Webhook } from 'standardwebhooks'
import { describe, expect, it } from 'vitest'
import { type HttpTransportOptions, httpTransport, nodePost } from '../src/index.js'
import { type Receiver, receiver } from './receiver.js'

const OLD = `whsec_${Buffer.alloc(32, 1).toString('base64')}`
const NEW = `whsec_${Buffer.alloc(24, 2).toString('base64')}`
const message = (more: Partial<Envelope> = {}): Envelope => ({
  id: 'evt-1',
  key: 'k',
  headers: { 'content-type': 'application/json' },
  body: Buffer.from('{"town":"Łódź 東京"}'),
  ...more,
})

async function transportTo(
  { port }: Pick<Receiver, 'port'>,
  more: Partial<HttpTransportOptions> = {},
): Promise<Transport> {
  const transport = httpTransport({
    url: `http://127.0.0.1:${port}/hooks`,
    http: true,
    ports: [port],
    allow: ['127.0.0.1'],
    secrets: async () => [secret(NEW)],
    ...more,
  })
  ;(await transport.open({ env: systemEnv() }))._unsafeUnwrap()
  return transport
}

async function shut(transport: Transport): Promise<void> {
  ;(await transport.close({ drainMs: 0 }))._unsafeUnwrap()
}

async function told(transport: Transport, ...batch: Envelope[]): Promise<Published | undefined> {
  const [first] = await transport.publish(batch.length > 0 ? batch : [message()])
  return first
}

describe('webhooks out', () => {
  it('are signed so that the reference library takes them, with every secret of a rotation', async () => {
    await using there = await receiver()
    let secrets: Secret[] = [secret(OLD)]
    const transport = await transportTo(there, { secrets: async () => secrets })
    expect(await told(transport)).toEqual({ kind: 'accepted' })
    secrets = [secret(NEW), secret(OLD)]
    expect(await told(transport)).toEqual({ kind: 'accepted' })
    const [before, during] = there.received
    for (const [request, key] of [
      [before, OLD],
      [during, OLD],
      [during, NEW],
    ] as const) {
      const text = request?.body.toString() ?? ''
      expect(new Webhook(key).verify(text, request?.headers ?? {})).toEqual({ town: 'Łódź 東京' })
    }
    expect(() => new Webhook(NEW).verify(String(before?.body), before?.headers ?? {})).toThrow()
    expect(during?.headers).toMatchObject({ 'webhook-id': 'evt-1' })
    await shut(transport)
  })

  it('are signed with Ed25519 where the key is one', async () => {
    await using there = await receiver()
    const { privateKey, publicKey } = generateKeyPairSync('ed25519')
    const seed = privateKey.export({ format: 'der', type: 'pkcs8' }).subarray(16)
    const transport = await transportTo(there, {
      secrets: async () => [secret(`whsk_${seed.toString('base64')}`)],
    })
    await told(transport)
    const [{ headers, body } = { headers: {} as Record<string, string>, body: Buffer.alloc(0) }] =
      there.received
    const [kind, signature = ''] = headers['webhook-signature']?.split(',') ?? []
    const start = `${headers['webhook-id']}.${headers['webhook-timestamp']}.`
    const content = Buffer.concat([Buffer.from(start), body])
    expect(kind).toBe('v1a')
    const key = createPublicKey(publicKey.export({ format: 'pem', type: 'spki' }))
    expect(verify(null, content, key, Buffer.from(signature, 'base64'))).toBe(true)
    await shut(transport)
  })

  it.each<[number, Record<string, string>, string]>([
    [200, {}, 'accepted'],
    [202, {}, 'accepted'],
    [302, { location: 'http://127.0.0.1/' }, 'auth.revoked'],
    [400, {}, 'contract.invalid'],
    [401, {}, 'auth.revoked'],
    [404, {}, 'auth.revoked'],
    [408, {}, 'transient.definite'],
    [410, {}, 'auth.revoked'],
    [413, {}, 'contract.invalid'],
    [429, {}, 'throttled'],
    [500, {}, 'unknown'],
    [502, {}, 'unknown'],
    [503, {}, 'transient.definite'],
    [503, { 'retry-after': '7' }, 'throttled'],
  ])('that are answered %i with %j are %s, and no word of the answer is told', async (...row) => {
    const [status, headers, expected] = row
    await using there = await receiver()
    there.answer = (_, outgoing) => void outgoing.writeHead(status, headers).end('secret words')
    const transport = await transportTo(there)
    const answer = await told(transport)
    expect(answer?.kind === 'rejected' ? answer.failure.kind : answer?.kind).toBe(expected)
    expect(there.received).toHaveLength(1)
    expect(JSON.stringify(answer)).not.toContain('secret words')
    await shut(transport)
  })

  it('wait as long as they are asked to, and never longer than a day', async () => {
    await using there = await receiver()
    const transport = await transportTo(there)
    for (const [header, most] of [
      ['30', 30_000],
      ['99999999', 86_400_000],
    ] as const) {
      there.answer = (_, outgoing) => void outgoing.writeHead(429, { 'retry-after': header }).end()
      const began = Date.now()
      const answer = await told(transport)
      const retryAt = answer?.kind === 'rejected' ? answer.failure.retryAt : undefined
      expect(retryAt).toBeGreaterThanOrEqual(began + most)
      expect(retryAt).toBeLessThanOrEqual(Date.now() + most)
    }
    await shut(transport)
  })

  it('are unknown where the answer is cut off or late, and surely not sent where nobody listens', async () => {
    const there = await receiver()
    there.answer = (incoming) => void incoming.socket.destroy()
    const transport = await transportTo(there, { timeoutMs: 300 })
    expect(await told(transport)).toMatchObject({ kind: 'unknown' })
    there.answer = () => undefined
    expect(await told(transport)).toMatchObject({ kind: 'unknown' })
    await there[Symbol.asyncDispose]()
    const failure = { kind: 'transient.definite' }
    expect(await told(transport)).toMatchObject({ kind: 'rejected', failure })
    await shut(transport)
  })

  it('survive a connection that the endpoint has closed while it was idle', async () => {
    await using there = await receiver()
    const transport = await transportTo(there)
    expect(await told(transport)).toEqual({ kind: 'accepted' })
    there.answer = (incoming, outgoing) => {
      // the second request comes on the connection of the first
      if (there.received.length === 2) incoming.socket.resetAndDestroy()
      else outgoing.writeHead(204).end()
    }
    expect(await told(transport)).toEqual({ kind: 'accepted' })
    expect(there.received.map(({ headers }) => headers['webhook-id'])).toEqual(
      Array(3).fill('evt-1'),
    )
    await shut(transport)
  })

  it('read no endless answer', async () => {
    await using there = await receiver()
    there.answer = (_, outgoing) => {
      const chunk = Buffer.alloc(64 * 1024)
      const more = () => {
        while (!outgoing.destroyed && outgoing.write(chunk));
      }
      outgoing.on('drain', more)
      more()
    }
    const transport = await transportTo(there)
    expect(await told(transport)).toEqual({ kind: 'accepted' })
    await shut(transport)
  })

  it.each<[string, Partial<Envelope>, RegExp]>([
    ['are too large', { body: Buffer.alloc(11) }, /at most 10 are sent/],
    ['have an id with a full stop', { id: 'a.b' }, /cannot be signed/],
    ['have a header that is none', { headers: { 'x-a': 'a\r\nb: c' } }, /"x-a" is none of HTTP/],
    ['have a header of the transport', { headers: { 'webhook-id': 'x' } }, /belongs to/],
    ['have a header of HTTP itself', { headers: { trailer: 'x' } }, /belongs to/],
  ])('are refused before they are sent where they %s', async (_, more, reason) => {
    await using there = await receiver()
    const transport = await transportTo(there, { maxBytes: 10 })
    const answer = await told(transport, message({ body: Buffer.from('{}'), ...more }))
    expect(answer).toMatchObject({ kind: 'rejected', failure: { kind: 'contract.invalid' } })
    expect(answer?.kind === 'rejected' && answer.failure.message).toMatch(reason)
    expect(there.received).toEqual([])
    await shut(transport)
  })

  it.each<[string, () => Promise<Secret[]>]>([
    ['are none', async () => []],
    ['are no secrets of webhooks', async () => [secret('hunter2')]],
    ['are too short', async () => [secret(`whsec_${Buffer.from('hunter2').toString('base64')}`)]],
    ['cannot be had', () => Promise.reject(new Error('hunter2'))],
    [
      'cannot be asked for',
      () => {
        throw new Error('hunter2')
      },
    ],
  ])('are not sent where the secrets %s, and nothing shows them', async (_, secrets) => {
    const transport = await transportTo({ port: 9 }, { secrets })
    const answer = await told(transport)
    expect(answer?.kind).toBe('rejected')
    expect(inspect({ answer, transport }, { depth: 9 })).not.toMatch(/hunter2|aHVudGVy/)
  })

  it('are not sent after the transport was closed, which waits for what is on its way', async () => {
    await using there = await receiver()
    const asked = new Promise<() => void>((resolve) => {
      there.answer = (_, outgoing) => resolve(() => outgoing.writeHead(204).end())
    })
    const transport = await transportTo(there)
    const answer = told(transport)
    const answerIt = await asked
    const closed = transport.close({ drainMs: 60_000 })
    answerIt()
    expect(await answer).toEqual({ kind: 'accepted' })
    expect((await closed).isOk()).toBe(true)
    expect(await told(transport)).toMatchObject({ kind: 'rejected' })
    expect((await transport.open({ env: systemEnv() }))._unsafeUnwrapErr().kind).toBe('closed')
  })

  it.each([
    'http://example.com/',
    'ftp://example.com/',
    'https://user:hunter2@example.com/',
    'https://example.com:22/',
    'https://127.0.0.1/',
    'nonsense',
  ])('do not go to %s', async (url) => {
    const transport = httpTransport({ url, secrets: async () => [secret(NEW)] })
    const failure = (await transport.open({ env: testEnv() }))._unsafeUnwrapErr()
    expect(failure.kind).toBe('misconfigured')
    expect(failure.message).not.toContain('hunter2')
  })

  it('pause, and lose nothing, where the address leads inside', async () => {
    const post = nodePost({
      lookup: (_, __, callback) => callback(null, [{ address: '10.0.0.1', family: 4 }]),
    })
    const transport = httpTransport({
      url: 'https://example.com/',
      secrets: async () => [secret(NEW)],
      post,
    })
    ;(await transport.open({ env: systemEnv() }))._unsafeUnwrap()
    const failure = { kind: 'auth.revoked', message: expect.stringContaining('10.0.0.1') }
    expect(await told(transport)).toMatchObject({ kind: 'rejected', failure })
  })

  it('go through another way of posting, if one is given', async () => {
    const transport = await transportTo(
      { port: 9 },
      { post: () => errAsync({ kind: 'no-answer', message: 'the proxy was silent' }) },
    )
    expect(await told(transport)).toEqual({ kind: 'unknown', message: 'the proxy was silent' })
  })
})
