import { once } from 'node:events'
import { createServer, request as httpRequest } from 'node:http'
import { connect, createServer as createHttp2 } from 'node:http2'
import type { AddressInfo } from 'node:net'
import { type Receive, toNodeHandler } from '@canonry/transport-http'
import { describe, expect, it, onTestFinished } from 'vitest'

const echo: Receive = async (request) =>
  new Response(null, {
    status: 200,
    headers: {
      'x-got': `${request.url} ${request.headers.get('x-topic')} ${await request.text()}`,
    },
  })

describe('a handler of node', () => {
  it('serves HTTP/2, whose requests have headers that are none', async () => {
    const server = createHttp2(toNodeHandler(echo) as never).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const session = connect(`http://127.0.0.1:${port}`)
    onTestFinished(() => {
      session.destroy()
      server.close()
    })
    const stream = session.request({ ':method': 'POST', ':path': '/hooks/shop', 'x-topic': 'a' })
    stream.end('body')
    const [headers] = await once(stream, 'response')
    expect([headers[':status'], headers['x-got']]).toEqual([
      200,
      `http://127.0.0.1:${port}/hooks/shop a body`,
    ])
  })

  it('answers a method that no request of fetch has, and warns of nothing', async () => {
    const warnings: Error[] = []
    const warn = (warning: Error) => warnings.push(warning)
    process.on('warning', warn)
    const server = createServer(toNodeHandler(echo)).listen(0, '127.0.0.1')
    await once(server, 'listening')
    onTestFinished(() => {
      process.off('warning', warn)
      server.close()
    })
    const { port } = server.address() as AddressInfo
    const request = httpRequest({ port, host: '127.0.0.1', method: 'TRACE' }).end()
    const [response] = await once(request, 'response')
    response.resume()
    await once(response, 'end')
    expect([response.statusCode, response.headers.allow, warnings]).toEqual([405, 'POST', []])
  })
})
