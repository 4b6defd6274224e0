import { isDeepStrictEqual } from 'node:util'
import type { Contest, Entrant } from './contest.js'
import { median, spread } from './statistics.js'

/** How long a contest is measured. */
export interface Effort {
  /** Turns of every entrant; every turn is timed as a whole. */
  readonly rounds: number
  /** Length of one turn. */
  readonly turnMs: number
  /** How long every entrant runs before anything is timed. */
  readonly warmUpMs: number
}

/** An entrant's figures: nanoseconds per input, and its time against the fastest rival. */
export interface Figure {
  readonly name: string
  readonly role: Entrant<unknown, unknown>['role']
  readonly medianNs: number
  /** Between the quartiles, as a share of the median. */
  readonly spread: number
  /** Time ÷ time of the fastest rival, the median over pairs of one round. */
  readonly time: number
}

interface Turns {
  readonly entrant: Entrant<unknown, unknown>
  readonly repeats: number
  readonly samples: number[]
}

// what is computed must go somewhere, or the engine may leave the work out
const sink: { output?: unknown } = {}

/**
 * Measures a contest: entrants take turns in a rotating order, so that whatever else the machine
 * does falls on all of them, and ratios are taken within a round.
 *
 * Throws when an entrant's output for any input differs from ours: then nothing is compared.
 */
export function measure(contest: Contest, effort: Effort): Figure[] {
  assertAgreement(contest)
  const { inputs, entrants } = contest
  for (const { run } of entrants) runFor(run, { inputs, ms: effort.warmUpMs })
  const all: Turns[] = entrants.map((entrant) => {
    const passes = runFor(entrant.run, { inputs, ms: effort.turnMs })
    return { entrant, repeats: passes, samples: [] }
  })
  for (let round = 0; round < effort.rounds; round += 1) {
    for (let place = 0; place < all.length; place += 1) {
      takeTurn(all[(round + place) % all.length] as Turns, inputs)
    }
  }
  return figuresOf(all)
}

/** Which of a contest's outputs differ from ours: a list of sentences, empty when all agree. */
export function disagreements({ name, inputs, entrants }: Contest): string[] {
  const ours = entrants.find(({ role }) => role === 'ours')
  if (!ours) return [`${name}: nobody is ours`]
  return entrants.flatMap(({ name: rival, run, agrees = isDeepStrictEqual }) =>
    inputs.flatMap((input, index) =>
      agrees(run(input), ours.run(input)) ? [] : [`${name}: ${rival} differs at input ${index}`],
    ),
  )
}

function assertAgreement(contest: Contest): void {
  const [first] = disagreements(contest)
  if (first !== undefined) throw new Error(first)
}

/** Runs over all inputs again and again; how many passes the time was enough for. */
function runFor(
  run: (input: unknown) => unknown,
  { inputs, ms }: { readonly inputs: readonly unknown[]; readonly ms: number },
): number {
  const end = performance.now() + ms
  let passes = 0
  do {
    for (const input of inputs) sink.output = run(input)
    passes += 1
  } while (performance.now() < end)
  return passes
}

function takeTurn({ entrant: { run }, repeats, samples }: Turns, inputs: readonly unknown[]): void {
  const start = performance.now()
  for (let repeat = 0; repeat < repeats; repeat += 1) {
    for (const input of inputs) sink.output = run(input)
  }
  samples.push(((performance.now() - start) * 1e6) / (repeats * inputs.length))
}

function figuresOf(all: readonly Turns[]): Figure[] {
  const rivals = all.filter(({ entrant }) => entrant.role === 'rival')
  const [fastest] = rivals.sort((a, b) => median(a.samples) - median(b.samples))
  if (!fastest) throw new Error('a contest needs a rival')
  return all.map(({ entrant: { name, role }, samples }) => ({
    name,
    role,
    medianNs: median(samples),
    spread: spread(samples),
    time: median(samples.map((ns, round) => ns / (fastest.samples[round] as number))),
  }))
}
