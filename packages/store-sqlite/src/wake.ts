import type { Link } from '@canonry/sync'
import { EFFECT_COLUMNS, toRow } from './effect-rows.js'
import { putState } from './effect-writes.js'
import { insertLink } from './links.js'
import type { Scope } from './scope.js'

/** Adds a name of an entity and makes due what waits for any name of it. */
export function addLink(scope: Scope, { link, now }: { link: Link; now: number }): void {
  if (!insertLink(scope, link)) return
  const { sql, tenant } = scope
  const waiting = sql.all(
    `SELECT s.seq, ${EFFECT_COLUMNS} FROM link l
     CROSS JOIN effect_state s INDEXED BY effect_waiting ON s.waits_for = l.name
     CROSS JOIN effect e ON e.seq = s.seq AND e.tenant = l.tenant
     WHERE l.tenant = ? AND l.id = ?`,
    tenant,
    link.id,
  )
  for (const found of waiting) {
    putState(scope, { seq: Number(found['seq']), row: { ...toRow(found), runAt: now }, now })
  }
}
