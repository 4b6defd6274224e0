import type { Fault } from './fault.js'
import { givenFaults } from './fault-source.js'
import { runSeed, type SeedResult, type SeedRun } from './run-seed.js'
import { shrinkList } from './shrink.js'
import { type FoundFailure, printReplay, type Schedule } from './simulation-failure.js'
import type { BuiltWorld } from './world.js'

type FullSchedule = Schedule & Required<Pick<Schedule, 'steps'>>

/** Shrinks what broke to the faults and steps that it takes, and tells it. */
export async function explainFailure<Built extends BuiltWorld>(
  run: SeedRun<Built>,
  result: SeedResult,
): Promise<FoundFailure> {
  const before: FullSchedule = {
    faults: result.faults,
    steps: run.steps ?? result.steps.map((_, index) => index),
    ...(run.pace && { pace: run.pace }),
  }
  const schedule = await shrink(run, { before, invariant: result.breach?.invariant ?? '' })
  const told = await play(run, { schedule, isTold: true })
  const breach = told.breach ?? result.breach
  const { seed, world } = run
  return {
    world: world.name,
    seed,
    invariant: breach?.invariant ?? '',
    message: breach?.message ?? '',
    schedule,
    faultsBefore: result.faults.length,
    steps: schedule.steps.map((index) => result.steps[index] ?? ''),
    timeline: told.timeline,
    trace: told.lines,
    replay: printReplay({ seed, schedule }),
  }
}

// until nothing more can be left away, so that what is played again is not shrunk any further
async function shrink<Built extends BuiltWorld>(
  run: SeedRun<Built>,
  { before, invariant }: { before: FullSchedule; invariant: string },
): Promise<FullSchedule> {
  const breaks = async (schedule: FullSchedule) => {
    const { breach } = await play(run, { schedule })
    return breach?.invariant === invariant
  }
  // what chance made must break as a list of faults too, or there is nothing to leave away
  if (!(await breaks(before))) return before
  for (let kept = before; ; ) {
    const fewer = await leaveAway(kept, breaks)
    if (sizeOf(fewer) === sizeOf(kept)) return kept
    kept = fewer
  }
}

async function leaveAway(
  before: FullSchedule,
  breaks: (schedule: FullSchedule) => Promise<boolean>,
): Promise<FullSchedule> {
  const fewerFaults = (schedule: FullSchedule) =>
    shrinkList(schedule.faults, (faults) => breaks({ ...schedule, faults }))
  const faults = await fewerFaults(before)
  const steps = await shrinkList(before.steps, (steps) => breaks({ ...before, faults, steps }))
  return { ...before, steps, faults: await fewerFaults({ ...before, faults, steps }) }
}

function sizeOf({ faults, steps }: FullSchedule): number {
  return faults.length + steps.length
}

function play<Built extends BuiltWorld>(
  run: SeedRun<Built>,
  { schedule, isTold = false }: { schedule: FullSchedule; isTold?: boolean },
): Promise<SeedResult> {
  const faults: readonly Fault[] = schedule.faults
  return runSeed({ ...run, steps: schedule.steps, faultsOf: () => givenFaults(faults), isTold })
}
