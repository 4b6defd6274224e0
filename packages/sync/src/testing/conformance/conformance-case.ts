import type { Store, StoreCapabilities } from '../../store/store.js'
import type { StoreInvariant } from './store-invariants.js'

/** Makes or opens a store. */
export type OpenStore = () => Store | Promise<Store>

/** One promise of the store port. `run` rejects with an AssertionError when a store breaks it. */
export interface StoreConformanceCase {
  readonly name: string
  readonly invariants?: readonly StoreInvariant[]
  /** What a store must be capable of; one that is not skips the case by this name. */
  readonly needs?: keyof StoreCapabilities
  /** What it is not asked of: a store that is capable of it promises something else instead. */
  readonly unless?: keyof StoreCapabilities
  /**
   * `create` makes a fresh store that shares nothing with another; `reopen` opens once more what it
   * made last, as another process does, and is asked only of a case that `needs` something.
   */
  run(create: OpenStore, reopen?: OpenStore): Promise<void>
}
