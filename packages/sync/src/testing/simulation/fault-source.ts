import type { Draws } from './draws.js'
import type { Fault, FaultKind, FaultRates, PortName } from './fault.js'

/** Decides at each call whether something goes wrong, and remembers what did. */
export interface FaultSource {
  /** Counts a call of this name, and says what goes wrong at it, if anything that it `bears` does. */
  next(call: FaultyCall): Met
  /** From now on nothing goes wrong any more. */
  stop(): void
  readonly injected: readonly Fault[]
  /** Every call at which something may go wrong so far, whether it did or not. */
  readonly calls: readonly CalledPort[]
}

/** A call's number among those of its name, and what goes wrong at it. */
export interface Met {
  readonly index: number
  readonly fault: Fault | undefined
}

/** One call, as faults name it. */
export interface CalledPort {
  readonly name: string
  /** Counted from 0 among the calls of its name. */
  readonly index: number
  readonly bears: readonly FaultKind[]
}

/** A call at which something may go wrong. */
export interface FaultyCall {
  readonly port: PortName
  /** Names the call, and is counted: `a/store.commit`. */
  readonly name: string
  readonly bears: readonly FaultKind[]
}

// swarm: each seed leaves out half of all kinds, so that what is left shows its own effects
const LEFT_OUT = 0.5

/** Faults by chance: every seed has its own mix. */
export function drawnFaults(draws: Draws, rates: FaultRates): FaultSource {
  const mix = mixOf(draws, rates)
  return countedFaults(({ port, name, bears }, index) => {
    let chance = draws.at(`fault ${name}`, index)
    for (const kind of bears) {
      const rate = mix.get(`${port}.${kind}`) ?? 0
      if (chance < rate) {
        return { at: `${name}#${index}`, kind, size: draws.at(`size ${name}`, index) }
      }
      chance -= rate
    }
    return undefined
  })
}

/** Exactly these faults, at their calls. */
export function givenFaults(faults: readonly Fault[]): FaultSource {
  const byCall = new Map(faults.map((fault) => [fault.at, fault]))
  return countedFaults(({ name, bears }, index) => {
    const fault = byCall.get(`${name}#${index}`)
    return fault && bears.includes(fault.kind) ? fault : undefined
  })
}

function countedFaults(
  decide: (call: FaultyCall, index: number) => Fault | undefined,
): FaultSource {
  const counts = new Map<string, number>()
  const calls: CalledPort[] = []
  const injected: Fault[] = []
  let isStopped = false
  return {
    injected,
    calls,
    stop: () => {
      isStopped = true
    },
    next: (call) => {
      const index = counts.get(call.name) ?? 0
      counts.set(call.name, index + 1)
      if (!isStopped) calls.push({ name: call.name, index, bears: call.bears })
      const fault = isStopped ? undefined : decide(call, index)
      if (fault) injected.push(fault)
      return { index, fault }
    },
  }
}

function mixOf(draws: Draws, rates: FaultRates): ReadonlyMap<string, number> {
  const mix = new Map<string, number>()
  for (const [name, rate] of Object.entries(rates)) {
    if (draws.at(`mix ${name}`, 0) >= LEFT_OUT) {
      mix.set(name, rate * 2 * draws.at(`mix ${name}`, 1))
    }
  }
  return mix
}
