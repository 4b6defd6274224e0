import type { Connection } from '@canonry/pack'
import type { Flow } from '../flow.js'

/** What deciding depends on beside the change: the flows, where they may write, and the time. */
export interface Deciding {
  readonly flows: readonly Flow[]
  /** Ids of the connections that effects may go to. */
  readonly connections: ReadonlyMap<string, Connection>
  readonly now: number
  /** A replay asks about what it changes nothing of: nothing is recorded of that again. */
  readonly isAgain?: true
  /** After which share of its time an effect is warned of. */
  readonly warnShare?: number
}
