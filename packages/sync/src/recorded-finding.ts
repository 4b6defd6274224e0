import type { EntityName, Finding, Instant, Ref } from '@canonry/model'

/** A disagreement as the core keeps it: who said it, about what, since when. It stops nothing. */
export interface RecordedFinding extends Finding {
  readonly connection: string
  /** Absent for findings about a delivery instead of an entity. */
  readonly entity?: EntityName
  /** The canonical id of the entity. */
  readonly id?: string
  readonly ref?: Ref
  /** The lane whose effect brought it to light; absent for what sources say. */
  readonly lane?: string
  readonly at: Instant
}

/** What makes a finding the same finding when it is found again. */
export function findingKey({ connection, id, lane, code, path }: RecordedFinding): string {
  return [connection, id ?? '', lane ?? '', code, path].join('|')
}
