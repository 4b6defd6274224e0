import { createHmac, createPrivateKey, type KeyObject, sign } from 'node:crypto'
import type { Secret } from '@canonry/pack'
import { err, ok, type Result } from 'neverthrow'

/** Signs the content of a webhook: `v1,…` or `v1a,…`. */
export type SigningKey = (content: Uint8Array) => string

// RFC 8410: what stands before the 32 bytes of an Ed25519 key in PKCS #8
const PKCS8_ED25519 = Buffer.from('302e020100300506032b657004220420', 'hex')

/**
 * A secret of Standard Webhooks as a key: `whsec_` with 24 to 64 bytes in base64 signs as `v1`
 * (HMAC-SHA256), `whsk_` with the 32 or 64 bytes of an Ed25519 key as `v1a`.
 *
 * The failure says what is wrong with the secret, and nothing of it.
 */
export function signingKey(secret: Secret): Result<SigningKey, string> {
  const [, prefix, base64 = ''] =
    /^(whsec_|whsk_)([A-Za-z0-9+/]+={0,2})$/.exec(secret.reveal()) ?? []
  const bytes = Buffer.from(base64, 'base64')
  if (prefix === 'whsec_') {
    return bytes.length >= 24 && bytes.length <= 64 ? ok(hmac(bytes)) : err(LENGTHS)
  }
  if (prefix === 'whsk_') {
    return bytes.length === 32 || bytes.length === 64 ? ok(ed25519(bytes)) : err(LENGTHS)
  }
  return err('a signing secret is "whsec_" or "whsk_" and base64')
}

const LENGTHS = 'a signing secret has 24 to 64 bytes behind "whsec_", or 32 or 64 behind "whsk_"'

/** The bytes of a `whsec_` secret. */
export function hmacBytes(secret: string): Buffer {
  return Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
}

function hmac(key: Buffer): SigningKey {
  return (content) => `v1,${createHmac('sha256', key).update(content).digest('base64')}`
}

function ed25519(bytes: Buffer): SigningKey {
  const der = Buffer.concat([PKCS8_ED25519, bytes.subarray(0, 32)])
  const key: KeyObject = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
  return (content) => `v1a,${sign(null, content, key).toString('base64')}`
}
