import { type Failure, valueAt } from '@canonry/pack'
import { textAt } from './graphql.js'

/** The cursor behind which a list goes on; none where it is over. */
export function pageAfter(list: unknown): string | undefined {
  if (valueAt(list, '/pageInfo/hasNextPage') !== true) return undefined
  return textAt(list, '/pageInfo/endCursor') || undefined
}

/** Where a cursor comes again that had been followed. */
export const CIRCLE: Failure = {
  kind: 'transient.definite',
  message: 'the pages of Shopify go round in circles: a cursor came again that had been followed',
}
