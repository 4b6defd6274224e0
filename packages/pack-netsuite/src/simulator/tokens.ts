import type { Account } from './account.js'
import { problemResponse } from './problem.js'
import type { SimulatedRequest } from './simulated-request.js'
import { type RegisteredClient, refuseTokenRequest } from './token-endpoint.js'

const TOKEN_PATH = '/services/rest/auth/oauth2/v1/token'
const LIFETIME_SECONDS = 3600

/** Gives out access tokens and checks them. */
export interface Tokens {
  /** The token endpoint's answer, a 401, or `undefined` for a request that is signed in. */
  answer(request: SimulatedRequest): Response | undefined
  expireAll(): void
  revoke(clientId: string): void
}

/** Keeps the account's tokens: each lives 60 minutes, as NetSuite's do. */
export function createTokens(account: Account, registered: readonly RegisteredClient[]): Tokens {
  const expiries = new Map<string, number>()
  let clients = [...registered]
  let given = 0

  function give(request: SimulatedRequest): Response {
    const audience = `${account.origin}${TOKEN_PATH}`
    const form = new URLSearchParams(request.text)
    const refusal = refuseTokenRequest(form, { clients, audience, now: account.now() })
    if (refusal) {
      const { status, error, description } = refusal
      return Response.json({ error, error_description: description }, { status })
    }
    const token = `${account.account}.token.${++given}`
    expiries.set(token, account.now() + LIFETIME_SECONDS * 1000)
    const body = { access_token: token, expires_in: String(LIFETIME_SECONDS), token_type: 'bearer' }
    return Response.json(body)
  }

  function signedIn({ headers }: SimulatedRequest): boolean {
    const [, token = ''] = /^Bearer (\S+)$/i.exec(headers.get('authorization') ?? '') ?? []
    return account.now() < (expiries.get(token) ?? 0)
  }

  return {
    answer(request) {
      if (request.url.pathname === TOKEN_PATH) return give(request)
      return signedIn(request) ? undefined : unauthorized(account)
    },
    expireAll: () => expiries.clear(),
    revoke(clientId) {
      clients = clients.filter((client) => client.clientId !== clientId)
      expiries.clear()
    },
  }
}

function unauthorized(account: Account): Response {
  const detail = 'Invalid login attempt. For more details, see the Login Audit Trail.'
  const challenge = `Bearer realm="${account.account}", error="invalid_token"`
  return problemResponse(
    { status: 401, code: 'INVALID_LOGIN', detail },
    { 'www-authenticate': challenge },
  )
}
