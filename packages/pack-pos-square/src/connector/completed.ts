import type { Failure, WireDocument } from '@canonry/pack'
import type { Result } from 'neverthrow'
import { type CatalogueEntries, documentOf, type Source } from './source.js'

/** A thing that names variations, before it becomes a document. */
export interface Naming {
  readonly resource: string
  readonly key: string
  readonly wire: object
  readonly variations: readonly string[]
}

/**
 * Documents of things that name variations, each with what the catalogue has of those beside it.
 *
 * The names are sorted and no version of the catalogue is said, so that the text changes with what is
 * said of these variations and with nothing else.
 */
export async function completed(
  things: readonly Naming[],
  { catalogue, apiVersion }: Source,
): Promise<Result<WireDocument[], Failure>> {
  const found = await catalogue.find(things.flatMap(({ variations }) => variations))
  return found.map((entries) =>
    things.map(({ resource, key, wire, variations }) => {
      const beside = { ...wire, catalogue: entriesOf(variations, entries) }
      return documentOf(resource, { key, wire: beside, apiVersion })
    }),
  )
}

function entriesOf(variations: readonly string[], all: CatalogueEntries): CatalogueEntries {
  const named = [...new Set(variations)].filter((id) => Object.hasOwn(all, id)).sort()
  return Object.fromEntries(named.map((id) => [id, all[id] ?? {}]))
}
