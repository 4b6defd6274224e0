// connection-level failures of Node and its fetch: the connection was never made
const NEVER_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
])

/**
 * Whether the code of a failed `fetch` proves that no byte of the request left, so that the call was
 * surely not made and may be made again.
 */
export function isNeverSent(code: string): boolean {
  return NEVER_SENT.has(code)
}
