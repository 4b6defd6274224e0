import type { EffectState } from '@canonry/sync'
import { firstIn, type Lane } from './lanes.js'
import type { Scope } from './scope.js'
import { STANDING } from './standing.js'

/** Makes what stands first in its lane ready, and due, where it was planned. */
export function promote(scope: Scope, { lane, now }: { lane: Lane; now: number }): void {
  const seq = firstIn(scope, lane)
  if (seq === undefined) return
  const { sql, fences } = scope
  const { changes } = sql.run(
    `UPDATE effect_state SET state = 'ready', standing = ${STANDING.runnable}, run_at = ?, fence = ?
     WHERE seq = ? AND state = 'planned'`,
    now,
    fences.upcoming(),
    seq,
  )
  if (changes !== 0) fences.next()
}

/** Makes effects due that wait for any name of an entity. */
export function wake(scope: Scope, { id, now }: { id: string; now: number }): void {
  const { sql, tenant, fences } = scope
  const waiting = sql.all(
    `SELECT s.seq FROM link l
     CROSS JOIN effect_state s INDEXED BY effect_waiting ON s.waits_for = l.name
     CROSS JOIN effect e ON e.seq = s.seq AND e.tenant = l.tenant
     WHERE l.tenant = ? AND l.id = ?`,
    tenant,
    id,
  )
  for (const { seq } of waiting) {
    sql.run(
      `UPDATE effect_state SET standing = ${STANDING.runnable}, run_at = ?, fence = ? WHERE seq = ?`,
      now,
      fences.next(),
      Number(seq),
    )
  }
}

/** Gives an effect to a worker, under a new fence, which it answers. */
export function hold(
  { sql, fences }: Scope,
  { seq, state, now, epoch }: { seq: number; state: EffectState; now: number; epoch: number },
): number {
  const fence = fences.next()
  sql.run(
    `UPDATE effect_state SET state = ?, standing = ${STANDING.held}, waits_for = NULL, fence = ?,
       epoch = ?, updated_at = ? WHERE seq = ?`,
    state,
    fence,
    epoch,
    now,
    seq,
  )
  return fence
}
