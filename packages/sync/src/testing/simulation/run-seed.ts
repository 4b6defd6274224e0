import { createSync } from '../../sync.js'
import { workerCode } from '../../worker/worker-code.js'
import { createCallsAtOnce } from './calls-at-once.js'
import { BEGIN, type Clockwork, createClockwork } from './clockwork.js'
import type { Database } from './database.js'
import { createDeliveries } from './deliveries.js'
import { createDraws, type Draws } from './draws.js'
import type { Fault } from './fault.js'
import type { CalledPort, FaultSource } from './fault-source.js'
import { createFleet, type Fleet } from './fleet.js'
import type { Breach, Invariant, Simulated } from './invariant.js'
import { LARGEST_SKEW_MS } from './life.js'
import type { Pace } from './pace.js'
import { timelineOf } from './timeline-of.js'
import type { TraceLine } from './trace.js'
import { createWishes, type Wishes } from './wishes.js'
import type { BuiltWorld, Step, World } from './world.js'

/** One run of a world with one seed. */
export interface SeedRun<Built extends BuiltWorld> {
  readonly seed: number
  readonly world: World<Built>
  readonly invariants: readonly Invariant<Built>[]
  readonly database: () => Database
  readonly faultsOf: (draws: Draws) => FaultSource
  /** Which steps of the world happen, by index; default all. */
  readonly steps?: readonly number[]
  /** Whether the trace is kept for people. */
  readonly isTold?: boolean
  /** How fast things happen; default as chance wants it. */
  readonly pace?: Pace
}

/** What a run showed. */
export interface SeedResult {
  readonly breach?: Breach & { readonly invariant: string }
  readonly faults: readonly Fault[]
  readonly calls: readonly CalledPort[]
  readonly hash: string
  readonly lines: readonly TraceLine[]
  /** The names of all steps of the world, whether they happened or not. */
  readonly steps: readonly string[]
  /** Simulated milliseconds. */
  readonly lasted: number
  /** What happened to the thing that the breach is about, in words. */
  readonly timeline: readonly string[]
}

const TENANT = 'simulated'
const STILL_FAULTY_MS = 30_000
const WATCH_MS = 1_000
// longer than the core waits for anything, quotas included
const LONGEST_HEALING_MS = 75 * 60_000
const LONGEST_WAIT_MS = 900_000
const LONGEST_GAP_MS = 4_000

/** Runs a world once: the same run gives the same result, to the last line of its trace. */
export async function runSeed<Built extends BuiltWorld>(run: SeedRun<Built>): Promise<SeedResult> {
  // what is loaded for the first time takes time of the machine
  await workerCode()
  const draws = createDraws(run.seed)
  const pace = run.pace ?? drawnPace(draws)
  const clockwork = createClockwork(draws, { isTold: run.isTold === true })
  const faults = run.faultsOf(draws)
  const company = found(run, { clockwork, faults, pace })
  const { fleet, simulated } = company
  fleet.start()
  const end = schedule(company, { run, clockwork, faults, pace })
  const judge = judgeOf(run.invariants, simulated)
  await clockwork.run(() => end.isReached() || judge.isBroken())
  const breach = judge.breach() ?? (await finalBreach(run.invariants, { simulated, end }))
  return {
    ...(breach && { breach }),
    faults: faults.injected,
    calls: faults.calls,
    hash: clockwork.trace.hash(),
    lines: clockwork.trace.lines,
    steps: simulated.world.steps.map(({ name }) => name),
    lasted: clockwork.now() - BEGIN,
    timeline: run.isTold && breach?.source ? await timelineOf(simulated.sync, breach.source) : [],
  }
}

function drawnPace(draws: Draws): Pace {
  return {
    gapMs: draws.at('gap', 0) * LONGEST_GAP_MS,
    faultyMs: STILL_FAULTY_MS,
    processes: draws.at('processes', 0) < 0.5 ? ['a'] : ['a', 'b'],
  }
}

interface Setting {
  readonly clockwork: Clockwork
  readonly faults: FaultSource
  readonly pace: Pace
}

interface Company<Built extends BuiltWorld> {
  readonly fleet: Fleet
  readonly simulated: Simulated<Built>
  readonly wishes: Wishes
}

function found<Built extends BuiltWorld>(
  { world, database: createDatabase }: SeedRun<Built>,
  { clockwork, faults, pace }: Setting,
): Company<Built> {
  const { now, draws } = clockwork
  const database = createDatabase()
  const calls = createCallsAtOnce()
  const deliveries = createDeliveries({
    clockwork,
    faults,
    isPulled: (connection) => Boolean(built.reconcile?.[connection]),
    receive: (connection, request) => fleet.receive(connection, request),
  })
  const wishes = createWishes({ clockwork, sync: () => fleet.sync() })
  const ports = { now, random: draws.stream('world'), deliver: deliveries.send, ask: wishes.ask }
  const built = world.build(ports)
  const fleet = createFleet(
    { tenant: TENANT, clockwork, faults, built, database, calls },
    pace.processes,
  )
  const raw = database.open()
  const { credentials, connections } = built
  const sync = createSync({ tenant: TENANT, store: raw, credentials, connections, flows: [] })
  const store = raw.open(TENANT)
  return {
    fleet,
    wishes,
    simulated: { world: built, sync, store, deliveries: deliveries.all, calls, now },
  }
}

interface End {
  isReached(): boolean
  /** Why it is not reached, although there was time enough. */
  why(): string | undefined
}

function schedule<Built extends BuiltWorld>(
  { fleet, simulated, wishes }: Company<Built>,
  { run, clockwork, faults, pace }: Setting & { run: SeedRun<Built> },
): End {
  const { world, sync, deliveries } = simulated
  const chosen = world.steps.filter((_, index) => run.steps?.includes(index) ?? true)
  const begun = clockwork.now()
  const last = Math.max(0, ...chosen.map((step) => startStep(step, { clockwork, world, pace })))
  let quiet = 0
  let healedAt = 0
  let why: string | undefined
  const watch = async (): Promise<void> => {
    const { facts, reads, effects, waiting } = await sync.backlog()
    const open = deliveries.filter(({ state }) => state === 'under-way').length + wishes.open()
    const isPulled = await isPulledSince(simulated, healedAt)
    const isQuiet = facts + reads + effects + open === 0 && isPulled && fleet.isUp()
    // what waits for something may be waiting in vain
    const isPatient = waiting > 0 && clockwork.now() - begun - last < LONGEST_WAIT_MS
    quiet = isQuiet && !isPatient ? quiet + 1 : 0
    if (clockwork.now() - begun - last > LONGEST_HEALING_MS) {
      why = `${facts} facts, ${reads} reads, ${effects} effects and ${open} deliveries or wishes are not done`
    }
    clockwork.after(WATCH_MS, () => {
      clockwork.wake()
      void watch()
    })
  }
  clockwork.after(last + pace.faultyMs, () => {
    clockwork.wake()
    faults.stop()
    fleet.heal()
    healedAt = clockwork.now()
    void watch()
  })
  return { isReached: () => quiet > 1 || why !== undefined, why: () => why }
}

// whatever was missed is found by a pull that began when nothing went wrong any more
async function isPulledSince<Built extends BuiltWorld>(
  { store, world }: Simulated<Built>,
  healedAt: number,
): Promise<boolean> {
  const pulled = Object.entries(world.reconcile ?? {}).filter(([, rules]) => rules !== false)
  if (pulled.length === 0) return true
  const rows = (await store.query<'connections'>({ kind: 'connections' })).unwrapOr([])
  return pulled.every(([id]) => {
    const pull = rows.find(({ connection }) => connection === id)?.pull
    // one that has read nothing only stands for when the connection became live
    const isOver = pull?.phase === 'done' && pull.pages > 0
    return isOver && pull.startedAt > healedAt + LARGEST_SKEW_MS
  })
}

function startStep(
  step: Step,
  { clockwork, world, pace }: Pick<Setting, 'clockwork' | 'pace'> & { world: BuiltWorld },
): number {
  const { trace, draws, now } = clockwork
  const index = world.steps.indexOf(step)
  // never two at one moment: steps keep their order
  const ms = index + Math.ceil(pace.gapMs * (index + draws.at('step', index)))
  clockwork.after(ms, () => {
    trace.add({ at: now(), what: 'world', how: step.name })
    clockwork.stir()
    clockwork.wake('foreign')
    step.act()
  })
  return ms
}

function judgeOf<Built extends BuiltWorld>(
  invariants: readonly Invariant<Built>[],
  simulated: Simulated<Built>,
) {
  const always = invariants.filter((invariant) => invariant.when === 'always')
  const { systems } = simulated.world
  let seen = 0
  let breach: SeedResult['breach']
  const isBroken = () => {
    const written = systems.reduce((sum, { ledger }) => sum + ledger.length, 0)
    if (written === seen) return false
    seen = written
    for (const { name, check } of always) {
      const [first] = check(simulated)
      if (first) breach ??= { ...first, invariant: name }
    }
    return breach !== undefined
  }
  return { isBroken, breach: () => breach }
}

async function finalBreach<Built extends BuiltWorld>(
  invariants: readonly Invariant<Built>[],
  { simulated, end }: { simulated: Simulated<Built>; end: End },
): Promise<SeedResult['breach']> {
  const why = end.why()
  if (why !== undefined) return { invariant: 'everything comes to rest', message: why }
  for (const { name, when, check } of invariants) {
    if (when !== 'finally') continue
    const [first] = await check(simulated)
    if (first) return { ...first, invariant: name }
  }
  return undefined
}
