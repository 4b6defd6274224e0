import type { EffectRow } from '@canonry/sync'
import { LATER, queueOf } from './due-floors.js'
import { flagsOf } from './effect-rows.js'
import type { Scope } from './scope.js'

/** Once the transaction is committed, looks for what is due find what came in it. */
export function noteDue(
  { afterwards, floors: { due } }: Scope,
  { rows, now }: { rows: readonly EffectRow[]; now: number },
): void {
  afterwards.push(() => {
    for (const row of rows) {
      const { runnable, timed } = flagsOf(row, now)
      if (runnable) due.lower(queueOf(row), row.dueAt)
      if (timed) due.lower(LATER, row.runAt)
    }
  })
}
