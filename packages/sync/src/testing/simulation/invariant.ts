import type { Ref } from '@canonry/model'
import type { TenantStore } from '../../store/store.js'
import type { Sync } from '../../sync-api.js'
import type { CallsAtOnce } from './calls-at-once.js'
import type { Delivered } from './deliveries.js'
import type { BuiltWorld } from './world.js'

/** What an invariant looks at. */
export interface Simulated<Built extends BuiltWorld = BuiltWorld> {
  /** What the world built for this seed. */
  readonly world: Built
  /** The state as nobody's fault touches it: `exceptions`, `findings`, `timeline`, `backlog`. */
  readonly sync: Sync
  readonly store: TenantStore
  readonly deliveries: readonly Delivered[]
  readonly calls: CallsAtOnce
  /** Epoch milliseconds of simulated time. */
  now(): number
}

/** One breach of an invariant, and the thing that it is about, if it is about one. */
export interface Breach {
  readonly message: string
  readonly source?: Ref
}

/**
 * What must hold in a world, whatever goes wrong.
 *
 * `always`: after every write that a system applied; looks at what is there without waiting.
 * `finally`: once all faults have stopped and everything has come to rest.
 */
export type Invariant<Built extends BuiltWorld = BuiltWorld> =
  | {
      readonly name: string
      readonly when: 'always'
      check(simulated: Simulated<Built>): readonly Breach[]
    }
  | {
      readonly name: string
      readonly when: 'finally'
      check(simulated: Simulated<Built>): Promise<readonly Breach[]> | readonly Breach[]
    }
