import type { Sync } from '@canonry/sync'

/** The one verb of a sync that a mount needs. */
export type Receiving = Pick<Sync, 'receive'>
