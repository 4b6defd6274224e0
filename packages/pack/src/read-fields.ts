import { decodeFields, readWire } from '@canonry/mapping'
import type { EntityName } from '@canonry/model'
import { partDocuments } from './part-documents.js'
import type { Resource, WireContext } from './resource.js'

/** What can be read of one entity of a document. */
export interface PartFields {
  readonly entity: EntityName
  readonly fields: Readonly<Record<string, unknown>>
}

/**
 * Some top-level fields of each entity in a document, each only where it can be read.
 *
 * For a document that cannot be read as a whole: it may still say whose it is. Never throws.
 */
export function readFields(
  resource: Resource,
  text: string,
  { fields, ...context }: WireContext & { readonly fields: readonly string[] },
): readonly PartFields[] {
  return readWire(text)
    .mapErr(() => [])
    .andThen((wire) => partDocuments(resource, wire, context))
    .map((documents) =>
      documents.map(({ part, document, context }) => ({
        entity: part.entity,
        fields: decodeFields(part.mapping, document, { fields, context }),
      })),
    )
    .unwrapOr([])
}
