import type { Failure } from '@canonry/pack'
import type { AdminProblem } from './admin-client.js'

/** Shopify's answers and the network's silence as failure classes. */
export function classifyAdmin(problem: AdminProblem, now: number): Failure {
  if (problem.kind === 'not-reached') {
    return { kind: 'transient.definite', message: `Shopify was not reached: ${problem.reason}` }
  }
  if (problem.kind === 'no-answer') {
    return { kind: 'transient.unknown', message: `Shopify gave no answer: ${problem.reason}` }
  }
  return { ...byStatus(problem.status), ...retryAt(problem.retryAfter, now) }
}

function byStatus(status: number): Failure {
  if (status === 429) return { kind: 'throttled', message: 'Shopify asks to slow down (429)' }
  if (status === 401) return { kind: 'auth.expired', message: 'Shopify refused the token (401)' }
  if (status === 402 || status === 403 || status === 423) {
    const message = `Shopify does not let this app in (${status}): check scopes and the shop's plan`
    return { kind: 'auth.revoked', message }
  }
  if (status >= 500) return { kind: 'transient.unknown', message: `Shopify failed (${status})` }
  return { kind: 'contract.invalid', message: `Shopify refused the request (${status})` }
}

function retryAt(seconds: string | undefined, now: number): { retryAt?: number } {
  const wait = Number(seconds)
  return seconds === undefined || Number.isNaN(wait) ? {} : { retryAt: now + wait * 1000 }
}
