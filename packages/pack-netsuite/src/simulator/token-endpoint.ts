import { constants, createPublicKey, type KeyObject, verify } from 'node:crypto'
import { isJsonObject } from '../wire/json-object.js'

/** An integration that may sign in: the certificate's public half is registered under its id. */
export interface RegisteredClient {
  readonly clientId: string
  readonly certificateId: string
  /** PEM: the certificate or its public key, RSA or EC. */
  readonly publicKey: string
}

/** Why a token was not given, in the words of OAuth 2.0. */
export interface TokenRefusal {
  readonly status: number
  readonly error: 'invalid_request' | 'invalid_client' | 'invalid_grant' | 'unsupported_grant_type'
  readonly description: string
}

interface Assertion {
  readonly header: Readonly<Record<string, unknown>>
  readonly payload: Readonly<Record<string, unknown>>
  readonly signed: string
  readonly signature: Buffer
}

const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'

/** Says why a token request is refused; `undefined` when the assertion is in order. */
export function refuseTokenRequest(
  form: URLSearchParams,
  account: { clients: readonly RegisteredClient[]; audience: string; now: number },
): TokenRefusal | undefined {
  if (form.get('grant_type') !== 'client_credentials') {
    return refusal('unsupported_grant_type', 'grant_type must be client_credentials')
  }
  const assertion = parseAssertion(form.get('client_assertion') ?? '')
  if (form.get('client_assertion_type') !== ASSERTION_TYPE || !assertion) {
    return refusal('invalid_request', 'a JWT bearer client assertion is expected')
  }
  const { header, payload } = assertion
  const client = account.clients.find(
    ({ clientId, certificateId }) => clientId === payload['iss'] && certificateId === header['kid'],
  )
  if (!client || !signatureHolds(assertion, client)) {
    return { ...refusal('invalid_client', 'unknown client or wrong signature'), status: 401 }
  }
  return refuseClaims(payload, account)
}

function refuseClaims(
  payload: Readonly<Record<string, unknown>>,
  { audience, now }: { audience: string; now: number },
): TokenRefusal | undefined {
  const { iat, exp, aud, scope } = payload
  if (aud !== audience) return refusal('invalid_grant', 'aud must be the token endpoint')
  if (![scope].flat().includes('rest_webservices')) {
    return refusal('invalid_grant', 'the scope rest_webservices is missing')
  }
  if (typeof iat !== 'number' || typeof exp !== 'number' || exp - iat >= 3600) {
    return refusal('invalid_grant', 'exp must be less than 60 minutes after iat')
  }
  const seconds = now / 1000
  if (exp <= seconds || iat > seconds + 60)
    return refusal('invalid_grant', 'expired or not yet valid')
  return undefined
}

function parseAssertion(text: string): Assertion | undefined {
  const [head = '', body = '', signature = '', ...rest] = text.split('.')
  const header = parsePart(head)
  const payload = parsePart(body)
  if (!header || !payload || signature === '' || rest.length > 0) return undefined
  return {
    header,
    payload,
    signed: `${head}.${body}`,
    signature: Buffer.from(signature, 'base64url'),
  }
}

function parsePart(part: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'))
    return isJsonObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

function signatureHolds(
  { header, signed, signature }: Assertion,
  client: RegisteredClient,
): boolean {
  const match = /^(PS|ES)(256|384|512)$/.exec(String(header['alg']))
  const key = createPublicKey(client.publicKey)
  if (!match || (match[1] === 'ES') !== (key.asymmetricKeyType === 'ec')) return false
  return verify(`sha${match[2]}`, Buffer.from(signed), signatureKey(key), signature)
}

function signatureKey(key: KeyObject): Parameters<typeof verify>[2] {
  if (key.asymmetricKeyType === 'ec') return { key, dsaEncoding: 'ieee-p1363' }
  const { RSA_PKCS1_PSS_PADDING: padding, RSA_PSS_SALTLEN_DIGEST: saltLength } = constants
  return { key, padding, saltLength }
}

function refusal(error: TokenRefusal['error'], description: string): TokenRefusal {
  return { status: 400, error, description }
}
