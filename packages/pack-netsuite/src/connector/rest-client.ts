import { writeWire } from '@canonry/mapping'
import type { ConnectorPorts, Failure } from '@canonry/pack'
import { err, ok, type Result } from 'neverthrow'
import { type AccessToken, accessToken, type TokenSource } from './access-token.js'
import { classify } from './classify.js'
import { originOf } from './options.js'
import { type RestAnswer, refusalOf } from './refusal.js'

/** A call of NetSuite's REST services. */
export interface RestCall {
  readonly method: 'GET' | 'POST' | 'PUT'
  /** Below `/services/rest`, with its query. */
  readonly path: string
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
  /** Whether the call changes something, so that a lost answer leaves its outcome unknown. */
  readonly writes: boolean
  /** Whether NetSuite is to work it off as a job: the answer only says that it will. */
  readonly isJob?: true
}

/** Calls NetSuite's REST services, signed in. */
export interface RestClient {
  readonly account: string
  now(): number
  sleep(ms: number): Promise<void>
  /** Any answer of NetSuite, also a refusal; a failure where there was none. */
  call(call: RestCall): Promise<Result<RestAnswer, Failure>>
}

/** What a client is made with. */
export interface RestClientOptions extends ConnectorPorts {
  readonly connection: string
  readonly account: string
  readonly baseUrl?: string
}

const TOKEN_PATH = '/services/rest/auth/oauth2/v1/token'

/** A client of one account: signs in by itself, and once more when a token is refused. */
export function createRestClient(options: RestClientOptions): RestClient {
  const { env, credentials, connection, account } = options
  const base = (options.baseUrl ?? originOf(account)).replace(/\/+$/, '')
  const audience = `${originOf(account)}${TOKEN_PATH}`
  const source: TokenSource = {
    env,
    credentials,
    connection,
    audience,
    endpoint: base + TOKEN_PATH,
  }

  async function call(request: RestCall): Promise<Result<RestAnswer, Failure>> {
    const first = await accessToken(source)
    if (first.isErr()) return err(first.error)
    const answer = await send(request, first.value)
    if (answer.isErr() || answer.value.status !== 401) return answer
    const second = await accessToken(source, first.value)
    if (second.isErr()) return err(second.error)
    const again = await send(request, second.value)
    return again.andThen((answered) => (answered.status === 401 ? err(revoked()) : ok(answered)))
  }

  async function send(
    request: RestCall,
    { token }: AccessToken,
  ): Promise<Result<RestAnswer, Failure>> {
    try {
      const response = await env.fetch(toRequest(request, { base, token }))
      const { status, headers } = response
      return ok({ status, headers, text: await response.text() })
    } catch (problem) {
      return err(failureOf(request, classify(problem)))
    }
  }

  return { account, now: () => env.now(), sleep: (ms) => env.sleep(ms), call }
}

/** The answer if it is a success; else why not, knowing whether the call was to change something. */
export function accepted(
  client: RestClient,
  { call, answer }: { call: RestCall; answer: RestAnswer },
): Result<RestAnswer, Failure> {
  if (answer.status === successOf(call)) return ok(answer)
  const failure = refusalOf(answer, { account: client.account, now: client.now() })
  return err(failureOf(call, failure))
}

function successOf({ writes, isJob }: RestCall): number {
  if (isJob) return 202
  return writes ? 204 : 200
}

/** A reading changes nothing: its lost answer leaves nothing unknown and is simply tried again. */
export function failureOf({ writes }: Pick<RestCall, 'writes'>, failure: Failure): Failure {
  if (writes || failure.kind !== 'transient.unknown') return failure
  return { ...failure, kind: 'transient.definite' }
}

function toRequest(
  { method, path, body, headers }: RestCall,
  { base, token }: { base: string; token: string },
): Request {
  return new Request(`${base}/services/rest${path}`, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      accept: 'application/json',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      // without it NetSuite drops unknown properties silently
      'x-netsuite-propertynamevalidation': 'Error',
      ...headers,
    },
    ...(body === undefined ? {} : { body: writeWire(body) }),
  })
}

function revoked(): Failure {
  const message =
    'NetSuite refuses access tokens that it has just given: check the role, the integration and the login audit trail'
  return { kind: 'auth.revoked', message }
}
