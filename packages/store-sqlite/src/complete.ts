import type { Completed, Counts } from '@canonry/sync'
import { fencesOf } from './effect-rows.js'
import { stepEffect } from './effect-writes.js'
import { putFinding } from './findings.js'
import { learn } from './gates.js'
import { placeOf } from './links.js'
import { addCounts, writeExceptions, writeTimeline } from './notes.js'
import type { PrintedComplete, PrintedCompletion } from './printed.js'
import type { Scope } from './scope.js'
import { addMade } from './wake.js'

/** Records steps of held effects; see the store port. */
export function complete(scope: Scope, { now, items }: PrintedComplete): readonly Completed[] {
  const done: PrintedCompletion[] = []
  const completed = items.map((item): Completed => {
    const completed = completeOne(scope, { item, now })
    if (completed.kind === 'done') done.push(item)
    return completed
  })
  writeExceptions(scope, { now, exceptions: done.flatMap(({ exceptions }) => exceptions) })
  writeTimeline(
    scope,
    done.flatMap(({ timeline }) => timeline),
  )
  addCounts(scope, sumOf(done))
  const events = done.flatMap(({ gate: event, row: { connection } }) =>
    event ? [{ connection, event }] : [],
  )
  learn(scope, { events, now })
  return completed
}

function completeOne(
  scope: Scope,
  { item, now }: { item: PrintedCompletion; now: number },
): Completed {
  const { link, row, fence: expected } = item
  const place = link && placeOf(scope, link)
  // of what is taken nothing may happen, but whoever has lost it hears that
  if (place?.kind === 'taken') return isHeld(scope, item) ? place : { kind: 'stale' }
  const fence = stepEffect(scope, { step: row, expected, now })
  if (fence === undefined) return { kind: 'stale' }
  if (place) addMade(scope, { link, place, now })
  for (const write of item.findings ?? []) putFinding(scope, write)
  return { kind: 'done', fence }
}

function isHeld(scope: Scope, { row: { key }, fence }: PrintedCompletion): boolean {
  return fencesOf(scope, [key]).get(key) === fence
}

function sumOf(done: readonly PrintedCompletion[]): Counts {
  const sum: Record<string, number> = {}
  for (const { counts } of done) {
    for (const [name, by] of Object.entries(counts)) sum[name] = (sum[name] ?? 0) + by
  }
  return sum
}
