import type { SourceRow } from './rows.js'
import { nameOf } from './source-name.js'
import type { Commit, FactSubjects } from './writes.js'

/**
 * Which bodies a beat drops: those that are older than a moment, in epoch milliseconds, and that
 * nothing needs any more. Rows, with all hashes, stay.
 *
 * Of facts, what was received before it, is processed, is not what a source said last, and is in no
 * open exception; of effects, what ended before it.
 */
export interface Expiry {
  readonly facts?: number
  readonly effects?: number
}

/** Where a fact is. */
export interface Place {
  readonly shard: number
  readonly seq: number
}

/** What sources say in a commit, whatever became of their bodies. */
interface Told {
  readonly sources: readonly Pick<SourceRow, 'key' | 'shard' | 'seq' | 'deletedAt'>[]
}

/**
 * Where the facts are that sources are written from and that this commit does not process: they were
 * read before, and may have expired since.
 */
export function readBefore({ sources, cursors }: Told & Pick<Commit, 'cursors'>): Told['sources'] {
  return sources.filter(
    ({ shard, seq }) =>
      !cursors.some((moved) => moved.shard === shard && seq > moved.from && seq <= moved.to),
  )
}

/** Whether a source says something still: that it has a thing no longer can be read without a body. */
export function isSaid({ deletedAt }: Pick<SourceRow, 'deletedAt'>): boolean {
  return deletedAt === undefined
}

/**
 * What facts are about; where they were read before, by the names of the sources that are written from
 * them now, too: so what a fact says last is found from the fact.
 */
export function subjectsOf(
  commit: Told & Pick<Commit, 'cursors' | 'subjects'>,
): readonly FactSubjects[] {
  const again = readBefore(commit).filter(isSaid)
  const own = again.map((row) => ({ shard: row.shard, seq: row.seq, names: [nameOf(row)] }))
  return [...(commit.subjects ?? []), ...own]
}
