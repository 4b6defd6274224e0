import { err, ok, type Result } from 'neverthrow'
import type { Failure } from './failure.js'

/** Finds what a system calls things, by names that others know them by. */
export interface Lookup<Found> {
  /** What was found by name; a name that the system does not know is not in the map. */
  find(names: readonly string[]): Promise<Result<ReadonlyMap<string, Found>, Failure>>
  /** Forgets what was found by these names, or everything, because it turned out to be wrong. */
  forget(names?: readonly string[]): void
}

/** How a lookup asks, and how long it remembers. */
export interface LookupOptions<Found> {
  /** Asks the system for at most `atOnce` names. */
  ask(names: readonly string[]): Promise<Result<ReadonlyMap<string, Found>, Failure>>
  readonly atOnce: number
  readonly rememberMs: number
  /** The most that is remembered; default 100,000, of which the oldest are forgotten first. */
  readonly most?: number
  /** Whether something is worth remembering, and not asked for again next time; default everything. Pure. */
  remembers?(found: Found): boolean
  /** Epoch milliseconds. */
  now(): number
}

type Answer<Found> = Result<ReadonlyMap<string, Found>, Failure>

/**
 * Looks names up, many at a time, and remembers what it found for a while. Who comes for a name that is
 * being asked for waits for that answer.
 *
 * What was not found is asked for again each time, so that what waits for something goes on as soon
 * as it exists.
 */
export function createLookup<Found>(options: LookupOptions<Found>): Lookup<Found> {
  const { atOnce, now } = options
  const memory = createMemory(options)
  const questions = createQuestions(options, memory)
  return {
    forget: (names) => {
      memory.forget(names)
      questions.forget(names)
    },
    async find(names) {
      const at = now()
      const all = memory.recall(names, at)
      const missing = () => [...new Set(names)].filter((name) => !all.has(name))
      const others = questions.underway(missing())
      // what others were refused, or asked in vain, is asked for again below
      const heard = others.length > 0 ? await Promise.all(others) : []
      for (const answer of heard) add(all, among(names, answer.unwrapOr(new Map())))
      const unknown = missing()
      for (let start = 0; start < unknown.length; start += atOnce) {
        const answer = await questions.ask(unknown.slice(start, start + atOnce), at)
        if (answer.isErr()) return err(answer.error)
        add(all, answer.value)
      }
      return ok(all)
    },
  }
}

function add<Found>(all: Map<string, Found>, found: ReadonlyMap<string, Found>): void {
  for (const [name, each] of found) all.set(name, each)
}

function among<Found>(
  names: readonly string[],
  found: ReadonlyMap<string, Found>,
): ReadonlyMap<string, Found> {
  const wanted = new Set(names)
  return new Map([...found].filter(([name]) => wanted.has(name)))
}

interface Memory<Found> {
  remember(found: ReadonlyMap<string, Found>, at: number): void
  recall(names: readonly string[], at: number): Map<string, Found>
  forget(names?: readonly string[]): void
}

function createMemory<Found>({
  rememberMs,
  most = 100_000,
  remembers = () => true,
}: LookupOptions<Found>): Memory<Found> {
  const known = new Map<string, { readonly found: Found; readonly until: number }>()

  function put(name: string, found: Found, until: number): void {
    known.delete(name)
    known.set(name, { found, until })
    const [oldest] = known.keys()
    if (known.size > most && oldest !== undefined) known.delete(oldest)
  }

  return {
    forget: (names) => forgetIn(known, names),
    remember: (found, at) => {
      for (const [name, each] of found) if (remembers(each)) put(name, each, at + rememberMs)
    },
    recall: (names, at) =>
      new Map(
        names.flatMap((name) => {
          const entry = known.get(name)
          return entry && entry.until > at ? [[name, entry.found] as const] : []
        }),
      ),
  }
}

function forgetIn(known: Map<string, unknown>, names: Iterable<string> = known.keys()): void {
  for (const name of [...names]) known.delete(name)
}

interface Questions<Found> {
  /** Answers that others wait for, and that are about some of these names. */
  underway(names: readonly string[]): readonly Promise<Answer<Found>>[]
  ask(names: readonly string[], at: number): Promise<Answer<Found>>
  /** Lets what is underway go to those who wait for it, and into no memory. */
  forget(names?: readonly string[]): void
}

function createQuestions<Found>(
  { ask }: LookupOptions<Found>,
  memory: Memory<Found>,
): Questions<Found> {
  const underway = new Map<string, Promise<Answer<Found>>>()
  const isOf = (answer: Promise<Answer<Found>>) => (name: string) => underway.get(name) === answer
  return {
    underway: (names) => [...new Set(names.flatMap((name) => underway.get(name) ?? []))],
    forget: (names) => forgetIn(underway, names),
    ask: (names, at) => {
      const answer = ask(names)
        .then((given) => {
          if (given.isOk() && names.every(isOf(answer))) memory.remember(given.value, at)
          return given
        })
        .finally(() => {
          for (const name of names.filter(isOf(answer))) underway.delete(name)
        })
      for (const name of names) underway.set(name, answer)
      return answer
    },
  }
}
