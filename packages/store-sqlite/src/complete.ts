import type { Completed, Completion } from '@canonry/sync'
import { fenceOf, updateEffect } from './effect-rows.js'
import { putFinding } from './findings.js'
import { learn } from './gates.js'
import { writeNotes } from './notes.js'
import type { Scope } from './scope.js'
import { addLink } from './wake.js'

/** Records steps of held effects; see the store port. */
export function complete(
  scope: Scope,
  { now, items }: { now: number; items: readonly Completion[] },
): readonly Completed[] {
  return items.map((item) => completeOne(scope, { item, now }))
}

function completeOne(scope: Scope, { item, now }: { item: Completion; now: number }): Completed {
  if (fenceOf(scope, item.row.key) !== item.fence) return { kind: 'stale' }
  const fence = updateEffect(scope, { row: item.row, now })
  if (item.link) addLink(scope, { link: item.link, now })
  for (const write of item.findings ?? []) putFinding(scope, write)
  writeNotes(scope, { ...item, now })
  if (item.gate) learn(scope, { connection: item.row.connection, event: item.gate, now })
  return { kind: 'done', fence }
}
