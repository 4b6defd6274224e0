import { err, ok, type Result } from 'neverthrow'
import type { Failure } from './failure.js'

/** Finds what a system calls things, by names that others know them by. */
export interface Lookup<Found> {
  /** What was found by name; a name that the system does not know is not in the map. */
  find(names: readonly string[]): Promise<Result<ReadonlyMap<string, Found>, Failure>>
  /** Forgets everything, because something that was found turned out to be wrong. */
  forget(): void
}

/** How a lookup asks, and how long it remembers. */
export interface LookupOptions<Found> {
  /** Asks the system for at most `atOnce` names. */
  ask(names: readonly string[]): Promise<Result<ReadonlyMap<string, Found>, Failure>>
  readonly atOnce: number
  readonly rememberMs: number
  /** The most that is remembered; default 100,000, of which the oldest are forgotten first. */
  readonly most?: number
  /** Epoch milliseconds. */
  now(): number
}

/**
 * Looks names up, many at a time, and remembers what it found for a while.
 *
 * What it did not find is asked for again each time, so that what waits for something goes on as soon
 * as it exists.
 */
export function createLookup<Found>({
  ask,
  atOnce,
  rememberMs,
  most = 100_000,
  now,
}: LookupOptions<Found>): Lookup<Found> {
  const known = new Map<string, { readonly found: Found; readonly until: number }>()

  function remember(name: string, found: Found, until: number): void {
    known.delete(name)
    known.set(name, { found, until })
    const [oldest] = known.keys()
    if (known.size > most && oldest !== undefined) known.delete(oldest)
  }

  function recall(names: readonly string[], at: number): Map<string, Found> {
    return new Map(
      names.flatMap((name) => {
        const entry = known.get(name)
        return entry && entry.until > at ? [[name, entry.found] as const] : []
      }),
    )
  }

  return {
    forget: () => known.clear(),
    async find(names) {
      const at = now()
      const all = recall(names, at)
      const unknown = [...new Set(names)].filter((name) => !all.has(name))
      for (let start = 0; start < unknown.length; start += atOnce) {
        const answer = await ask(unknown.slice(start, start + atOnce))
        if (answer.isErr()) return err(answer.error)
        for (const [name, found] of answer.value) {
          all.set(name, found)
          remember(name, found, at + rememberMs)
        }
      }
      return ok(all)
    },
  }
}
