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
export async function measure(contest: Contest, effort: Effort): Promise<Figure[]> {
  await assertAgreement(contest)
  const { entrants } = contest
  for (const { run } of entrants) await runFor(run, { contest, ms: effort.warmUpMs })
  const all: Turns[] = []
  for (const entrant of entrants) {
    const repeats = await runFor(entrant.run, { contest, ms: effort.turnMs })
    all.push({ entrant, repeats, samples: [] })
  }
  for (let round = 0; round < effort.rounds; round += 1) {
    for (let place = 0; place < all.length; place += 1) {
      await takeTurn(all[(round + place) % all.length] as Turns, contest)
    }
  }
  return figuresOf(all)
}

/** Which of a contest's outputs differ from ours: a list of sentences, empty when all agree. */
export async function disagreements({ name, inputs, entrants }: Contest): Promise<string[]> {
  const ours = entrants.find(({ role }) => role === 'ours')
  if (!ours) return [`${name}: nobody is ours`]
  const found: string[] = []
  for (const { name: rival, run, agrees = isDeepStrictEqual } of entrants) {
    for (const [index, input] of inputs.entries()) {
      const [output, own] = [await run(input), await ours.run(input)]
      if (!agrees(output, own)) found.push(`${name}: ${rival} differs at input ${index}`)
    }
  }
  return found
}

async function assertAgreement(contest: Contest): Promise<void> {
  const [first] = await disagreements(contest)
  if (first !== undefined) throw new Error(first)
}

/** Runs over all inputs again and again; how many passes the time was enough for. */
async function runFor(
  run: (input: unknown) => unknown,
  { contest, ms }: { readonly contest: Contest; readonly ms: number },
): Promise<number> {
  const end = performance.now() + ms
  let passes = 0
  do {
    await pass(run, contest)
    passes += 1
  } while (performance.now() < end)
  return passes
}

async function takeTurn({ entrant, repeats, samples }: Turns, contest: Contest): Promise<void> {
  const start = performance.now()
  for (let repeat = 0; repeat < repeats; repeat += 1) await pass(entrant.run, contest)
  samples.push(((performance.now() - start) * 1e6) / (repeats * contest.inputs.length))
}

/** Once over all inputs; the one wait of a pass is nothing beside its sixteen inputs. */
async function pass(run: (input: unknown) => unknown, { inputs, isAsync }: Contest): Promise<void> {
  if (isAsync) for (const input of inputs) sink.output = await run(input)
  else for (const input of inputs) sink.output = run(input)
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
