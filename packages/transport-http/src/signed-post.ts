import { validateHeaderName, validateHeaderValue } from 'node:http'
import type { Envelope } from '@canonry/sync'
import { err, ok, type Result } from 'neverthrow'
import type { SigningKey } from './signing-key.js'

// a full stop would make two readings of what is signed
const ID = /^[!-\-/-~]{1,256}$/
const RESERVED =
  /^(?:webhook-.*|host|connection|keep-alive|proxy-.*|content-length|transfer-encoding|trailer|upgrade|te|expect)$/

/** When it is signed, and with which keys. */
export interface Signing {
  readonly keys: readonly SigningKey[]
  readonly now: number
}

/**
 * The headers of a message as a webhook of Standard Webhooks 1.0.0, with one signature per key
 * (https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md).
 *
 * The failure says why the message cannot be a webhook.
 */
export function signedHeaders(
  { id, headers, body }: Envelope,
  { keys, now }: Signing,
): Result<Record<string, string>, string> {
  if (!ID.test(id))
    return err('its id has characters that cannot be signed: use letters and digits')
  const names = Object.keys(headers)
  const reserved = names.find((name) => RESERVED.test(name.toLowerCase()))
  if (reserved !== undefined) return err(`its header "${reserved}" belongs to the transport`)
  const odd = names.find((name) => !isHeader(name, headers[name] ?? ''))
  if (odd !== undefined) return err(`its header ${JSON.stringify(odd)} is none of HTTP`)
  const timestamp = String(Math.floor(now / 1_000))
  const content = Buffer.concat([Buffer.from(`${id}.${timestamp}.`), body])
  return ok({
    'user-agent': 'canonry',
    ...headers,
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': keys.map((sign) => sign(content)).join(' '),
  })
}

function isHeader(name: string, value: string): boolean {
  try {
    validateHeaderName(name)
    validateHeaderValue(name, value)
    return true
  } catch {
    return false
  }
}
