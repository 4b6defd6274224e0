import { entities } from '@canonry/model'
import { canonicalUpcasts, schemaVersion } from '@canonry/pack'
import { UNREADABLE_ROW } from '../pipeline/unreadable-row.js'
import type { SyncOptions } from '../sync-options.js'
import { handleExceptions, type People } from './handle-exceptions.js'

const BY = { actor: 'canonry', why: 'this worker knows the shape' }

/** Resumes what workers of an earlier release left to those who know a newer shape. */
export async function takeUp(
  people: People,
  { upcasts = canonicalUpcasts }: Pick<SyncOptions, 'upcasts'>,
): Promise<void> {
  const names = Object.keys(entities) as (keyof typeof entities)[]
  const knowsMore = names.some((entity) => schemaVersion(upcasts, entity) > 1)
  if (!knowsMore) return
  const filter = { reason: UNREADABLE_ROW.newer }
  await handleExceptions(people, { verb: 'resume', filter, by: BY })
}
