import { createHmac, timingSafeEqual } from 'node:crypto'
import { type Env, systemEnv, type WebhookRules } from '@canonry/pack'
import { err, ok } from 'neverthrow'
import { hmacBytes } from './signing-key.js'

const TOLERANCE_MS = 300_000

/** What Standard Webhooks leave to the sender: what a delivery is about. */
export interface StandardWebhooksOptions
  extends Pick<WebhookRules, 'resource' | 'routingKey' | 'deletes' | 'thin'> {
  /** The topic of a delivery, by its headers; default: always `webhook`. */
  topic?(headers: Headers): string | undefined
  /** Whose clock tells whether a delivery is too old; default: the machine's. */
  readonly env?: Env
}

/**
 * The rules of webhooks that are signed by Standard Webhooks 1.0.0, for packs of systems that do.
 *
 * HMAC-SHA256 over id, timestamp and raw body, in constant time, with any secret that is accepted;
 * what is more than five minutes old or ahead is refused. The id names the event. Signatures of other
 * kinds (`v1a`) are passed over.
 */
export function standardWebhooks(options: StandardWebhooksOptions): WebhookRules {
  const { env = systemEnv(), topic = () => 'webhook', resource, routingKey } = options
  const { deletes, thin } = options
  return {
    resource,
    routingKey,
    ...(deletes && { deletes }),
    ...(thin && { thin }),
    head: (headers) => {
      const eventId = headers.get('webhook-id')
      const named = topic(headers)
      return eventId && named !== undefined ? { topic: named, eventId } : undefined
    },
    begin: ({ headers, secrets }) => {
      const id = headers.get('webhook-id')
      const timestamp = headers.get('webhook-timestamp') ?? ''
      const given = signaturesIn(headers.get('webhook-signature') ?? '')
      const age = Math.abs(env.now() - Number(timestamp) * 1_000)
      if (!id || !/^\d{1,12}$/.test(timestamp) || age > TOLERANCE_MS || given.length === 0) {
        return err({ kind: 'unsigned' })
      }
      // with a key of no bytes anybody could sign
      const keys = secrets.map(hmacBytes).filter(({ length }) => length > 0)
      const macs = keys.map((key) => createHmac('sha256', key).update(`${id}.${timestamp}.`))
      return ok({
        update: (chunk) => {
          for (const mac of macs) mac.update(chunk)
        },
        // every signature is compared with every secret, so the time tells nothing
        holds: () =>
          macs
            .map((mac) => mac.digest())
            .flatMap((own) => given.map((other) => timingSafeEqual(own, other)))
            .includes(true),
      })
    },
  }
}

// more than a rotation needs is somebody who tries
const MOST_SIGNATURES = 8

function signaturesIn(header: string): Buffer[] {
  const known = header.split(' ').filter((each) => /^v1,[A-Za-z0-9+/]{43}=$/.test(each))
  return known.slice(0, MOST_SIGNATURES).map((each) => Buffer.from(each.slice(3), 'base64'))
}
