import { type Database, databaseOf } from './database.js'
import type { Draws } from './draws.js'
import { explainFailure } from './explain-failure.js'
import { FAULT_RATES, type FaultRates } from './fault.js'
import { drawnFaults, type FaultSource, givenFaults } from './fault-source.js'
import type { Invariant } from './invariant.js'
import { INVARIANTS } from './invariants.js'
import { runSeed, type SeedResult, type SeedRun } from './run-seed.js'
import { type Schedule, SimulationFailure } from './simulation-failure.js'
import { createReport, type SimulationReport } from './simulation-report.js'
import type { BuiltWorld, World } from './world.js'

/** What {@link simulate} is given. */
export interface SimulateOptions<Built extends BuiltWorld> {
  readonly world: World<Built>
  /** One seed, or the first and the last of many. */
  readonly seeds: number | readonly [first: number, last: number]
  /** How often what goes wrong; default {@link FAULT_RATES}. */
  readonly faults?: FaultRates
  /** What must hold beside {@link INVARIANTS}. */
  readonly invariants?: readonly Invariant<Built>[]
  /** A schedule that a failure printed, to be played again. */
  readonly schedule?: Schedule
  /**
   * Where the state lies; default in memory, on odd seeds in a store on which one process works at a
   * time, on even seeds in one on which all of them do.
   */
  readonly database?: () => Database
}

const REPEATED = 100

/**
 * Runs a world with its connections and flows on the real core, once for each seed, while processes
 * die, answers get lost, deliveries come twice and systems refuse; and judges it by invariants.
 *
 * A seed decides everything, so a run is repeated exactly by its seed; every hundredth is, and must
 * leave the same trace. The first breach is shrunk to the faults and steps that it takes, and thrown
 * as a {@link SimulationFailure}. Rejects where no seed is named: nothing would be tried.
 */
export async function simulate<Built extends BuiltWorld>(
  options: SimulateOptions<Built>,
): Promise<SimulationReport> {
  const [first, last] = seedsOf(options)
  const report = createReport()
  for (let seed = first; seed <= last; seed++) {
    const run = runOf(options, seed)
    const result = await runSeed(run)
    report.add(result)
    if (result.breach) throw new SimulationFailure(await explainFailure(run, result))
    if (seed % REPEATED === 0) await repeat(run, result)
  }
  return report.done()
}

function seedsOf({ seeds }: Pick<SimulateOptions<never>, 'seeds'>): readonly [number, number] {
  const [first, last] = typeof seeds === 'number' ? [seeds, seeds] : seeds
  if (Number.isSafeInteger(first) && Number.isSafeInteger(last) && first <= last) {
    return [first, last]
  }
  throw new Error(`no seed is tried from ${first} to ${last}: give whole numbers, the first before`)
}

/** What one seed of a simulation runs. */
export function runOf<Built extends BuiltWorld>(
  options: SimulateOptions<Built>,
  seed: number,
): SeedRun<Built> {
  const {
    world,
    schedule,
    invariants = [],
    faults = FAULT_RATES,
    database = databaseOf(seed),
  } = options
  return {
    seed,
    world,
    invariants: [...INVARIANTS, ...invariants],
    database,
    faultsOf: (draws: Draws): FaultSource =>
      schedule ? givenFaults(schedule.faults) : drawnFaults(draws, faults),
    ...(schedule?.steps && { steps: schedule.steps }),
    ...(schedule?.pace && { pace: schedule.pace }),
  }
}

async function repeat<Built extends BuiltWorld>(
  run: SeedRun<Built>,
  { hash }: SeedResult,
): Promise<void> {
  const again = await runSeed(run)
  if (again.hash === hash) return
  const { world, seed } = run
  throw new Error(
    `seed ${seed} of the world "${world.name}" went another way when it was run again: something in it uses the time, chance or network of the machine`,
  )
}
