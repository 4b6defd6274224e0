import { refKey } from '@canonry/model'
import type { Unreadable } from '../store/body-label.js'
import type { Reading } from './read-fact.js'
import { type EntityDraft, findEntity, nameKey, type Workspace } from './workspace.js'

/** Reasons of exceptions about rows that cannot be read. */
export const UNREADABLE_ROW = {
  newer: 'newer-shape',
  unfit: 'unfit-shape',
  damaged: 'damaged-body',
} as const satisfies Record<Unreadable['kind'], string>

/**
 * Why a reading must not be worked on: an entity that it is about has a row that this code cannot
 * read, and would write over.
 */
export function unreadableIn(workspace: Workspace, reading: Reading): Unreadable | undefined {
  for (const names of namesIn(reading)) {
    const draft = findEntity(workspace, names)
    const unreadable = draft && unreadableRow(draft)
    if (unreadable) return unreadable
  }
  return undefined
}

function unreadableRow({ row, sources }: EntityDraft): Unreadable | undefined {
  if (row.unreadable) return row.unreadable
  return sources.find((source) => source.unreadable)?.unreadable
}

function namesIn(reading: Reading): readonly (readonly string[])[] {
  if (reading.kind === 'document') return reading.parts.map(({ names }) => names)
  if (reading.kind !== 'deletion') return []
  return [[nameKey(reading.resource.parts[0].entity, refKey(reading.ref))]]
}
