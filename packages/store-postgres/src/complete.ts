import type {
  Completed,
  Completion,
  Counts,
  Holder,
  StoreFailure,
  TenantStore,
} from '@canonry/sync'
import { err, ok, type Result, type ResultAsync } from 'neverthrow'
import { putFindings } from './findings.js'
import { learn } from './gates.js'
import { lockEntities } from './lanes.js'
import { holdNames, holdWaiting, insertMade } from './links.js'
import { addCounts, writeNotes } from './notes.js'
import type { Scope } from './scope.js'
import { together } from './sql.js'
import { updateEffects } from './update-effects.js'
import { wake } from './wake.js'

type Complete = Parameters<TenantStore['complete']>[0]
type Completing = ResultAsync<readonly Completed[], StoreFailure>

/**
 * Records steps of held effects; see the store port.
 *
 * Where one of them cannot be linked, everything is taken back, and the others are recorded anew.
 */
export function complete(request: Complete, write: Write): Completing {
  const taken = new Map<Completion, Holder>()
  const attempt = (): Completing => {
    const known = taken.size
    const recorded = write((scope) => recordSteps(scope, { ...request, taken }))
    return recorded.orElse((failure) => (taken.size > known ? attempt() : err(failure)))
  }
  return attempt()
}

/** Runs work in a transaction, which is rolled back when the work fails. */
type Write = (
  work: (scope: Scope) => Promise<Result<readonly Completed[], StoreFailure>>,
) => Completing

async function recordSteps(
  scope: Scope,
  { now, items, taken }: Complete & { readonly taken: Map<Completion, Holder> },
): Promise<Result<readonly Completed[], StoreFailure>> {
  const wanted = items.filter((item) => !taken.has(item))
  const [, , fences] = await together([
    holdNaming(scope, wanted),
    lockEntities(
      scope,
      wanted.map(({ row }) => row.id),
    ),
    takeSteps(scope, { now, items: wanted }),
  ])
  const done = wanted.filter((item) => fences.has(item))
  const [links] = await together([
    insertMade(
      scope,
      done.flatMap(({ link }) => link ?? []),
    ),
    writeRest(scope, { now, done }),
  ])
  for (const item of done) {
    const by = item.link && links.taken.get(item.link)
    if (by) taken.set(item, by)
  }
  if (links.taken.size > 0) return err(TAKEN)
  await wake(scope, { links: links.fresh, now })
  await learn(scope, { events: eventsOf(done), now })
  addCounts(scope, sumOf(done))
  return ok(items.map((item) => answerOf({ by: taken.get(item), fence: fences.get(item) })))
}

const TAKEN: StoreFailure = {
  kind: 'conflict',
  message: 'what an effect made is linked to another entity',
}

async function writeRest(
  scope: Scope,
  { now, done }: { readonly now: number; readonly done: readonly Completion[] },
): Promise<void> {
  const findings = done.flatMap((item) => item.findings ?? [])
  const notes = {
    now,
    timeline: done.flatMap(({ timeline }) => timeline),
    exceptions: done.flatMap(({ exceptions }) => exceptions),
  }
  await together([putFindings(scope, findings), writeNotes(scope, notes)])
}

function eventsOf(done: readonly Completion[]) {
  return done.flatMap(({ gate: event, row: { connection } }) =>
    event ? [{ connection, event }] : [],
  )
}

function answerOf({
  by,
  fence,
}: {
  readonly by: Holder | undefined
  readonly fence: number | undefined
}): Completed {
  if (by) return { kind: 'taken', by }
  return fence === undefined ? { kind: 'stale' } : { kind: 'done', fence }
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
