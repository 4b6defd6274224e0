import {
  compareVersions,
  type EntityName,
  type Finding,
  mergeSources,
  type SourceState,
} from '@canonry/model'
import type { OwnershipRules } from '../ownership-rules.js'
import type { SourceRow } from '../store/rows.js'

/** The merged body of an entity, and what non-owners said differently. */
export interface MergedEntity {
  readonly body: Readonly<Record<string, unknown>>
  readonly findings: readonly Finding[]
}

/** Makes one entity out of all that its sources say; the order in which they said it plays no part. */
export function mergeEntity(
  sources: readonly SourceRow[],
  { entity, origin, ownership }: { entity: EntityName; origin: string; ownership: OwnershipRules },
): MergedEntity {
  const states: readonly SourceState[] = sources.length > 1 ? newestOf(sources) : sources
  return mergeSources(states, { origin, fields: ownership[entity] ?? {} })
}

function newestOf(sources: readonly SourceRow[]): readonly SourceRow[] {
  const newest = new Map<string, SourceRow>()
  for (const source of sources) {
    const known = newest.get(source.connection)
    if (!known || isNewer(source, known)) newest.set(source.connection, source)
  }
  return [...newest.values()]
}

// one connection may know a thing by several names: its newest document speaks for it
function isNewer(candidate: SourceRow, known: SourceRow): boolean {
  const order =
    candidate.version === undefined || known.version === undefined
      ? 'incomparable'
      : compareVersions(candidate.version, known.version)
  if (order === 'newer' || order === 'older') return order === 'newer'
  return candidate.key > known.key
}
