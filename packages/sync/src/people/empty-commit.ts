import type { Commit } from '../store/writes.js'

/** An act of a person that changes nothing yet: without an epoch, and without a cursor. */
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
