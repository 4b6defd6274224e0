import type { Completed, Counts } from '@canonry/sync'
import { stepEffect } from './effect-writes.js'
import { putFinding } from './findings.js'
import { learn } from './gates.js'
import { addCounts, writeExceptions, writeTimeline } from './notes.js'
import type { PrintedComplete, PrintedCompletion } from './printed.js'
import type { Scope } from './scope.js'
import { addLink } from './wake.js'

/** Records steps of held effects; see the store port. */
export function complete(scope: Scope, { now, items }: PrintedComplete): readonly Completed[] {
  const done: PrintedCompletion[] = []
  const completed = items.map((item): Completed => {
    const fence = completeOne(scope, { item, now })
    if (fence === undefined) return { kind: 'stale' }
    done.push(item)
    return { kind: 'done', fence }
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
): number | undefined {
  const fence = stepEffect(scope, { step: item.row, expected: item.fence, now })
  if (fence === undefined) return undefined
  if (item.link) addLink(scope, { link: item.link, now })
  for (const write of item.findings ?? []) putFinding(scope, write)
  return fence
}

function sumOf(done: readonly PrintedCompletion[]): Counts {
  const sum: Record<string, number> = {}
  for (const { counts } of done) {
    for (const [name, by] of Object.entries(counts)) sum[name] = (sum[name] ?? 0) + by
  }
  return sum
}
