import type { OwnershipRules } from '../ownership-rules.js'
import type { Deciding } from './deciding.js'
import type { UnderWay } from './under-way.js'

/** What applying facts depends on beside the facts. */
export interface Applying extends Deciding {
  readonly ownership: OwnershipRules
  readonly uuid: () => string
  /** What pulls have taken into the journal; absent where nothing is pulled beside. */
  readonly underWay?: UnderWay
  /** A person resumed the fact: nothing has come of it before. */
  readonly isResumed?: true
}
