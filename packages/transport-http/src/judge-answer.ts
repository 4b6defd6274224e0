import type { Failure } from '@canonry/pack'
import type { Published } from '@canonry/sync'
import type { HttpAnswer } from './post.js'
import { retryAfter } from './retry-after.js'

const HOUR_MS = 3_600_000

/**
 * What an endpoint's answer says about an event; the body plays no part.
 *
 * What the one who looks after the endpoint must set right pauses the connection and loses nothing:
 * a wrong address, a wrong secret, an endpoint that is gone.
 */
export function judgeAnswer({ status, retryAfter: header }: HttpAnswer, now: number): Published {
  if (status >= 200 && status < 300) return { kind: 'accepted' }
  const retryAt = retryAfter(header, now)
  const patience = retryAt === undefined ? {} : { retryAt }
  if (status === 429 || (status === 503 && retryAt !== undefined)) {
    const message = `the endpoint asks to wait (${status})`
    return rejected({ kind: 'throttled', message, ...patience })
  }
  if (NOT_TAKEN.has(status)) {
    const message = `the endpoint could not take it (${status})`
    return rejected({ kind: 'transient.definite', message, ...patience })
  }
  // a gateway's error does not say whether what is behind it took the event
  if (status >= 500) return { kind: 'unknown', message: `the endpoint failed (${status})` }
  return rejected(refusal(status, now))
}

// request timeout, too early, unavailable
const NOT_TAKEN: ReadonlySet<number> = new Set([408, 425, 503])

function refusal(status: number, now: number): Failure {
  if (status === 410) {
    const message =
      'the endpoint is gone and wants no more events (410): correct its address, or remove the connection'
    return { kind: 'auth.revoked', message, retryAt: now + HOUR_MS }
  }
  const why = FOR_PEOPLE[status] ?? (status < 400 ? MOVED : undefined)
  if (why) return { kind: 'auth.revoked', message: `${why} (${status})` }
  const message = `the endpoint refused the event (${status}): look there for the reason, under its id`
  return { kind: 'contract.invalid', message }
}

const MOVED = 'the endpoint names another place, which is not followed: set the new address'
const FOR_PEOPLE: Readonly<Record<number, string>> = {
  401: 'the endpoint refused the signature: compare the secrets on both sides',
  403: 'the endpoint refused the signature: compare the secrets on both sides',
  404: 'there is no endpoint at the address: correct it',
  405: 'the address takes no POST: correct it',
}

function rejected(failure: Failure): Published {
  return { kind: 'rejected', failure }
}
