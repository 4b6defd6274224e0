import { readWire } from '@canonry/mapping'
import { type Failure, retryAtOf } from '@canonry/pack'
import { elementsIn, isJsonObject } from '../wire/json-object.js'
import { type ErrorDetail, safeCode, sayRefusal } from './say-refusal.js'

/** An answer of NetSuite, with its text read. */
export interface RestAnswer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
}

/**
 * Whether an answer says that there is no such record.
 *
 * A 404 counts only in NetSuite's own form, because a proxy's would let a record look deleted;
 * transactions say it as a 400 in words of their own.
 */
export function isMissing(answer: RestAnswer): boolean {
  const details = detailsOf(answer)
  if (answer.status === 404) return details.length > 0
  return details.some(({ detail }) => /Transaction type specified is incorrect/.test(detail))
}

/** Why NetSuite refused a call, as a failure; the answer's own text is not repeated unless it is known. */
export function refusalOf(
  answer: RestAnswer,
  { account, now }: { account: string; now: number },
): Failure {
  const { status } = answer
  const details = detailsOf(answer)
  if (isThrottled(status, details)) return throttled(answer, now)
  if (status === 401) return refused('auth.expired', 'NetSuite refused the access token')
  if (status === 403) return forbidden(details)
  if (status === 408 || status >= 500) return serverError(status)
  if (status === 409 || details.some(({ detail }) => /record has been changed/i.test(detail))) {
    return refused(
      'conflict.version',
      'somebody else changed the record meanwhile: it is read and decided again',
    )
  }
  if (status >= 400 && (status !== 404 || details.length > 0))
    return sayRefusal(details, { status, account })
  return unexpected(answer)
}

/** The entries of `o:errorDetails`; none where the body is something else. */
export function detailsOf({ text }: RestAnswer): readonly ErrorDetail[] {
  const body = readWire(text).unwrapOr(undefined)
  if (!isJsonObject(body)) return []
  return elementsIn(body['o:errorDetails']).map((entry) => {
    const path = entry['o:errorPath']
    return {
      code: String(entry['o:errorCode'] ?? ''),
      detail: String(entry['detail'] ?? ''),
      ...(typeof path === 'string' ? { path } : {}),
    }
  })
}

const BUSY = /^(?:SSS_REQUEST_LIMIT_EXCEEDED|CONCURRENCY_LIMIT_EXCEEDED|WS_REQUEST_BLOCKED)$/

function isThrottled(status: number, details: readonly ErrorDetail[]): boolean {
  return status === 429 || details.some(({ code }) => BUSY.test(code))
}

function throttled({ headers }: RestAnswer, now: number): Failure {
  const retryAt = retryAtOf(headers.get('retry-after'), now)
  const message =
    'NetSuite runs as many requests as the account may at a time: it is tried again later'
  return { kind: 'throttled', message, ...(retryAt === undefined ? {} : { retryAt }) }
}

function forbidden(details: readonly ErrorDetail[]): Failure {
  const code = details[0]?.code ?? 'no code'
  const message = `the role may not do this (403, ${safeCode(code)}): give it the permission on the record, see the pack's README`
  return { kind: 'auth.revoked', message }
}

function serverError(status: number): Failure {
  const message = `NetSuite failed (${status}): whether the call was applied is found out by reading back`
  return { kind: 'transient.unknown', message }
}

function unexpected({ status, headers, text }: RestAnswer): Failure {
  const type = headers.get('content-type')?.split(';')[0] ?? 'no type'
  const message = `NetSuite answered ${status} with ${text.length} characters of ${type}, which is no answer of its services: something stands between`
  return { kind: 'transient.unknown', message }
}

function refused(kind: Failure['kind'], message: string): Failure {
  return { kind, message }
}
