import type Database from 'better-sqlite3'

/**
 * better-sqlite3, where it is installed: `scripts/install-drivers.sh` does, since npm by itself cannot do
 * it on every machine on which everything else works.
 */
export const BetterDatabase: typeof Database | undefined = await load()

/** Why it cannot be tested with; `undefined` when it is there. */
export function betterIsMissing(): string | undefined {
  return BetterDatabase ? undefined : 'needs better-sqlite3: scripts/install-drivers.sh'
}

/** The same behind the names of tests; empty when it is there. */
export const needsBetter: string = BetterDatabase ? '' : ` (${betterIsMissing()})`

/** A database of better-sqlite3, in memory or in a file, in a test that is skipped without it. */
export function openBetter(file: string, options?: Database.Options): Database.Database {
  if (!BetterDatabase) throw new Error('better-sqlite3 is not installed')
  return new BetterDatabase(file, options)
}

async function load(): Promise<typeof Database | undefined> {
  try {
    const { default: loaded } = await import('better-sqlite3')
    return loaded
  } catch (problem) {
    if (process.env['CI']) throw problem
    return undefined
  }
}
