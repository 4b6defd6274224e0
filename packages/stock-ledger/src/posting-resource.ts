import type { Resource } from '@canonry/pack'
import { type Account, addPosting, nextChange } from './account/account.js'
import { positionMapping } from './position-mapping.js'

/** The resource that postings are recorded as. */
export const POSTING = 'posting@stock'

/** Postings, each added to what was posted to its position before. */
export const postingResource: Resource = {
  name: POSTING,
  kind: 'Position',
  versions: { from: '1' },
  revision: 1,
  version: () => undefined,
  adds: (before, change) => addPosting(before as Account | undefined, change),
  changesAt: (state) => nextChange(state as Account),
  parts: [{ entity: 'stockPosition', mapping: positionMapping }],
}
