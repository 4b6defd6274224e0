import { diffPaths } from './diff.js'
import type { Finding } from './finding.js'

/** What one connection currently says about an entity. */
export interface SourceState {
  readonly connection: string
  readonly body: Readonly<Record<string, unknown>>
}

/** Who owns which top-level fields of an entity; what is not named belongs to `origin`. */
export interface Ownership {
  readonly origin: string
  readonly fields: Readonly<Record<string, string>>
}

/** The merged entity and what non-owners said differently. */
export interface Merged {
  readonly body: Readonly<Record<string, unknown>>
  readonly findings: readonly Finding[]
}

/**
 * Makes one entity out of what several connections say about it.
 *
 * Pure, and independent of the order of `sources`: every field comes from its owner; refs of all
 * sources are kept; a non-owner's different value is a finding and changes nothing. A field whose
 * owner has said nothing yet is taken from the first other source by name of connection.
 */
export function mergeSources(sources: readonly SourceState[], ownership: Ownership): Merged {
  const byName = [...sources].sort((a, b) => (a.connection < b.connection ? -1 : 1))
  const fields = new Set(byName.flatMap(({ body }) => Object.keys(body)))
  fields.delete('refs')
  const body: Record<string, unknown> = { refs: mergeRefs(byName) }
  const findings: Finding[] = []
  for (const field of [...fields].sort()) {
    const owner = ownerOf(field, byName, ownership)
    const value = owner?.body[field]
    if (value !== undefined) body[field] = value
    findings.push(...disagreements(field, byName, owner))
  }
  return { body, findings }
}

function ownerOf(
  field: string,
  sources: readonly SourceState[],
  { origin, fields }: Ownership,
): SourceState | undefined {
  const name = Object.hasOwn(fields, field) ? fields[field] : origin
  return (
    sources.find(({ connection }) => connection === name) ??
    sources.find(({ body }) => Object.hasOwn(body, field))
  )
}

function mergeRefs(sources: readonly SourceState[]): unknown[] {
  const refs = sources.flatMap(({ body }) => (Array.isArray(body['refs']) ? body['refs'] : []))
  const seen = new Map(refs.map((ref) => [JSON.stringify(ref), ref]))
  return [...seen.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, ref]) => ref)
}

function disagreements(
  field: string,
  sources: readonly SourceState[],
  owner: SourceState | undefined,
): Finding[] {
  return sources.flatMap((source) => {
    if (!owner || source === owner || source.body[field] === undefined) return []
    if (diffPaths(owner.body[field], source.body[field]).length === 0) return []
    const message = `${source.connection} says something else than ${owner.connection}, which owns it`
    return [{ code: 'non-owner-differs', path: `/${field}`, message }]
  })
}
