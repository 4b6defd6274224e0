import { entities } from '@canonry/model'
import { canonicalUpcasts, schemaVersion, type Upcasts } from '@canonry/pack'
import { ok } from 'neverthrow'
import { UNREADABLE_ROW } from '../pipeline/unreadable-row.js'
import type { Loop } from '../worker/run-loop.js'
import { handleExceptions } from './handle-exceptions.js'
import type { People } from './people.js'

const BY = { actor: 'canonry', why: 'this worker knows the shape' }
const LOOK_AGAIN_MS = 60_000
const RECOVER_MS = 1_000

/**
 * Resumes, now and then, what workers of an earlier release left to those who know a newer shape;
 * `undefined` where this code knows no more than the first shape of anything.
 */
export function createTakeUp(
  people: People,
  upcasts: Upcasts = canonicalUpcasts,
): Loop['step'] | undefined {
  const names = Object.keys(entities) as (keyof typeof entities)[]
  if (names.every((entity) => schemaVersion(upcasts, entity) === 1)) return undefined
  const { env } = people
  const filter = { reason: UNREADABLE_ROW.newer }
  let restsUntil = 0
  return async () => {
    if (env.now() < restsUntil) return ok(0)
    restsUntil = env.now() + RECOVER_MS
    const handled = await handleExceptions(people, { verb: 'resume', filter, by: BY })
    restsUntil = env.now() + LOOK_AGAIN_MS
    return ok(handled.filter(({ kind }) => kind === 'done').length)
  }
}
