/**
 * One way of doing a contest's work. `ours` is measured against the `rivals`; `aside` is for
 * information. Where several are ours, each must reach the target.
 */
export interface Entrant<I, O> {
  readonly name: string
  readonly role: 'ours' | 'rival' | 'aside'
  readonly run: (input: I) => O
  /** Whether an output says the same as ours where it need not be equal to it. */
  readonly agrees?: (output: unknown, ours: unknown) => boolean
}

/**
 * What ours must reach against the fastest rival of the same run.
 *
 * `speed` is rival time ÷ our time and has a lower bound; `time` is its inverse and has an upper one.
 */
export type Target =
  | { readonly measure: 'speed'; readonly atLeast: number }
  | { readonly measure: 'time'; readonly atMost: number }

/** The same work done side by side on the same inputs, which take turns. */
export interface Contest<I = unknown, O = unknown> {
  readonly name: string
  readonly target?: Target
  /** Entrants answer with promises, and each is waited for. */
  readonly isAsync?: true
  readonly inputs: readonly I[]
  readonly entrants: readonly Entrant<I, O>[]
}

/** The contests of one package, as `npm run bench -- <name>` runs them. */
export interface Suite {
  readonly name: string
  /** Packages whose versions belong to the figures. */
  readonly peers: readonly string[]
  readonly contests: readonly Contest[]
}

/** Declares a contest; its entrants share the types of its inputs and outputs. */
export function contest<I, O>(declared: Contest<I, O>): Contest {
  return declared as unknown as Contest
}
