import { instantOf } from '../effects/effect-notes.js'
import { type By, checkBy } from '../people/act.js'
import type { People } from '../people/people.js'
import { toCommit } from '../pipeline/to-commit.js'
import { emptyCommit } from '../store/empty-commit.js'
import type { Commit } from '../store/writes.js'
import { previewOf, type ReplayPreview } from './preview.js'
import { type Rehearsal, rehearse } from './rehearse.js'
import type { ReplayRange } from './replay-range.js'
import { replayedEntries } from './replayed-entries.js'

/** Asks what a replay would do. */
export interface ReplayPlan extends ReplayRange {
  readonly mode: 'plan'
}

/** Does what a preview showed, under its hash. */
export interface ReplayApply extends ReplayRange, By {
  readonly apply: string
}

/** What became of a replay; of one that is outdated nothing was done, and `preview` is the new one. */
export type Replayed =
  | { readonly kind: 'applied'; readonly preview: ReplayPreview }
  | {
      readonly kind: 'preview-outdated'
      readonly message: string
      readonly preview: ReplayPreview
    }

/** Works out what a replay would do, and writes nothing. */
export async function planReplay(people: People, range: ReplayRange): Promise<ReplayPreview> {
  return previewOf(people, await rehearse(people, range))
}

/** Does what was previewed, all of it in one transaction, or nothing. */
export async function applyReplay(people: People, request: ReplayApply): Promise<Replayed> {
  checkBy(request)
  const rehearsal = await rehearse(people, request)
  const preview = await previewOf(people, rehearsal)
  if (preview.hash !== request.apply) return outdated(preview)
  const done = await people.store.commit(toReplay(people, { rehearsal, request }))
  if (done.isOk()) {
    people.heard()
    return { kind: 'applied', preview }
  }
  if (done.error.kind === 'conflict') return outdated(await planReplay(people, request))
  throw new Error(`nothing was replayed, the store is ${done.error.kind}: ${done.error.message}`)
}

function outdated(preview: ReplayPreview): Replayed {
  const message =
    'something changed since the preview, or has expired: look at the new one and apply its hash'
  return { kind: 'preview-outdated', message, preview }
}

function toReplay(
  { env }: People,
  { rehearsal, request }: { rehearsal: Rehearsal; request: ReplayApply },
): Commit {
  const { workspace, facts } = rehearsal
  const { actor, why, apply } = request
  const now = env.now()
  const at = instantOf(now)
  const commit = toCommit(workspace)
  const told = replayedEntries(workspace, { actor, why, at })
  return {
    ...emptyCommit(now),
    ...commit,
    timeline: [...told, ...commit.timeline],
    exceptions: commit.exceptions.map((write) =>
      write.kind === 'resolve'
        ? { ...write, resolution: { kind: 'replayed', actor, why } as const }
        : write,
    ),
    counts: { ...madeIn(commit.counts), 'facts.replayed': facts.applied },
    acts: [{ id: env.uuid(), kind: 'replay', about: apply, actor, why, at }],
  }
}

// facts that are read again are not received, applied or skipped again
function madeIn(counts: Commit['counts']): Commit['counts'] {
  return Object.fromEntries(
    Object.entries(counts).filter(([name]) => !/^(facts|parts)\./.test(name)),
  )
}
