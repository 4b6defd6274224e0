import type { Connection } from '@canonry/pack'
import type { ReconcileRules } from '../../reconcile/pull-rules.js'
import { createSync } from '../../sync.js'
import type { Sync, Worker } from '../../sync-api.js'
import type { CallsAtOnce } from './calls-at-once.js'
import type { Clockwork } from './clockwork.js'
import type { Database } from './database.js'
import type { FaultKind } from './fault.js'
import type { FaultSource } from './fault-source.js'
import { simulatedConnection } from './simulated-connection.js'
import { simulatedFlow } from './simulated-flow.js'
import { createProcess, type SimulatedProcess } from './simulated-process.js'
import { simulatedStore } from './simulated-store.js'
import type { BuiltWorld } from './world.js'

/** What the processes of a company run on. */
export interface LifePorts {
  readonly tenant: string
  readonly clockwork: Clockwork
  readonly faults: FaultSource
  readonly built: BuiltWorld
  readonly database: Database
  readonly calls: CallsAtOnce
}

/** One life of a process, with the sync that runs in it. */
export interface Life {
  readonly process: SimulatedProcess
  readonly sync: Sync
  /** It lives, does not stand still, and is not on its way out. */
  isAble(): boolean
  isWorking(): boolean
  /** Ends it in good order. */
  end(): void
}

/** What distinguishes one life from others. */
export interface LifeOptions {
  readonly name: string
  /** Unique among all lives. */
  readonly life: number
  /** Whether it runs the next version of the user's code. */
  readonly isNext: boolean
  readonly onDeath: () => void
}

const BEARS: readonly FaultKind[] = ['crash-before', 'pause-after', 'restart']
const TICK_MS = 10_000
const LONGEST_PAUSE_MS = 90_000
const CLAIM_AGAIN_MS = 4_000
const LAGS_MS = [0, 50, 500, 2_000] as const

/** How far the clocks of two processes are apart at most, in milliseconds. */
export const LARGEST_SKEW_MS = 2_000

// where nothing happens, nobody need look for work four times a second
const CALM_MS = 2_000
const CALM_LAG_MS = 4_000

/** Starts a process that works as soon as it may. */
export function beginLife(ports: LifePorts, options: LifeOptions): Life {
  const process = processOf(ports, options)
  const sync = openSync(ports, { process, isNext: options.isNext })
  const { trace, wake, stir, now } = ports.clockwork
  let worker: Worker | undefined
  let isEnding = false
  const tell = (how: string) => trace.add({ at: now(), what: `${process.name}/process`, how })
  const life: Life = {
    process,
    sync,
    isAble: () => process.isAlive() && !process.isPaused() && !isEnding,
    isWorking: () => process.isAlive() && worker !== undefined,
    end: () => {
      if (!isEnding) void end()
    },
  }
  stir()
  wake()
  void work()
  tick(ports, life)
  return life

  async function work(): Promise<void> {
    while (!worker && !isEnding) {
      try {
        worker = await sync.start()
      } catch (problem) {
        tell(problem instanceof Error ? problem.message : 'something was thrown')
        await process.env.sleep(CLAIM_AGAIN_MS)
      }
    }
  }

  async function end(): Promise<void> {
    isEnding = true
    wake()
    await worker?.stop()
    tell('ended')
    process.die()
  }
}

// from time to time something befalls a process that has nothing to do with what it is doing
function tick({ clockwork, faults }: LifePorts, life: Life): void {
  const { process } = life
  const name = `${process.name}/process`
  const befall = (): void => {
    const { fault } = faults.next({ port: 'process', name, bears: BEARS })
    if (fault) clockwork.trace.add({ at: clockwork.now(), what: name, how: fault.kind })
    if (fault?.kind === 'crash-before') process.die()
    if (fault?.kind === 'pause-after') process.pause(fault.size * LONGEST_PAUSE_MS)
    if (fault?.kind === 'restart') life.end()
    process.soon(TICK_MS, befall)
  }
  process.soon(TICK_MS, befall)
}

function processOf(
  { clockwork, faults, built }: LifePorts,
  { name, life, onDeath }: LifeOptions,
): SimulatedProcess {
  const { draws } = clockwork
  const lagMs = LAGS_MS[Math.floor(draws.at('lag', 0) * LAGS_MS.length)] ?? 0
  const largest = draws.at('skewed', 0) < 0.5 ? 0 : LARGEST_SKEW_MS
  return createProcess({
    name,
    life,
    clockwork,
    faults,
    fetch: built.fetch ?? refuse,
    skewMs: Math.round((draws.at(`skew ${name}`, 0) - 0.5) * 2 * largest),
    lagMs: () => (clockwork.calmFor() > CALM_MS ? CALM_LAG_MS : lagMs),
    onDeath,
  })
}

function openSync(
  { tenant, built, database, calls }: LifePorts,
  { process, isNext }: { process: SimulatedProcess; isNext: boolean },
): Sync {
  const version = isNext ? { ...built, ...built.next } : built
  const {
    flows,
    ownership = {},
    reconcile = {},
    bootstrap = [],
    audit = false,
    retention = {},
    credentials,
  } = version
  const connections = version.connections.map((each) =>
    simulatedConnection(each, { process, calls }),
  )
  return createSync({
    tenant,
    store: simulatedStore(database.open(), process),
    credentials,
    connections,
    bootstrap: connections.filter(({ id }) => bootstrap.includes(id)),
    flows: flows.flat().map(simulatedFlow),
    ownership,
    audit,
    retention,
    reconcile: { ...unpulled(connections), ...reconcile },
    env: process.env,
  })
}

function unpulled(connections: readonly Connection[]): ReconcileRules {
  return Object.fromEntries(connections.map(({ id }) => [id, false]))
}

async function refuse({ url }: Request): Promise<Response> {
  throw new Error(`the simulated world has no network to ${new URL(url).host}: give it a fetch`)
}
