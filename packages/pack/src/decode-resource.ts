import { decode, type MappingError, type Residue } from '@canonry/mapping'
import { type Entities, type EntityName, entities, type Finding, type Ref } from '@canonry/model'
import { err, ok, type Result } from 'neverthrow'
import { partDocuments } from './part-documents.js'
import type { Resource, WireContext } from './resource.js'

/** One entity read out of a document. */
export interface DecodedPart<N extends EntityName = EntityName> {
  readonly entity: N
  /** The entity's first ref: what names it in this source. */
  readonly ref: Ref
  readonly body: Entities[N]
  readonly residue: Residue
  readonly findings: readonly Finding[]
}

/**
 * Reads all entities of a document, or says everything that is wrong with it.
 *
 * The first part is what the document is about: without it there is no document of this resource.
 */
export function decodeResource(
  resource: Resource,
  wire: unknown,
  context: WireContext,
): Result<DecodedPart[], readonly MappingError[]> {
  return partDocuments(resource, wire, context).andThen((documents) => {
    const parts: DecodedPart[] = []
    const errors: MappingError[] = []
    for (const { part, at, document, context } of documents) {
      decode(part.mapping, document, context)
        .andThen(({ entity, residue }) => toPart(part.entity, entity, residue))
        .match(
          (decoded) => void parts.push(decoded),
          (found) => {
            // not all in one call: there may be more than a call has room for
            for (const error of found) errors.push(below(at, error))
          },
        )
    }
    return errors.length === 0 ? ok(parts) : err(errors)
  })
}

const NAMELESS: MappingError = {
  rule: 'ref',
  code: 'missing',
  expected: 'a name in its source',
  found: 'none',
  wire: '',
  entity: '/refs',
}

function toPart(
  entity: EntityName,
  body: unknown,
  residue: Residue,
): Result<DecodedPart, readonly MappingError[]> {
  const typed = body as Entities[typeof entity]
  const check = entities[entity].check as (body: unknown) => Finding[]
  const [ref] = typed.refs
  if (!ref) return err([NAMELESS])
  return ok({ entity, ref, body: typed, residue, findings: check(typed) })
}

function below(at: string, error: MappingError): MappingError {
  return { ...error, wire: `${at}${error.wire}` }
}
