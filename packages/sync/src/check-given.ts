import type { SyncOptions } from './sync-options.js'

/**
 * Throws when an option is not there at all or is something else, saying what belongs there.
 *
 * The types say the same; this is for variables of the environment that are not set, and for those who
 * write JavaScript.
 */
export function checkGiven(options: SyncOptions): void {
  if (!isObject(options)) throw new Error('createSync is given no options')
  const { tenant, store, credentials, connections, flows } = options
  if (typeof tenant !== 'string' || tenant === '') {
    throw new Error('a sync needs a tenant: give it a name that is not empty: is its variable set?')
  }
  if (!has(store, 'open')) {
    throw new Error("`store` is no store: give sqlite('retail.db'), postgres(url) or memoryStore()")
  }
  if (!has(credentials, 'get')) {
    throw new Error(
      '`credentials` cannot be asked: give staticCredentials({ … }), or an object with `get` and `refresh`',
    )
  }
  if (!Array.isArray(connections)) throw new Error('`connections` is no list')
  if (!Array.isArray(flows)) throw new Error('`flows` is no list: give [] where nothing is decided')
  if (!connections.every((each) => has(each, 'open'))) {
    throw new Error(
      "a connection is none: give what `connect` of a pack answers, as in shopify.connect({ id: 'shop', … })",
    )
  }
  if (!flows.flat().every((each) => has(each, 'decide'))) {
    throw new Error('a flow is none: give what defineFlow answers, or a ready flow')
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

function has(value: unknown, method: string): boolean {
  return isObject(value) && typeof (value as Record<string, unknown>)[method] === 'function'
}
