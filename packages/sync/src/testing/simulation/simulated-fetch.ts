import type { Fault, FaultKind } from './fault.js'
import type { PortCall } from './port-call.js'

const BEARS: readonly FaultKind[] = [
  'crash-before',
  'crash-after',
  'pause-after',
  'lost-request',
  'lost-answer',
  'throttled',
  'unavailable',
  'auth-expired',
  'garbled',
]

/** One request as it goes through the network. */
export function fetchCall(
  fetch: (request: Request) => Promise<Response>,
  request: Request,
): PortCall<Response> {
  return {
    port: 'fetch',
    method: `fetch.${new URL(request.url).host}`,
    bears: BEARS,
    changes: true,
    act: () => fetch(request),
    answers: ({ kind }: Fault) =>
      ANSWERS[kind]?.() ?? Promise.reject(new TypeError('fetch failed')),
  }
}

const ANSWERS: Readonly<Partial<Record<FaultKind, () => Response>>> = {
  throttled: () => new Response('slow down', { status: 429, headers: { 'retry-after': '2' } }),
  unavailable: () => new Response('come back later', { status: 503 }),
  'auth-expired': () => new Response('who are you', { status: 401 }),
  garbled: () => new Response('<html>a login page</html>', { status: 200 }),
}
