import type { Commit } from './writes.js'

/** A commit that changes nothing yet: without an epoch, as an act of a person is, and without a cursor. */
export function emptyCommit(now: number): Commit {
  return {
    now,
    cursors: [],
    entities: [],
    sources: [],
    links: [],
    effects: [],
    findings: [],
    reads: [],
    timeline: [],
    exceptions: [],
    counts: {},
  }
}
