import type { Ref } from '@canonry/model'
import type { Connection, Credentials } from '@canonry/pack'
import type { Flow } from '../../flow.js'
import type { OwnershipRules } from '../../ownership-rules.js'
import type { ReconcileRules } from '../../reconcile/pull-rules.js'
import type { RetentionRules } from '../../retention.js'
import type { SimulatedSystem } from './simulated-system.js'
import type { WorldPorts } from './world-ports.js'

/** A company as a simulation starts it: what is the user's own, and what the outside does. */
export interface World<Built extends BuiltWorld = BuiltWorld> {
  /** Names it in what is printed. */
  readonly name: string
  /** Builds it anew for a seed: the same ports must give the same world. */
  build(ports: WorldPorts): Built
}

/** What a company consists of. */
export interface BuiltWorld {
  readonly connections: readonly Connection[]
  readonly flows: readonly (Flow | readonly Flow[])[]
  readonly ownership?: OwnershipRules
  /**
   * Which connections are asked what no webhook told, as in `createSync`; default none. Deliveries of
   * these may be lost for good.
   */
  readonly reconcile?: ReconcileRules
  /** Which connections begin with a plan, by id; `ports.ask` lets somebody approve it. */
  readonly bootstrap?: readonly string[]
  /** How long bodies are kept, as in `createSync`; default as long as the world. */
  readonly retention?: RetentionRules
  /** Whether an audit log is kept, as in `createSync`. */
  readonly audit?: boolean
  readonly credentials: Credentials
  /** What the packs' simulators answer, for connectors that go through `Env.fetch`. */
  readonly fetch?: (request: Request) => Promise<Response>
  /** The systems that effects go to, and whose books are judged. */
  readonly systems: readonly SimulatedSystem[]
  /** What happens in the outside world, in order. */
  readonly steps: readonly Step[]
  /** What the systems must say in the end of what has happened: steps are left out when a failure is shrunk. */
  readonly expected?: () => readonly Expectation[]
  /** Another version of the user's code: some processes run it at the same time, and all in the end. */
  readonly next?: Pick<BuiltWorld, 'connections' | 'flows' | 'ownership'>
}

/** One thing that happens in the outside world: somebody orders, edits, cancels. */
export interface Step {
  /** Names it in what is printed: `order 1 is cancelled`. */
  readonly name: string
  act(): void
}

/** What the books of a system must say of a thing in the end. */
export interface Expectation {
  readonly system: SimulatedSystem
  /** Names the thing in its source. */
  readonly source: Ref
  /** `gone`: cancelled, or never there; `absent`: nothing must ever have reached the system. */
  readonly state: 'present' | 'cancelled' | 'gone' | 'absent'
  /** Says what is wrong with the content, if anything is. */
  readonly differs?: (body: unknown) => string | undefined
}
