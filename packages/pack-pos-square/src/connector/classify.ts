import { type Failure, type FailureClass, retryAtOf } from '@canonry/pack'
import type { SquareError, SquareProblem } from './square-client.js'

/** Square's answers and the network's silence as failure classes. */
export function classifySquare(problem: SquareProblem, now: number): Failure {
  if (problem.kind === 'not-reached') {
    return { kind: 'transient.definite', message: `Square was not reached: ${problem.reason}` }
  }
  if (problem.kind === 'no-answer') {
    return { kind: 'transient.unknown', message: `Square gave no answer: ${problem.reason}` }
  }
  if (problem.kind === 'unreadable') {
    return { kind: 'transient.unknown', message: 'the answer of Square is no JSON' }
  }
  const { status, errors, retryAfter } = problem
  if (status === 404 && errors.length === 0) {
    return { kind: 'transient.unknown', message: NOT_SQUARE }
  }
  const kind = errors.map(classOf).find((found) => found !== undefined) ?? byStatus(status)
  return {
    kind,
    message: `Square refused the request (${sayErrors(status, errors)})`,
    ...patience(retryAfter, now),
  }
}

const NOT_SQUARE =
  'a 404 came that is none of Square: something stands between, so nothing is known'

// https://developer.squareup.com/reference/square/enums/ErrorCode
const BY_CODE: Readonly<Record<string, FailureClass>> = {
  RATE_LIMITED: 'throttled',
  UNAUTHORIZED: 'auth.expired',
  ACCESS_TOKEN_EXPIRED: 'auth.expired',
  ACCESS_TOKEN_REVOKED: 'auth.revoked',
  CLIENT_DISABLED: 'auth.revoked',
  APPLICATION_DISABLED: 'auth.revoked',
  FORBIDDEN: 'auth.revoked',
  INSUFFICIENT_SCOPES: 'auth.revoked',
  INSUFFICIENT_PERMISSIONS: 'auth.revoked',
  NOT_FOUND: 'dependency.missing',
  // whatever its category, nobody knows what became of the request
  REQUEST_TIMEOUT: 'transient.unknown',
  CONFLICT: 'conflict.version',
  VERSION_MISMATCH: 'conflict.version',
  // the same key came with another body: one of the two is not what it says
  IDEMPOTENCY_KEY_REUSED: 'integrity',
}
const BY_CATEGORY: Readonly<Record<string, FailureClass>> = {
  RATE_LIMIT_ERROR: 'throttled',
  AUTHENTICATION_ERROR: 'auth.revoked',
  API_ERROR: 'transient.unknown',
  EXTERNAL_VENDOR_ERROR: 'transient.unknown',
  INVALID_REQUEST_ERROR: 'contract.invalid',
  PAYMENT_METHOD_ERROR: 'business.rejected',
  REFUND_ERROR: 'business.rejected',
  MERCHANT_SUBSCRIPTION_ERROR: 'business.rejected',
}

// a change of stock that became too old, or is not due yet by the other clock: its time is judged anew
function classOf({ category, code, field }: SquareError): FailureClass | undefined {
  if (code === 'INVALID_TIME' && field?.endsWith('occurred_at')) return 'conflict.version'
  return own(BY_CODE, code) ?? own(BY_CATEGORY, category)
}

function own(table: Readonly<Record<string, FailureClass>>, word: string) {
  return Object.hasOwn(table, word) ? table[word] : undefined
}

function byStatus(status: number): FailureClass {
  if (status === 429) return 'throttled'
  if (status === 401) return 'auth.expired'
  if (status === 403) return 'auth.revoked'
  return status === 408 || status >= 500 ? 'transient.unknown' : 'contract.invalid'
}

// only words of the vocabulary are shown: the detail may quote what was sent
function sayErrors(status: number, errors: readonly SquareError[]): string {
  const words = errors.map(({ code, field }) => {
    const at = field !== undefined && /^[\w.[\]]{1,80}$/.test(field) ? ` at ${field}` : ''
    return /^[A-Z0-9_]{1,60}$/.test(code) ? `${code}${at}` : 'a code of its own'
  })
  return [String(status), ...words].join(', ')
}

function patience(header: string | undefined, now: number): { retryAt?: number } {
  const retryAt = retryAtOf(header, now)
  return retryAt === undefined ? {} : { retryAt }
}
