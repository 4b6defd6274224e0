import type { Link } from '@canonry/sync'
import { putEffect, toRows } from './effect-rows.js'
import { insertLink } from './links.js'
import type { Scope } from './scope.js'

/** Adds a name of an entity and makes due what waits for any name of it. */
export function addLink(scope: Scope, { link, now }: { link: Link; now: number }): void {
  if (!insertLink(scope, link)) return
  const { sql, tenant } = scope
  const waiting = sql.all(
    `SELECT e.effect FROM link l CROSS JOIN effect e ON e.tenant = l.tenant AND e.waits_for = l.name
     WHERE l.tenant = ? AND l.id = ?`,
    tenant,
    link.id,
  )
  for (const row of toRows(waiting)) putEffect(scope, { row: { ...row, runAt: now }, now })
}
