import type { Link } from '@canonry/sync'
import { toRows } from './effect-rows.js'
import type { Scope } from './scope.js'
import { storeEffects } from './update-effects.js'

/** Makes due what waits for any name of the entities that got a new one. */
export async function wake(
  scope: Scope,
  { links, now }: { links: readonly Link[]; now: number },
): Promise<void> {
  if (links.length === 0) return
  const { sql, tenant } = scope
  const waiting = await sql.all(
    `SELECT e.fence, e.step, e.decided FROM @effect e
     WHERE e.tenant IS NOT DISTINCT FROM $1 AND e.waits_for = ANY(ARRAY(
       SELECT l.name FROM @link l WHERE l.tenant IS NOT DISTINCT FROM $1 AND l.id = ANY($2::text[])))
     ORDER BY e.key FOR NO KEY UPDATE`,
    tenant,
    [...new Set(links.map(({ id }) => id))],
  )
  const updates = toRows(waiting).map((row) => ({ row: { ...row, runAt: now } }))
  await storeEffects(scope, { updates, now })
}
