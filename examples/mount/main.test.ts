import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer, request as httpRequest, type Server } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { secret, staticCredentials } from '@canonry/pack'
import { shopify } from '@canonry/pack-shopify'
import { createSync, memoryStore, type Store, type Sync } from '@canonry/sync'
import { getRequestListener } from '@hono/node-server'
import { errAsync } from 'neverthrow'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { expressApp, wrongExpressApp } from './express.js'
import { fastifyApp, wrongFastifyApp } from './fastify.js'
import { honoApp } from './hono.js'
import { nextRoute } from './next.js'
import { nodeServer } from './node.js'
import type { Receiving } from './receiving.js'

const BODY = '{"id": 820982911946154508, "note": "Łódź, 東京 🛒"}'
const PATH = '/hooks/shop-eu'

function shopSync(store: Store = memoryStore()): Sync {
  return createSync({
    tenant: 'acme',
    store,
    credentials: staticCredentials({ 'shop-eu': { webhookSecrets: [secret('secret')] } }),
    connections: [shopify.connect({ id: 'shop-eu', shop: 'acme', apiVersion: '2026-07' })],
    flows: [],
  })
}

// a store whose disk is full
function fullStore(): Store {
  const store = memoryStore()
  const full = { kind: 'unavailable', message: 'the disk is full' } as const
  return {
    ...store,
    open: (...given) => ({ ...store.open(...given), append: () => errAsync(full) }),
  }
}

function headersOf(body: string, key = 'secret'): Record<string, string> {
  return {
    'content-type': 'application/json',
    'x-shopify-topic': 'orders/create',
    'x-shopify-shop-domain': 'acme.myshopify.com',
    'x-shopify-api-version': '2026-07',
    'x-shopify-event-id': body.length.toString(),
    'x-shopify-hmac-sha256': createHmac('sha256', key).update(body).digest('base64'),
  }
}

const MOUNTS: Record<string, (sync: Receiving) => Server | Promise<Server>> = {
  'node:http': nodeServer,
  hono: (sync) => createServer(getRequestListener(honoApp(sync).fetch)),
  express: (sync) => createServer(expressApp(sync)),
  fastify: (sync) => fastifyServer(fastifyApp(sync)),
}

async function fastifyServer(app: ReturnType<typeof fastifyApp>): Promise<Server> {
  await app.ready()
  return app.server
}

async function listening(made: Server | Promise<Server>): Promise<number> {
  const server = await made
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return (server.address() as AddressInfo).port
}

function post(port: number, init: RequestInit): Promise<Response> {
  return fetch(`http://127.0.0.1:${port}${PATH}`, { method: 'POST', ...init })
}

describe.each(Object.entries(MOUNTS))('webhooks through %s', (_, mount) => {
  it('are taken byte by byte, and refused without a word under another secret', async () => {
    const sync = shopSync()
    const port = await listening(mount(sync))
    const taken = await post(port, { body: BODY, headers: headersOf(BODY) })
    expect(taken.status).toBe(200)
    const forged = await post(port, { body: BODY, headers: headersOf(BODY, 'other') })
    expect([forged.status, await forged.text()]).toEqual([401, ''])
    expect(await sync.counters()).toMatchObject({ 'facts.received': 1, 'webhooks.rejected': 1 })
  })

  it('are answered 413 when they have no end', async () => {
    const sync = shopSync()
    const port = await listening(mount(sync))
    const status = await new Promise((resolve) => {
      const request = httpRequest({ port, path: PATH, method: 'POST', headers: headersOf(BODY) })
      request.on('response', (response) => {
        response.resume()
        resolve(response.statusCode)
      })
      // the server may close before everything was written
      request.on('error', () => undefined)
      const chunk = Buffer.alloc(1024 * 1024)
      let left = 66
      const more = (): void => {
        if (left-- > 0 && !request.destroyed) request.write(chunk, more)
      }
      more()
    })
    expect(status).toBe(413)
  })

  it('that are cut off in the middle leave nothing, and the server goes on', async () => {
    const answers: (number | string)[] = []
    const sync = shopSync()
    const told: Receiving = {
      receive: (connection, request) =>
        sync.receive(connection, request).then((response) => {
          answers.push(response.status)
          return response
        }),
    }
    const port = await listening(mount(told))
    const socket = connect(port, '127.0.0.1')
    const head = Object.entries(headersOf(BODY)).map(([name, value]) => `${name}: ${value}`)
    const lines = [`POST ${PATH} HTTP/1.1`, 'host: x', 'content-length: 1000', ...head, '', '{"id"']
    socket.write(lines.join('\r\n'), () => socket.destroy())
    await vi.waitUntil(() => answers.length > 0, { timeout: 10_000 })
    expect(answers).toEqual([400])
    expect((await post(port, { body: BODY, headers: headersOf(BODY) })).status).toBe(200)
    expect(await sync.counters()).toMatchObject({ 'facts.received': 1 })
  })

  it('are to come again while the journal cannot take them', async () => {
    const port = await listening(mount(shopSync(fullStore())))
    const answer = await post(port, { body: BODY, headers: headersOf(BODY) })
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5'])
  })
})

describe('a route handler of Next', () => {
  it('takes a webhook, and refuses one under another secret', async () => {
    const sync = shopSync()
    const { POST } = nextRoute(sync)
    const statusOf = async (key?: string) => {
      const init = { method: 'POST', body: BODY, headers: headersOf(BODY, key) }
      const request = new Request(`https://shop.example${PATH}`, init)
      return (await POST(request, { params: Promise.resolve({ connection: 'shop-eu' }) })).status
    }
    expect([await statusOf(), await statusOf('other')]).toEqual([200, 401])
  })
})

describe('a body that was read before', () => {
  it('is an error of the program that says so, with receive alone', async () => {
    const request = new Request('https://x.example', { method: 'POST', body: BODY })
    await request.json()
    await expect(shopSync().receive('shop-eu', request)).rejects.toThrow('was read before')
  })

  it('is an error that Express is given', async () => {
    const app = wrongExpressApp(shopSync())
    const problems: unknown[] = []
    app.use(((problem, _request, response, _next) => {
      problems.push(problem)
      response.status(500).end()
    }) as import('express').ErrorRequestHandler)
    const port = await listening(createServer(app))
    const answer = await post(port, { body: BODY, headers: headersOf(BODY) })
    expect(answer.status).toBe(500)
    expect(String(problems)).toContain('before express.json()')
  })

  it('is a warning of the process in Fastify', async () => {
    const warned = once(process, 'warning')
    const port = await listening(fastifyServer(wrongFastifyApp(shopSync())))
    const answer = await post(port, { body: BODY, headers: headersOf(BODY) })
    expect(answer.status).toBe(500)
    expect(String(await warned)).toContain('a scope without its parsers')
  })
})
