import { err, ok, type Result } from 'neverthrow'
import { compiledOf } from '../compile/compiled.js'
import type { Mapping } from '../declare/mapping.js'
import type { AnyMapping } from '../declare/node.js'
import { refuse } from '../refusal.js'
import { isJsonObject } from '../wire/json.js'
import { documentReader } from './decode-document.js'
import { startReading } from './reading.js'
import { type Gathered, type Residue, startResidue } from './residue.js'
import { complain, type MappingError, WHOLE } from './scope.js'

/** An entity read from a document, and what of the document has no place in it. */
export interface Decoded<E> {
  readonly entity: E
  readonly residue: Residue
}

const NO_OBJECT = refuse('type', 'an object')
const TOO_MUCH = refuse('rule-threw', 'a document that the rules can read')

/**
 * Reads a wire document: the entity and the residue, or everything that is wrong with it.
 *
 * Takes any value and never throws. What the mapping reads is checked by its leaves; what it does
 * not know goes into the residue unread, so a new field of the system survives and can be counted.
 * Values of the document are taken over by reference: do not change it afterwards.
 */
export function decode<W, E, X>(
  mapping: Mapping<W, E, X>,
  wire: unknown,
  context: X,
): Result<Decoded<E>, readonly MappingError[]> {
  type Answer = Result<Decoded<E>, readonly MappingError[]>
  const residue = startResidue()
  const entity = readCompiled(mapping, { wire, context: context as object, residue })
  return (
    entity ? ok({ entity, residue }) : interpretDecode(mapping, wire, context as object)
  ) as Answer
}

/** Like {@link decode}, for those who will not write the document back: no residue is gathered. */
export function decodeEntity<W, E, X>(
  mapping: Mapping<W, E, X>,
  wire: unknown,
  context: X,
): Result<E, readonly MappingError[]> {
  type Answer = Result<E, readonly MappingError[]>
  const entity = readCompiled(mapping, { wire, context: context as object, residue: undefined })
  return (
    entity
      ? ok(entity)
      : interpretDecode(mapping, wire, context as object).map(({ entity }) => entity)
  ) as Answer
}

interface Given {
  readonly wire: unknown
  readonly context: object
  readonly residue: Gathered | undefined
}

// generated code only says that something is wrong; what it is, the interpreter says
function readCompiled(mapping: AnyMapping, { wire, context, residue }: Given): object | undefined {
  const code = compiledOf(mapping)
  if (!code) return undefined
  try {
    return isJsonObject(wire) ? code.read(wire, context, residue) : undefined
  } catch {
    return undefined
  }
}

/** What decoding means; whatever is faster must answer the same. */
export function interpretDecode(
  mapping: AnyMapping,
  wire: unknown,
  context: object,
): Result<Decoded<unknown>, readonly MappingError[]> {
  const errors: MappingError[] = []
  const scope = { context, errors, position: WHOLE, outer: undefined }
  const whole = { rule: mapping.entity, value: wire, wire: '', entity: '' }
  try {
    if (!isJsonObject(wire)) {
      complain(scope, { ...whole, refusal: NO_OBJECT })
      return err(errors)
    }
    const document = documentReader(mapping)
    const reading = startReading(wire, { context, errors, room: document.room })
    const entity = document.read(document.mapping, reading)
    return errors.length === 0 ? ok({ entity, residue: reading.residue }) : err(errors)
  } catch {
    complain(scope, { ...whole, refusal: TOO_MUCH })
    return err(errors)
  }
}
