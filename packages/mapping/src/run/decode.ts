import { escapePointer } from '@canonry/model'
import { err, ok, type Result } from 'neverthrow'
import type { Mapping } from '../declare/mapping.js'
import type { AnyMapping } from '../declare/node.js'
import { refuse } from '../refusal.js'
import { isJsonObject, type Json } from '../wire/json.js'
import { type Path, readPath, writePath } from '../wire/path.js'
import { decodeNode } from './decode-node.js'
import type { DecodeScope } from './decode-scope.js'
import { handDown, type Known, planOf } from './plan.js'
import type { Gathered, Residue } from './residue.js'
import { complain, FAILED, type MappingError } from './scope.js'

/** An entity read from a document, and what of the document has no place in it. */
export interface Decoded<E> {
  readonly entity: E
  readonly residue: Residue
}

const NO_OBJECT = refuse('type', 'an object')
const TOO_MUCH = refuse('rule-threw', 'a document that the rules can read')
const read = { node: decodeNode, document: decodeDocument }

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
  const errors: MappingError[] = []
  const residue: Gathered = {}
  const scope = {
    context: context as object,
    wire: '',
    entity: '',
    index: undefined,
    errors,
    residue,
    read,
  }
  const whole = { rule: mapping.entity, value: wire, wire: '', entity: '' }
  if (!isJsonObject(wire)) {
    complain(scope, { ...whole, refusal: NO_OBJECT })
    return err(errors)
  }
  try {
    const entity = decodeDocument(mapping, { ...scope, document: wire }) as E
    return errors.length === 0 ? ok({ entity, residue }) : err(errors)
  } catch {
    complain(scope, { ...whole, refusal: TOO_MUCH })
    return err(errors)
  }
}

function decodeDocument(mapping: AnyMapping, scope: DecodeScope): object {
  const { document } = scope
  const plan = planOf(mapping)
  const context = handDown(plan, scope.context, ({ path }) => readPath(document, path))
  const inner = { ...scope, context }
  const entity = {}
  for (const node of mapping.nodes) {
    const value = decodeNode(node, inner)
    if (value === undefined) keepShape(entity, node.entity.path)
    else if (value !== FAILED) writePath(entity, node.entity.path, value)
  }
  keepUnknown(plan.known, inner, { value: document, pointer: '' })
  return entity
}

// a nested literal is part of the entity's shape even where none of its fields has a value
function keepShape(entity: object, path: Path): void {
  const whole = path.slice(0, -1)
  if (whole.length > 0 && readPath(entity, whole) === undefined) writePath(entity, whole, {})
}

interface Entered {
  readonly value: object
  readonly pointer: string
}

function keepUnknown(known: Known, scope: DecodeScope, { value, pointer }: Entered): void {
  for (const [key, field] of Object.entries(value)) {
    const state = known.fields.get(key)
    if (state === 'read' || field === undefined) continue
    const inner = `${pointer}/${escapePointer(key)}`
    if (typeof state !== 'object') scope.residue[inner] = field as Json
    else enter(state, scope, { value: field, pointer: inner })
  }
}

function enter(
  known: Known,
  scope: DecodeScope,
  { value, pointer }: { value: unknown; pointer: string },
) {
  if (isJsonObject(value) && Object.keys(value).length > 0) {
    keepUnknown(known, scope, { value, pointer })
  } else if (value === null || isJsonObject(value)) {
    scope.residue[pointer] = value as Json
  } else {
    complain(scope, { rule: 'object', refusal: NO_OBJECT, value, wire: pointer, entity: '' })
  }
}
