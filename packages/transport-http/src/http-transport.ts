import type { Failure, Secret } from '@canonry/pack'
import type { Envelope, Published, Transport, TransportEnv, TransportFailure } from '@canonry/sync'
import { err, errAsync, ok, okAsync, Result, ResultAsync } from 'neverthrow'
import { type EndpointRules, parseEndpoint } from './endpoint.js'
import { judgeAnswer } from './judge-answer.js'
import { nodePost } from './node-post.js'
import type { Post } from './post.js'
import { signedHeaders } from './signed-post.js'
import { type SigningKey, signingKey } from './signing-key.js'
import { createUnderWay } from './under-way.js'

/** What {@link httpTransport} is given. */
export interface HttpTransportOptions extends EndpointRules {
  /** The endpoint: `https://example.com/hooks`. */
  readonly url: string
  /**
   * The secrets that sign, asked for each request: while they are rotated, the old and the new one.
   * `whsec_…` signs as `v1` (HMAC-SHA256), `whsk_…` as `v1a` (Ed25519).
   */
  readonly secrets: () => Promise<readonly Secret[]>
  /** How long a request may take, in milliseconds; default 15,000. */
  readonly timeoutMs?: number
  /** The most bytes of a body; default 1 MiB. */
  readonly maxBytes?: number
  /** Makes the requests, instead of {@link nodePost}: a proxy, say. It must check addresses itself. */
  readonly post?: Post
}

interface Sending extends HttpTransportOptions {
  readonly post: Post
  readonly maxBytes: number
}

/**
 * Webhooks to one endpoint as a transport: one signed POST per message, by Standard Webhooks 1.0.0.
 *
 * It publishes and pulls nothing. 2xx is accepted; other answers are classified, and where there was
 * none after the request was on its way the outcome is unknown. Redirects are not followed, and
 * addresses that are not public are not called.
 */
export function httpTransport(options: HttpTransportOptions): Transport {
  const { maxBytes = 1024 * 1024 } = options
  const own = options.post ? undefined : nodePost(options)
  const sending: Sending = { ...options, maxBytes, post: options.post ?? (own as Post) }
  const underWay = createUnderWay()
  let env: TransportEnv | undefined
  let isClosed = false
  let isOver = false

  return {
    name: 'http',
    capabilities: { ...CAPABILITIES, maxBytes },
    open: (ports) => {
      if (isClosed) return errAsync(CLOSED)
      return parseEndpoint(options.url, options).match(
        () => {
          env ??= ports.env
          return okAsync(undefined)
        },
        ({ message }) => errAsync({ kind: 'misconfigured', message: `the endpoint: ${message}` }),
      )
    },
    publish: async (batch) => {
      if (!env || isClosed) return batch.map(() => SHUT)
      return underWay.add(publishAll(batch, { ...sending, env }))
    },
    pull: () => errAsync(DEAF),
    acknowledge: () => errAsync(DEAF),
    close: ({ drainMs }) => {
      isClosed = true
      return new ResultAsync(drain(drainMs))
    },
  }

  // one after the other, so that a batch keeps its order
  async function publishAll(batch: readonly Envelope[], given: Sending & { env: TransportEnv }) {
    const answers: Published[] = []
    for (const envelope of batch) answers.push(isOver ? SHUT : await publish(envelope, given))
    return answers
  }

  async function drain(drainMs: number): Promise<Result<void, TransportFailure>> {
    if (env) await underWay.settled(env, drainMs)
    isOver = true
    own?.end()
    return ok(undefined)
  }
}

const CAPABILITIES = {
  publishes: true,
  pulls: false,
  order: 'none',
  dedupeMs: 0,
  countsDeliveries: false,
  delays: false,
  extends: false,
  // each request is an answer of its own, so the core's limits count requests
  maxBatch: 1,
} as const

const CLOSED: TransportFailure = {
  kind: 'closed',
  message: 'the transport was closed: make another',
}
const DEAF: TransportFailure = {
  kind: 'misconfigured',
  message: 'webhooks are not pulled: give them to `sync.receive`',
}
const SHUT: Published = {
  kind: 'rejected',
  failure: { kind: 'transient.definite', message: 'the transport is not open' },
}

async function publish(
  envelope: Envelope,
  {
    env,
    url: text,
    secrets,
    timeoutMs = 15_000,
    maxBytes,
    post,
    ...rules
  }: Sending & { env: TransportEnv },
): Promise<Published> {
  const { body } = envelope
  if (body.length > maxBytes) {
    const message = `the event has ${body.length} bytes, at most ${maxBytes} are sent: raise \`maxBytes\`, or tell less`
    return rejected({ kind: 'contract.invalid', message })
  }
  const url = parseEndpoint(text, rules)
  if (url.isErr()) return rejected({ kind: 'auth.revoked', message: url.error.message })
  const keys = await keysOf(secrets)
  if (keys.isErr()) return rejected(keys.error)
  const headers = signedHeaders(envelope, { keys: keys.value, now: env.now() })
  if (headers.isErr()) {
    const message = `the event cannot be a webhook: ${headers.error}`
    return rejected({ kind: 'contract.invalid', message })
  }
  const [late, answered] = [new AbortController(), new AbortController()]
  void env.sleep(timeoutMs, answered.signal).then(() => late.abort())
  const request = { url: url.value, headers: headers.value, body, signal: late.signal }
  const answer = await post(request)
  answered.abort()
  return answer.match<Published>(
    (found) => judgeAnswer(found, env.now()),
    ({ kind, message }) => {
      if (kind === 'no-answer') return { kind: 'unknown', message }
      return rejected({ kind: kind === 'refused' ? 'auth.revoked' : 'transient.definite', message })
    },
  )
}

async function keysOf(
  secrets: HttpTransportOptions['secrets'],
): Promise<Result<SigningKey[], Failure>> {
  // also where asking itself throws
  const found = await Promise.resolve()
    .then(secrets)
    .catch(() => undefined)
  if (!found) {
    const message = 'the signing secrets cannot be had: look at what keeps them'
    return err({ kind: 'transient.definite', message })
  }
  const keys = Result.combine(found.map(signingKey))
  const none =
    found.length === 0 ? 'there is no signing secret: give the connection one' : undefined
  return none !== undefined
    ? err({ kind: 'auth.revoked', message: none })
    : keys.mapErr((message) => ({ kind: 'auth.revoked', message }))
}

function rejected(failure: Failure): Published {
  return { kind: 'rejected', failure }
}
