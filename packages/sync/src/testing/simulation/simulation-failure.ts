import type { Fault } from './fault.js'
import type { Pace } from './pace.js'
import type { TraceLine } from './trace.js'

/** What exactly is to go wrong, and what is to happen, instead of what chance wants. */
export interface Schedule {
  readonly faults: readonly Fault[]
  /** Which steps of the world happen, by index; default all. */
  readonly steps?: readonly number[]
  readonly pace?: Pace
}

/** An invariant that broke, and all that it takes to see it again. */
export interface FoundFailure {
  readonly world: string
  readonly seed: number
  /** The name of the invariant. */
  readonly invariant: string
  readonly message: string
  /** The smallest schedule that still breaks it. */
  readonly schedule: Schedule
  /** How many faults the seed had before they were left away. */
  readonly faultsBefore: number
  /** The names of the steps that are left. */
  readonly steps: readonly string[]
  /** What happened to the thing that it is about. */
  readonly timeline: readonly string[]
  /** Everything that happened, in order. */
  readonly trace: readonly TraceLine[]
  /** The line that plays it again. */
  readonly replay: string
}

/** Thrown by `simulate`: says which invariant broke with which seed, why, and how to play it again. */
export class SimulationFailure extends Error {
  override readonly name = 'SimulationFailure'
  readonly found: FoundFailure

  constructor(found: FoundFailure) {
    super(printFailure(found))
    this.found = found
  }
}

const SHOWN_LINES = 40

function printFailure(found: FoundFailure): string {
  const { world, seed, invariant, message, schedule, faultsBefore, steps } = found
  const parts = [
    `"${invariant}" broke in the world "${world}" with seed ${seed}: ${message}`,
    section(
      `faults (${schedule.faults.length} of ${faultsBefore})`,
      schedule.faults.map(printFault),
    ),
    section('steps', steps),
    section('timeline', found.timeline),
    section('what happened', found.trace.filter(isTelling).slice(-SHOWN_LINES).map(printLine)),
    `play it again:\n  ${found.replay}`,
  ]
  return parts.filter((part) => part !== '').join('\n')
}

// a process that has nothing to do looks for work four times a second
function isTelling({ what, how }: TraceLine): boolean {
  return how !== 'done' || !/store\.(read|query|lease|maintain)$/.test(what)
}

function section(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : `${title}:\n${lines.map((line) => `  ${line}`).join('\n')}`
}

function printFault({ at, kind }: Fault): string {
  return `${at}: ${kind}`
}

function printLine({ at, what, how }: TraceLine): string {
  return `${new Date(at).toISOString().slice(11, 23)} ${what}: ${how}`
}

/** The call that plays a schedule again. */
export function printReplay({ seed, schedule }: Pick<FoundFailure, 'seed' | 'schedule'>): string {
  return `simulate({ ...options, seeds: ${seed}, schedule: ${JSON.stringify(schedule)} })`
}
