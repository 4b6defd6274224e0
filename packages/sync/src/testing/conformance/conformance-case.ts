import type { Store } from '../../store/store.js'

/** One promise of the store port. `run` rejects with an AssertionError when a store breaks it. */
export interface StoreConformanceCase {
  readonly name: string
  /** `create` makes a fresh store that shares nothing with another. */
  run(create: () => Store | Promise<Store>): Promise<void>
}
