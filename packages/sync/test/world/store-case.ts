import type { Store } from '@canonry/sync'

/** Something that is true of a whole sync over any store. */
export interface StoreCase {
  readonly name: string
  run(create: () => Store): Promise<void>
}
