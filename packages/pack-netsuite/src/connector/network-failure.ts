import { type Failure, isNeverSent } from '@canonry/pack'

const BROKEN = new Set([
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'UND_ERR_SOCKET',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'UND_ERR_ABORTED',
])

/**
 * What a rejected `fetch` or a body that broke off says about the call; `undefined` when it does not
 * look like the network at all.
 */
export function networkFailure(problem: unknown): Failure | undefined {
  const code = codeOf(problem)
  if (code !== undefined && isNeverSent(code)) {
    const message = `NetSuite cannot be reached (${code}): nothing was sent. It is tried again`
    return { kind: 'transient.definite', message }
  }
  if (!looksLikeNetwork(problem, code)) return undefined
  const message = `the connection to NetSuite broke off (${code ?? 'no answer'}): whether the call was applied is found out by reading back`
  return { kind: 'transient.unknown', message }
}

function looksLikeNetwork(problem: unknown, code: string | undefined): boolean {
  if (code !== undefined && BROKEN.has(code)) return true
  if (!(problem instanceof Error)) return false
  const aborted = problem.name === 'AbortError' || problem.name === 'TimeoutError'
  return (
    aborted || (problem instanceof TypeError && /fetch failed|terminated/.test(problem.message))
  )
}

function codeOf(problem: unknown): string | undefined {
  for (let error = problem; error instanceof Error; error = error.cause) {
    if ('code' in error && typeof error.code === 'string') return error.code
  }
  return undefined
}
