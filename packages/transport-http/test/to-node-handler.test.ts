import { once } from 'node:events'
import { createServer, request as httpRequest } from 'node:http'
import { connect, createServer as createHttp2 } from 'node:http2'
import { type AddressInfo, connect as connectSocket } from 'node:net'
import { type Receive, toNodeHandler } from '@canonry/transport-http'
import { describe, expect, it, onTestFinished } from 'vitest'

const echo: Receive = async (request) =>
  new Response(null, {
    status: 200,
    headers: {
      'x-got': `${request.url} ${request.headers.get('x-topic')} ${await request.text()}`,
    },
  })

/** What a server that echoes addresses answers to a request of these lines, and whether it warns. */
async function addressOf(target: string, host: string): Promise<string | undefined> {
  const warnings: Error[] = []
  const warn = (warning: Error) => warnings.push(warning)
  process.on('warning', warn)
  const server = createServer(toNodeHandler(echo)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    process.off('warning', warn)
    server.close()
  })
  const socket = connectSocket((server.address() as AddressInfo).port, '127.0.0.1')
  const head = [`POST ${target} HTTP/1.1`, `host: ${host}`, 'connection: close', '', '']
  socket.write(head.join('\r\n'))
  let answer = ''
  for await (const chunk of socket) answer += chunk
  expect(warnings).toEqual([])
  return /^x-got: (\S+)/m.exec(answer)?.[1]
}

describe('a handler of node', () => {
  // https://www.rfc-editor.org/rfc/rfc9112#section-3.2
  it.each([
    ['/hooks/shop?a=b', 'shop.example:8080', 'http://shop.example:8080/hooks/shop?a=b'],
    ['http://shop.example/hooks/shop?a=b', 'other', 'http://shop.example/hooks/shop?a=b'],
    ['HTTP://shop.example?a=b', 'other', 'http://shop.example/?a=b'],
    ['//hooks/shop', 'shop.example', 'http://shop.example//hooks/shop'],
    ['/hooks/shop', '[::1]:8080', 'http://[::1]:8080/hooks/shop'],
  ])('reads the address of a request for %s at %s', async (target, host, address) => {
    expect(await addressOf(target, host)).toBe(address)
  })

  it.each(['a/exceptions?', 'a#', 'a\\exceptions?', 'anna@shop.example', 'shop.example:99999', ''])(
    'lets the host "%s" change nothing of the path',
    async (host) => {
      expect(await addressOf('/hooks/shop', host)).toBe('http://localhost/hooks/shop')
    },
  )

  it('answers a request for the server itself', async () => {
    expect(await addressOf('*', 'shop.example:8080')).toBe('http://shop.example:8080/*')
  })

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
