import type { Completed, Completion, Counts } from '@canonry/sync'
import { putFindings } from './findings.js'
import { learn } from './gates.js'
import { lockEntities } from './lanes.js'
import { holdNames, holdWaiting, insertLinks } from './links.js'
import { addCounts, writeNotes } from './notes.js'
import type { Scope } from './scope.js'
import { together } from './sql.js'
import { updateEffects } from './update-effects.js'
import { wake } from './wake.js'

/** Records steps of held effects; see the store port. */
export async function complete(
  scope: Scope,
  { now, items }: { now: number; items: readonly Completion[] },
): Promise<readonly Completed[]> {
  const ids = items.map(({ row }) => row.id)
  const [, , fences] = await together([
    holdNaming(scope, items),
    lockEntities(scope, ids),
    takeSteps(scope, { now, items }),
  ])
  const done = items.filter((item) => fences.has(item))
  const links = done.flatMap(({ link }) => link ?? [])
  const findings = done.flatMap((item) => item.findings ?? [])
  const notes = {
    now,
    timeline: done.flatMap(({ timeline }) => timeline),
    exceptions: done.flatMap(({ exceptions }) => exceptions),
  }
  const [{ fresh }] = await together([
    insertLinks(scope, links),
    putFindings(scope, findings),
    writeNotes(scope, notes),
  ])
  await wake(scope, { links: fresh, now })
  const events = done.flatMap(({ gate: event, row: { connection } }) =>
    event ? [{ connection, event }] : [],
  )
  await learn(scope, { events, now })
  addCounts(scope, sumOf(done))
  return items.map((item): Completed => {
    const fence = fences.get(item)
    return fence === undefined ? { kind: 'stale' } : { kind: 'done', fence }
  })
}

async function holdNaming(scope: Scope, items: readonly Completion[]): Promise<void> {
  const waits = items.some(({ row }) => row.state === 'waiting')
  if (waits) await holdNames(scope)
  else if (items.some(({ link }) => link)) await holdWaiting(scope)
}

// steps of one effect are taken one after the other
async function takeSteps(
  scope: Scope,
  { now, items }: { now: number; items: readonly Completion[] },
): Promise<ReadonlyMap<Completion, number>> {
  const fences = new Map<Completion, number>()
  for (let left = items; left.length > 0; ) {
    const first = new Map(left.map((item) => [item.row.key, item] as const).reverse())
    const updates = [...first.values()].map(({ row, fence }) => ({ row, expected: fence }))
    const done = await updateEffects(scope, { updates, now })
    for (const [key, fence] of done) {
      const item = first.get(key)
      if (item) fences.set(item, fence)
    }
    left = left.filter((item) => first.get(item.row.key) !== item)
  }
  return fences
}

function sumOf(done: readonly Completion[]): Counts {
  const sum: Record<string, number> = {}
  for (const { counts } of done) {
    for (const [name, by] of Object.entries(counts)) sum[name] = (sum[name] ?? 0) + by
  }
  return sum
}
