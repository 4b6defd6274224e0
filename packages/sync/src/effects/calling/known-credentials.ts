import type { Credentials, Failure } from '@canonry/pack'

// the problems of credentials that could not be had, and of which connection
const problems = new WeakMap<object, string>()

/**
 * Credentials whose problems are known again when a connector throws them on: a vault that is away, or a
 * connection that it does not have, is no bug of the connector.
 */
export function knownCredentials(credentials: Credentials): Credentials {
  return {
    get: (connection) => {
      const answer = credentials.get(connection)
      void answer.catch((problem: unknown) => {
        if (typeof problem === 'object' && problem !== null) problems.set(problem, connection)
      })
      return answer
    },
    refresh: (connection, stale, mint) => credentials.refresh(connection, stale, mint),
  }
}

/**
 * The failure of a call whose credentials could not be had. What a vault says may hold a secret, and
 * is not repeated.
 */
export function credentialsFailure(problem: unknown): Failure | undefined {
  const connection =
    typeof problem === 'object' && problem !== null ? problems.get(problem) : undefined
  if (connection === undefined) return undefined
  const message = `no credentials for connection "${connection}": see that \`credentials.get\` answers for it`
  return { kind: 'auth.expired', message }
}
