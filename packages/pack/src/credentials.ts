import type { Secret } from './secret.js'

/** The secrets of one connection by name, at one revision. */
export interface CredentialSet {
  readonly revision: number
  readonly values: Readonly<Record<string, Secret>>
  /** Webhook signing secrets that are accepted now: the current one and, while rotating, the one before. */
  readonly webhookSecrets: readonly Secret[]
}

/** Where secrets live. Never part of a connection, a log or a store row. */
export interface Credentials {
  get(connection: string): Promise<CredentialSet>
  /**
   * Replaces expired values by what `mint` returns.
   *
   * Compare-and-set on `stale.revision`, single flight: of any number of concurrent calls with one
   * stale revision `mint` runs once, and all receive its result.
   */
  refresh(
    connection: string,
    stale: CredentialSet,
    mint: (current: CredentialSet) => Promise<Readonly<Record<string, Secret>>>,
  ): Promise<CredentialSet>
}

/** What {@link staticCredentials} is given for one connection. */
export interface StaticCredential {
  readonly values?: Readonly<Record<string, Secret>>
  readonly webhookSecrets?: readonly Secret[]
}

/**
 * Credentials held in memory: for tests, and for services whose secrets come from the environment. Throws
 * for a value that is no {@link secret}.
 */
export function staticCredentials(
  connections: Readonly<Record<string, StaticCredential>>,
): Credentials {
  const sets = new Map<string, CredentialSet>()
  const minting = new Map<string, Promise<CredentialSet>>()
  for (const [name, { values = {}, webhookSecrets = [] }] of Object.entries(connections)) {
    for (const [value, each] of Object.entries(values)) {
      refusePlain(each, `"${value}" of "${name}"`)
    }
    for (const each of webhookSecrets) refusePlain(each, `a webhook secret of "${name}"`)
    sets.set(name, { revision: 1, values, webhookSecrets })
  }
  const get = async (connection: string): Promise<CredentialSet> => {
    const found = sets.get(connection)
    if (!found) throw new Error(`no credentials for connection "${connection}"`)
    return found
  }
  return {
    get,
    async refresh(connection, stale, mint) {
      const current = await get(connection)
      if (current.revision !== stale.revision) return current
      const running = minting.get(connection) ?? renew(connection, current, mint)
      minting.set(connection, running)
      return running.finally(() => minting.delete(connection))
    },
  }

  async function renew(
    connection: string,
    current: CredentialSet,
    mint: (current: CredentialSet) => Promise<Readonly<Record<string, Secret>>>,
  ): Promise<CredentialSet> {
    const values = { ...current.values, ...(await mint(current)) }
    const next = { ...current, revision: current.revision + 1, values }
    sets.set(connection, next)
    return next
  }
}

// a plain text would be printed where a secret is not, and could not be revealed
function refusePlain(value: Secret | undefined, what: string): void {
  if (typeof value?.reveal === 'function') return
  throw new TypeError(`${what} is no secret: wrap it, secret(process.env.…)`)
}
