import { constants, createPrivateKey, type KeyObject, sign } from 'node:crypto'

/** Who signs in, and what for. */
export interface AssertionRequest {
  readonly clientId: string
  readonly certificateId: string
  /** PEM; RSA signs with PS256, EC on P-256 with ES256. */
  readonly privateKey: string
  /** The token endpoint at the account's own address, whatever proxy is called. */
  readonly audience: string
  /** Epoch ms. */
  readonly now: number
}

const LIFETIME_SECONDS = 300
// what OpenSSL calls the curve
const P_256 = 'prime256v1'

/**
 * The signed assertion of the client credentials flow (Oracle help: section_162790605110).
 *
 * Throws where the key cannot be read, or is of another curve: ES256 is for P-256 alone (RFC 7518, 3.4).
 */
export function signAssertion(request: AssertionRequest): string {
  const key = createPrivateKey(request.privateKey)
  const elliptic = key.asymmetricKeyType === 'ec'
  if (elliptic && key.asymmetricKeyDetails?.namedCurve !== P_256) throw new Error('not on P-256')
  const issuedAt = Math.floor(request.now / 1000)
  const header = { typ: 'JWT', alg: elliptic ? 'ES256' : 'PS256', kid: request.certificateId }
  const payload = {
    iss: request.clientId,
    scope: 'rest_webservices',
    aud: request.audience,
    iat: issuedAt,
    exp: issuedAt + LIFETIME_SECONDS,
  }
  const text = `${encode(header)}.${encode(payload)}`
  const signature = sign('sha256', Buffer.from(text), signingKey(key))
  return `${text}.${signature.toString('base64url')}`
}

function signingKey(key: KeyObject): Parameters<typeof sign>[2] {
  if (key.asymmetricKeyType === 'ec') return { key, dsaEncoding: 'ieee-p1363' }
  const { RSA_PKCS1_PSS_PADDING: padding, RSA_PSS_SALTLEN_DIGEST: saltLength } = constants
  return { key, padding, saltLength }
}

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url')
}
