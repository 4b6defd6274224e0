import type { Failure, Intent } from '@canonry/pack'
import type { Books, Fault, FaultKind, SimulatedSystemOptions, Step } from '@canonry/sync/testing'
import type { RetailHistory } from './retail-history.js'
import type { Telling } from './retail-world.js'
import type { SaySomething } from './say-something.js'

/** One named course of events, with what goes wrong in it beside a crash. */
export interface Scenario {
  readonly name: string
  readonly steps: (
    history: RetailHistory,
    saySomething: SaySomething,
    told: Telling,
  ) => readonly Step[]
  readonly faults?: readonly Fault[]
  readonly erp?: Partial<SimulatedSystemOptions>
  /** Whether an audit log is kept, as where people are erased. */
  readonly isErasing?: boolean
  /** Reasons of the exceptions that are open in the end, whatever dies; default none. */
  readonly open?: readonly string[]
}

/** A fault at a call of the one process: `erp.push#0` is its first push. */
export function at(call: string, kind: FaultKind, size = 0.5): Fault {
  return { at: call.startsWith('delivery') ? call : `a/${call}`, kind, size }
}

/** Faults at the first calls of a name, one after the other. */
export function first(name: string, ...kinds: readonly FaultKind[]): Fault[] {
  return kinds.map((kind, index) => at(`${name}#${index}`, kind))
}

/** A rule of the ERP for the intents of one entity, as long as it says so. */
export function refuses(
  entity: Intent['entity'],
  rule: (intent: Intent, books: Books) => Failure | undefined,
): Partial<SimulatedSystemOptions> {
  return {
    refuses: (intent, books) => (intent.entity === entity ? rule(intent, books) : undefined),
  }
}
