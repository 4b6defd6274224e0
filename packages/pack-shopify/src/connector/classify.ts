import { type Failure, retryAtOf } from '@canonry/pack'
import type { AdminProblem } from './admin-client.js'

/** Where not even a list is there: no shop of this name, or no such version of the API. */
export const NOT_THERE: Failure = {
  kind: 'contract.invalid',
  message:
    "Shopify knows no such address (404): check the connection's `shop`, which is the permanent name before .myshopify.com, and its `apiVersion`",
}

/** Shopify's answers and the network's silence as failure classes. */
export function classifyAdmin(problem: AdminProblem, now: number): Failure {
  if (problem.kind === 'not-reached') {
    return { kind: 'transient.definite', message: `Shopify was not reached: ${problem.reason}` }
  }
  if (problem.kind === 'no-answer') {
    return { kind: 'transient.unknown', message: `Shopify gave no answer: ${problem.reason}` }
  }
  return { ...byStatus(problem.status), ...patience(problem.retryAfter, now) }
}

function byStatus(status: number): Failure {
  if (status === 429) return { kind: 'throttled', message: 'Shopify asks to slow down (429)' }
  if (status === 401) return { kind: 'auth.expired', message: 'Shopify refused the token (401)' }
  if (status === 402 || status === 403 || status === 423) {
    const message = `Shopify does not let this app in (${status}): check scopes and the shop's plan`
    return { kind: 'auth.revoked', message }
  }
  if (status === 404) return { kind: 'transient.unknown', message: NOT_SHOPIFY }
  if (status === 408 || status >= 500)
    return { kind: 'transient.unknown', message: `Shopify failed (${status})` }
  return { kind: 'contract.invalid', message: `Shopify refused the request (${status})` }
}

// Shopify's own 404 is no problem: it says that there is no such thing
const NOT_SHOPIFY =
  'a 404 came that is none of Shopify: something stands between, so nothing is known'

function patience(header: string | undefined, now: number): { retryAt?: number } {
  const retryAt = retryAtOf(header, now)
  return retryAt === undefined ? {} : { retryAt }
}
