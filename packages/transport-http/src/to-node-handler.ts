import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'

/** Answers a request: `(request) => sync.receive('shop', request)`. */
export type Receive = (request: Request, incoming: IncomingMessage) => Promise<Response>

const READ_ALREADY =
  'the body of this webhook was read before it came here, so its signature cannot be checked: ' +
  'mount the handler before express.json(), and in Fastify in a scope without its parsers'

/**
 * A handler of Node's own servers (HTTP/2, too), and of Express, out of one that takes a `Request`.
 *
 * The body is streamed as it arrives, byte by byte what was signed. Where something has read it before,
 * or the handler fails, the answer is 500 and `next` is given the error; without a `next` it is a
 * warning of the process.
 */
export function toNodeHandler(receive: Receive) {
  return async (
    incoming: IncomingMessage,
    outgoing: ServerResponse,
    next?: (problem?: unknown) => void,
  ): Promise<void> => {
    try {
      if (UNSPEAKABLE.has(incoming.method ?? '')) return refuse(outgoing)
      if (incoming.readableDidRead) throw new Error(READ_ALREADY)
      await send(await receive(requestOf(incoming), incoming), { incoming, outgoing })
    } catch (problem) {
      if (next) next(problem)
      else giveUp(outgoing, problem)
    }
  }
}

// what no `Request` can be: https://fetch.spec.whatwg.org/#forbidden-method
const UNSPEAKABLE: ReadonlySet<string> = new Set(['CONNECT', 'TRACE', 'TRACK'])

function refuse(outgoing: ServerResponse): void {
  outgoing.writeHead(405, { allow: 'POST' })
  outgoing.end()
}

function giveUp(outgoing: ServerResponse, problem: unknown): void {
  process.emitWarning(problem instanceof Error ? problem : String(problem))
  if (!outgoing.headersSent) outgoing.writeHead(500)
  outgoing.end()
}

function requestOf(incoming: IncomingMessage): Request {
  const { method = 'GET', rawHeaders } = incoming
  const headers = new Headers()
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] ?? ''
    // what HTTP/2 says of the request itself is no header: https://www.rfc-editor.org/rfc/rfc9113#section-8.3
    if (!name.startsWith(':')) headers.append(name, rawHeaders[at + 1] ?? '')
  }
  const hasBody = method !== 'GET' && method !== 'HEAD'
  const body = hasBody ? (Readable.toWeb(incoming) as unknown as ReadableStream<Uint8Array>) : null
  const init: RequestInit & { duplex: 'half' } = { method, headers, body, duplex: 'half' }
  return new Request(urlOf(incoming), init)
}

// a host and nothing else: what follows one, or stands before it, would change where a request goes
const HOST = /^[^\s/?#\\@]+$/
// https://www.rfc-editor.org/rfc/rfc9112#section-3.2.2
const ABSOLUTE = /^https?:\/\/([^/?#]*)(.*)$/i

// Express takes the place where a router is mounted out of `url`
function urlOf(incoming: IncomingMessage & { originalUrl?: string }): URL {
  const scheme = 'encrypted' in incoming.socket ? 'https' : 'http'
  const { host, ':authority': authority } = incoming.headers
  const target = incoming.originalUrl ?? incoming.url ?? '/'
  const [, named = authority ?? host ?? '', path = target] = ABSOLUTE.exec(target) ?? []
  const origin = `${scheme}://${named}`
  const isHost = HOST.test(`${named}`) && URL.canParse(origin)
  // a path that begins with // is no other host; `*`, and a query alone, are none
  const rooted = path.startsWith('/') ? path : `/${path}`
  return new URL((isHost ? origin : `${scheme}://localhost`) + rooted)
}

async function send(
  response: Response,
  { incoming, outgoing }: { incoming: IncomingMessage; outgoing: ServerResponse },
): Promise<void> {
  // whoever broke off hears nothing more
  if (outgoing.destroyed) return
  const body = Buffer.from(await response.arrayBuffer())
  // what was not read of the body is nobody's next request
  if (!incoming.complete) outgoing.setHeader('connection', 'close')
  outgoing.writeHead(response.status, Object.fromEntries(response.headers))
  outgoing.end(body)
}
