import { type Database, databaseOf } from './database.js'
import { explainFailure } from './explain-failure.js'
import type { Fault, FaultKind } from './fault.js'
import { type CalledPort, givenFaults } from './fault-source.js'
import type { Invariant } from './invariant.js'
import { INVARIANTS } from './invariants.js'
import type { Pace } from './pace.js'
import { runSeed, type SeedResult, type SeedRun } from './run-seed.js'
import { SimulationFailure } from './simulation-failure.js'
import type { BuiltWorld, World } from './world.js'

/** What {@link crashEverywhere} is given. */
export interface CrashEverywhereOptions<Built extends BuiltWorld> {
  readonly world: World<Built>
  /** Decides about everything else; default 1. */
  readonly seed?: number
  /** What goes wrong beside the crash. */
  readonly faults?: readonly Fault[]
  /** What must hold beside {@link INVARIANTS}. */
  readonly invariants?: readonly Invariant<Built>[]
  /** Where the state lies; default in memory. */
  readonly database?: () => Database
}

/** What was tried. */
export interface CrashReport {
  /** Calls at which the process died, once before and once after each. */
  readonly calls: number
  readonly runs: number
}

const PACE: Pace = { gapMs: 600, faultyMs: 1_500, processes: ['a'] }
const CRASHES: readonly FaultKind[] = ['crash-before', 'crash-after']

/**
 * Lets the process of a world die at each of its calls, once before the call does anything and once
 * after it has done everything, and judges every end by the invariants.
 *
 * The first breach is thrown as a {@link SimulationFailure}.
 */
export async function crashEverywhere<Built extends BuiltWorld>(
  options: CrashEverywhereOptions<Built>,
): Promise<CrashReport> {
  const { faults = [] } = options
  const calm = runOf(options, faults)
  const { calls } = await judged(calm)
  const crashes = calls.flatMap(crashesAt)
  for (const crash of crashes) await judged(runOf(options, [...faults, crash]))
  return { calls: calls.length, runs: crashes.length + 1 }
}

function crashesAt({ name, index, bears }: CalledPort): readonly Fault[] {
  const at = `${name}#${index}`
  return CRASHES.filter((kind) => bears.includes(kind)).map((kind) => ({ at, kind, size: 0.5 }))
}

function runOf<Built extends BuiltWorld>(
  options: CrashEverywhereOptions<Built>,
  faults: readonly Fault[],
): SeedRun<Built> {
  const { world, seed = 1, invariants = [], database = databaseOf(seed) } = options
  return {
    world,
    seed,
    invariants: [...INVARIANTS, ...invariants],
    database,
    faultsOf: () => givenFaults(faults),
    pace: PACE,
  }
}

async function judged<Built extends BuiltWorld>(run: SeedRun<Built>): Promise<SeedResult> {
  const result = await runSeed(run)
  if (result.breach) throw new SimulationFailure(await explainFailure(run, result))
  return result
}
