import type { Credentials, Failure } from '@canonry/pack'

/** The credentials of a connection could not be had; `cause` says why. */
class CredentialsAway extends Error {
  constructor(connection: string, cause: unknown) {
    super(`no credentials for connection "${connection}"`, { cause })
  }
}

/**
 * Credentials whose problems are known again when a connector throws them on: a vault that is away, or a
 * connection that it does not have, is no bug of the connector.
 */
export function knownCredentials(credentials: Credentials): Credentials {
  return {
    get: async (connection) => {
      try {
        return await credentials.get(connection)
      } catch (cause) {
        throw new CredentialsAway(connection, cause)
      }
    },
    refresh: (connection, stale, mint) => credentials.refresh(connection, stale, mint),
  }
}

/**
 * The failure of a call whose credentials could not be had. What a vault says may hold a secret, and
 * is not repeated.
 */
export function credentialsFailure(problem: unknown): Failure | undefined {
  if (!(problem instanceof CredentialsAway)) return undefined
  const message = `${problem.message}: see that \`credentials.get\` answers for it`
  return { kind: 'auth.expired', message }
}
