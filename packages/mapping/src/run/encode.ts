import { err, ok, type Result } from 'neverthrow'
import { compiledOf } from '../compile/compiled.js'
import type { Mapping } from '../declare/mapping.js'
import type { AnyMapping } from '../declare/node.js'
import { refuse } from '../refusal.js'
import { decode } from './decode.js'
import { documentWriter } from './encode-document.js'
import { mergeResidue, type Residue } from './residue.js'
import { complain, type MappingError, WHOLE } from './scope.js'

/** What an entity is written with. */
export interface EncodeOptions<X> {
  readonly context: X
  /** What {@link decode} kept of an earlier document. */
  readonly residue?: Residue
  /** An earlier document of the same thing: whatever the entity does not cover is taken from it. */
  readonly base?: unknown
}

const TOO_MUCH = refuse('rule-threw', 'an entity that the rules can write')

/**
 * Writes an entity as a wire document, or says everything about it that the system cannot express.
 *
 * Residue never overrides the entity: a kept word is written only where it still says the entity's
 * value. Where `residue` and `base` both keep a place, `residue` wins. Never throws.
 */
export function encode<W, E, X>(
  mapping: Mapping<W, E, X>,
  entity: E,
  { context, residue, base }: EncodeOptions<X>,
): Result<unknown, readonly MappingError[]> {
  if (base === undefined) return encodeOver(mapping, { entity, context, residue: residue ?? {} })
  return decode(mapping, base, context).andThen((earlier) =>
    encodeOver(mapping, {
      entity,
      context,
      residue: mergeResidue(earlier.residue, residue ?? {}),
    }),
  )
}

/** An entity with all that it is written with. */
export interface Encoding {
  readonly entity: unknown
  readonly context: unknown
  readonly residue: Residue
}

function encodeOver(
  mapping: AnyMapping,
  encoding: Encoding,
): Result<unknown, readonly MappingError[]> {
  const { entity, context, residue } = encoding
  try {
    const document = compiledOf(mapping)?.write(entity, context as object, residue)
    if (document !== undefined) return ok(document)
  } catch {
    // the interpreter says what is wrong
  }
  return interpretEncode(mapping, encoding)
}

/** What encoding means; whatever is faster must answer the same. */
export function interpretEncode(
  mapping: AnyMapping,
  { entity, context, residue }: Encoding,
): Result<unknown, readonly MappingError[]> {
  const errors: MappingError[] = []
  const scope = { context: context as object, errors, position: WHOLE, outer: undefined }
  try {
    const document = documentWriter(mapping)({ ...scope, source: entity, kept: residue })
    return errors.length === 0 ? ok(document) : err(errors)
  } catch {
    const whole = { rule: mapping.entity, value: entity, wire: '', entity: '' }
    complain(scope, { ...whole, refusal: TOO_MUCH })
    return err(errors)
  }
}
