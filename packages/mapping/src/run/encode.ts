import { err, ok, type Result } from 'neverthrow'
import type { Mapping } from '../declare/mapping.js'
import type { AnyMapping } from '../declare/node.js'
import { refuse } from '../refusal.js'
import { isJsonObject, ownValue, setOwn } from '../wire/json.js'
import { type Place, readPath } from '../wire/path.js'
import { decode } from './decode.js'
import { encodeNode } from './encode-node.js'
import type { EncodeScope } from './encode-scope.js'
import { handDown, type Known, planOf } from './plan.js'
import { type Kept, keptAt, keptOf, type Residue } from './residue.js'
import { complain, type MappingError } from './scope.js'

/** What an entity is written with. */
export interface EncodeOptions<X> {
  readonly context: X
  /** What {@link decode} kept of an earlier document. */
  readonly residue?: Residue
  /** An earlier document of the same thing: whatever the entity does not cover is taken from it. */
  readonly base?: unknown
}

const TOO_MUCH = refuse('rule-threw', 'an entity that the rules can write')
const NO_OBJECT = refuse('type', 'an object')
const write = { node: encodeNode, document: encodeDocument }

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
    encodeOver(mapping, { entity, context, residue: { ...earlier.residue, ...residue } }),
  )
}

function encodeOver(
  mapping: AnyMapping,
  { entity, context, residue }: { entity: unknown; context: unknown; residue: Residue },
): Result<unknown, readonly MappingError[]> {
  const errors: MappingError[] = []
  const scope = {
    context: context as object,
    wire: '',
    entity: '',
    index: undefined,
    errors,
    source: entity,
    kept: keptOf(residue),
    write,
  }
  const whole = { rule: mapping.entity, value: entity, wire: '', entity: '' }
  try {
    const document = encodeDocument(mapping, scope)
    return errors.length === 0 ? ok(document) : err(errors)
  } catch {
    complain(scope, { ...whole, refusal: TOO_MUCH })
    return err(errors)
  }
}

function encodeDocument(mapping: AnyMapping, scope: Omit<EncodeScope, 'document'>): object {
  const document = {}
  const plan = planOf(mapping)
  if (!isJsonObject(scope.source)) {
    const whole = { rule: mapping.entity, value: scope.source, wire: '', entity: '' }
    complain(scope, { ...whole, refusal: NO_OBJECT })
    return document
  }
  const read = ({ path }: Place) => readPath(document, path) ?? keptAt(scope.kept, path)?.value
  // what is handed down comes out of the document, so the rules that write it go first
  for (const node of plan.first) {
    encodeNode(node, { ...scope, document, context: handDown(plan, scope.context, read) })
  }
  const inner = { ...scope, document, context: handDown(plan, scope.context, read) }
  for (const node of plan.rest) encodeNode(node, inner)
  if (scope.kept) restoreUnknown(plan.known, scope.kept, document)
  return document
}

/** Writes back what no rule reads. Keys come from documents, so only own values are ever set. */
function restoreUnknown(known: Known, kept: Kept, document: object): void {
  for (const [key, inner] of kept.fields) {
    const state = known.fields.get(key)
    if (state === 'read') continue
    const current = ownValue(document, key)
    if (typeof state === 'object') restoreInside(state, inner, { document, key, current })
    else if (inner.value !== undefined && current === undefined) setOwn(document, key, inner.value)
  }
}

function restoreInside(
  known: Known,
  kept: Kept,
  { document, key, current }: { document: object; key: string; current: unknown },
): void {
  if (isJsonObject(current)) restoreUnknown(known, kept, current)
  if (current !== undefined) return
  const made = {}
  restoreUnknown(known, kept, made)
  if (Object.keys(made).length > 0) setOwn(document, key, made)
  else if (kept.value !== undefined) setOwn(document, key, kept.value)
}
