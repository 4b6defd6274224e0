import { decode, type Mapping, type MappingError, type Residue } from '@canonry/mapping'
import type { EntityName } from '@canonry/model'
import { err, ok, type Result } from 'neverthrow'

/**
 * How rows of an older canonical shape are read: for each entity, the mapping from each version to
 * the next, the first from version 1.
 *
 * A step maps what changes; fields that it does not mention stay as they are.
 */
export type Upcasts = {
  // biome-ignore lint/suspicious/noExplicitAny: each step has the shapes of its own two versions
  readonly [N in EntityName]?: readonly Mapping<any, any, object>[]
}

/** A body in the shape of some version. */
export interface VersionedBody {
  readonly entity: EntityName
  readonly schema: number
  readonly body: unknown
}

/** Why a body cannot be read: its version is newer than this code, or a step does not fit it. */
export interface UpcastFailure {
  readonly kind: 'newer' | 'unfit'
  /** What happened, without a word of the content. */
  readonly message: string
}

/** The steps of this release's canonical model: none yet, every row has the first version. */
export const canonicalUpcasts: Upcasts = {}

/** The version of an entity's shape that this code writes. */
export function schemaVersion(upcasts: Upcasts, entity: EntityName): number {
  return 1 + (upcasts[entity]?.length ?? 0)
}

/** Reads a body of any version in the shape of the newest; pure, and never throws. */
export function upcast(
  upcasts: Upcasts,
  { entity, schema, body }: VersionedBody,
): Result<unknown, UpcastFailure> {
  const newest = schemaVersion(upcasts, entity)
  if (schema > newest) {
    const message = `it has version ${schema} of the shape of ${entity}, this code knows ${newest}: update it`
    return err({ kind: 'newer', message })
  }
  let current = body
  for (const [index, step] of (upcasts[entity] ?? []).entries()) {
    if (index + 1 < schema) continue
    const next = take(step, current)
    if (next.isErr()) {
      const message = `version ${index + 1} of the shape of ${entity} does not become ${index + 2}: ${next.error}`
      return err({ kind: 'unfit', message })
    }
    current = next.value
  }
  return ok(current)
}

type Step = NonNullable<Upcasts[EntityName]>[number]

function take(step: Step, body: unknown): Result<unknown, string> {
  return decode(step, body, {})
    .mapErr((errors) => errors.map(explain).join('; '))
    .andThen(({ entity, residue }) => {
      const lost = Object.entries(residue.inside ?? {}).find(([, inside]) => carries(inside))
      if (lost) return err(`the step would lose fields inside /${lost[0]}`)
      return ok({ ...residue.carried, ...(entity as object) })
    })
}

function explain({ wire, expected, found }: MappingError): string {
  return `${wire} is ${found}, expected ${expected}`
}

function carries({ carried, inside = {}, elements = [] }: Residue): boolean {
  return carried !== undefined || [...Object.values(inside), ...elements].some(carries)
}
