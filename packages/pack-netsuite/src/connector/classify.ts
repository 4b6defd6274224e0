import type { Failure } from '@canonry/pack'
import { failureIn } from './failed.js'
import { networkFailure } from './network-failure.js'

/**
 * Names the class of anything that was thrown on the way to NetSuite.
 *
 * What it does not know is `handler.bug`; the text of a foreign error is never repeated, because it
 * may quote data.
 */
export function classify(problem: unknown): Failure {
  return (
    failureIn(problem) ?? networkFailure(problem) ?? missingCredentials(problem) ?? bug(problem)
  )
}

function missingCredentials(problem: unknown): Failure | undefined {
  if (!(problem instanceof Error) || !problem.message.startsWith('no credentials')) return undefined
  return { kind: 'auth.revoked', message: problem.message }
}

function bug(problem: unknown): Failure {
  const name = problem instanceof Error ? problem.name : typeof problem
  return { kind: 'handler.bug', message: `the connector failed on its own account (${name})` }
}
