import { type CanonicalEvent, eventOf, type ToldChange } from '@canonry/model'
import type { Intent } from '@canonry/pack'
import { contentHash } from '../pipeline/content-hash.js'

/**
 * What an intent is to tell, as a canonical event.
 *
 * Its id follows from the intent alone: every attempt gives the same, another body or another
 * revision another. Its time is the one that the entity itself names, if it does.
 */
export function eventOfIntent(intent: Intent, source?: string): CanonicalEvent {
  const { key, entity, source: ref, body, revision } = intent
  const after = body as ToldChange['after'] & Told
  const action = actionOf(intent.kind, after)
  const time = action === 'cancelled' ? after.cancelledAt : after.updatedAt
  const event = eventOf({
    entity,
    ref,
    version: JSON.stringify([key, revision, contentHash(body)]),
    after,
    action,
    ...(revision !== undefined && { revision }),
    // when it was deleted, only the source knows
    ...(time !== undefined && action !== 'deleted' && { time }),
  })
  return source === undefined ? event : { ...event, source }
}

/** What some entities say of themselves. */
interface Told {
  readonly updatedAt?: string
  readonly cancelledAt?: string
}

function actionOf(kind: Intent['kind'], { cancelledAt }: Told): NonNullable<ToldChange['action']> {
  if (kind === 'upsert') return 'changed'
  return cancelledAt === undefined ? 'deleted' : 'cancelled'
}
