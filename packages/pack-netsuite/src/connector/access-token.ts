import type { ConnectorPorts, CredentialSet, Failure, Secret } from '@canonry/pack'
import { retryAtOf, secret } from '@canonry/pack'
import { err, ok, type Result } from 'neverthrow'
import { isJsonObject } from '../wire/json-object.js'
import { signAssertion } from './assertion.js'
import { classify } from './classify.js'
import { failedWith } from './failed.js'

/** A token and the revision of the credentials that it came from. */
export interface AccessToken {
  readonly token: string
  readonly from: CredentialSet
}

/** Where tokens come from. */
export interface TokenSource extends ConnectorPorts {
  readonly connection: string
  /** The token endpoint at the account's own address. */
  readonly audience: string
  /** The token endpoint to call. */
  readonly endpoint: string
}

const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'
// a token that ends while the request is under way would be refused
const MARGIN_MS = 60_000

/**
 * The token to call with: the one that is kept while it lives, else a new one.
 *
 * `refused` is a token that NetSuite has just refused. One process mints, the others receive its
 * token (see `Credentials.refresh`).
 */
export async function accessToken(
  source: TokenSource,
  refused?: AccessToken,
): Promise<Result<AccessToken, Failure>> {
  try {
    const current = await source.credentials.get(source.connection)
    const kept = keptToken(current, source.env.now())
    if (kept !== undefined && kept !== refused?.token) return ok({ token: kept, from: current })
    const renewed = await source.credentials.refresh(source.connection, current, (now) =>
      mint(source, now),
    )
    const token = renewed.values['accessToken']?.reveal()
    return token === undefined ? err(noToken()) : ok({ token, from: renewed })
  } catch (problem) {
    return err(asReading(classify(problem)))
  }
}

/** Asking for a token changes nothing, so a lost answer leaves nothing unknown. */
function asReading(failure: Failure): Failure {
  return failure.kind === 'transient.unknown' ? { ...failure, kind: 'transient.definite' } : failure
}

function keptToken({ values }: CredentialSet, now: number): string | undefined {
  const until = Number(values['accessTokenExpiresAt']?.reveal() ?? 0)
  return now < until - MARGIN_MS ? values['accessToken']?.reveal() : undefined
}

async function mint(
  source: TokenSource,
  { values }: CredentialSet,
): Promise<Readonly<Record<string, Secret>>> {
  const { env, audience, endpoint } = source
  const body = new URLSearchParams({
    grant_type: 'client_credentials',
    client_assertion_type: ASSERTION_TYPE,
    client_assertion: assertionOf(values, { audience, now: env.now() }),
  })
  const response = await env.fetch(new Request(endpoint, { method: 'POST', body }))
  const answer = parse(await response.text())
  if (response.status === 429 || response.status >= 500) throw failedWith(busy(response, env.now()))
  const token = answer['access_token']
  if (!response.ok || typeof token !== 'string') throw failedWith(refusal(response.status, answer))
  const seconds = Number(answer['expires_in'])
  const expiresAt = env.now() + (Number.isFinite(seconds) ? seconds : 0) * 1000
  return { accessToken: secret(token), accessTokenExpiresAt: secret(String(expiresAt)) }
}

function assertionOf(
  values: Readonly<Record<string, Secret>>,
  { audience, now }: { audience: string; now: number },
): string {
  const [clientId, certificateId, privateKey] = ['clientId', 'certificateId', 'privateKey'].map(
    (name) => values[name]?.reveal() ?? '',
  ) as [string, string, string]
  if (!clientId || !certificateId || !privateKey) throw failedWith(incomplete())
  try {
    return signAssertion({ clientId, certificateId, privateKey, audience, now })
  } catch {
    throw failedWith(unreadableKey())
  }
}

function parse(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text)
    return isJsonObject(value) ? value : {}
  } catch {
    return {}
  }
}

function incomplete(): Failure {
  const message =
    'the credentials lack clientId, certificateId or privateKey: take them from Setup > Integration > OAuth 2.0 Client Credentials (M2M) Setup'
  return { kind: 'auth.revoked', message }
}

function unreadableKey(): Failure {
  const message =
    'the private key cannot be used: give it as unencrypted PEM, RSA, or EC on the curve P-256'
  return { kind: 'auth.revoked', message }
}

function noToken(): Failure {
  return { kind: 'auth.revoked', message: 'the credentials hold no access token after a refresh' }
}

function busy({ status, headers }: Response, now: number): Failure {
  const kind = status === 429 ? 'throttled' : 'transient.definite'
  const retryAt = retryAtOf(headers.get('retry-after'), now)
  const message = `NetSuite's token endpoint answered ${status}: it is tried again`
  return { kind, message, ...(retryAt !== undefined && { retryAt }) }
}

// the error is one of OAuth's own words
function refusal(status: number, answer: Readonly<Record<string, unknown>>): Failure {
  const { error } = answer
  const word = typeof error === 'string' && /^[a-z_]{1,40}$/.test(error) ? error : 'no reason given'
  const message = `NetSuite gave no access token (${status}, ${word}): check that the certificate is mapped to the integration and role, neither revoked nor expired, and that this machine's clock is right`
  return { kind: 'auth.revoked', message }
}
