import { err, ok, type Result } from 'neverthrow'
import type { Mapping } from '../declare/mapping.js'
import type { AnyMapping } from '../declare/node.js'
import { describe } from '../refusal.js'
import { decode } from '../run/decode.js'
import { type EncodeOptions, encode } from '../run/encode.js'
import { mergeResidue, type Residue } from '../run/residue.js'
import type { MappingError } from '../run/scope.js'
import type { Differences, Pair, Patch, PatchRefusal } from './change.js'
import { compareDocument } from './compare-document.js'

/** An entity as the system has it, and as it is to be. */
export interface EntityPair<E> {
  readonly before: E
  readonly after: E
}

/**
 * The fewest changes that make a system which says `before` say `after`, each with the operation
 * that brings it about; or everything that stands against it.
 *
 * New values come out of the mapping's own rules, so what they refuse is refused here. A difference
 * at a place without `write` is refused as `read-only`; `write` of a nested document holds for all
 * that is inside it, `write` of a list for its elements coming, going and changing places. Elements
 * are aligned by key. Equal entities give no changes. Never throws.
 */
export function patch<W, E, X>(
  mapping: Mapping<W, E, X>,
  { before, after }: EntityPair<E>,
  options: EncodeOptions<X>,
): Result<Patch, readonly PatchRefusal[]> {
  const context = options.context as object
  return keptOf(mapping, options)
    .mapErr((errors) => refusals('base', errors))
    .andThen((kept) => {
      const entities = { before, after }
      return documentsOf(mapping, { entities, context, kept }).andThen((documents) => {
        const found = differencesOf(mapping, { entities, context, kept, documents })
        if (!found) return err(refusals('after', [incomparable(mapping, after)]))
        const { changes, unwritten, refusals: refused } = found
        return refused.length === 0 ? ok({ changes, unwritten }) : err(refused)
      })
    })
}

interface Compared {
  readonly entities: Pair<unknown>
  readonly context: object
  readonly kept: Residue
  readonly documents: Pair<unknown>
}

/** What differs; nothing where an entity throws when somebody looks at it. */
function differencesOf(
  mapping: AnyMapping,
  { entities, context, kept, documents }: Compared,
): Differences | undefined {
  const found: Differences = { changes: [], unwritten: [], refusals: [] }
  try {
    compareDocument(mapping, {
      values: entities,
      documents,
      contexts: { before: context, after: context },
      kept,
      spot: { wire: '', entity: { before: '', after: '' }, keys: [], write: undefined },
      found,
    })
    return found
  } catch {
    return undefined
  }
}

function incomparable({ entity: rule }: AnyMapping, value: unknown): MappingError {
  const expected = 'entities that can be compared'
  return { rule, code: 'rule-threw', expected, found: describe(value), wire: '', entity: '' }
}

function keptOf<W, E, X>(
  mapping: Mapping<W, E, X>,
  { context, residue = {}, base }: EncodeOptions<X>,
): Result<Residue, readonly MappingError[]> {
  if (base === undefined) return ok(residue)
  return decode(mapping, base, context).map((earlier) => mergeResidue(earlier.residue, residue))
}

function documentsOf(
  mapping: AnyMapping,
  written: { readonly entities: Pair<unknown>; readonly context: object; readonly kept: Residue },
): Result<Pair<unknown>, readonly PatchRefusal[]> {
  const { entities, context, kept: residue } = written
  const before = encode(mapping, entities.before, { context, residue })
  const after = encode(mapping, entities.after, { context, residue })
  if (before.isOk() && after.isOk()) return ok({ before: before.value, after: after.value })
  return err([
    ...(before.isErr() ? refusals('before', before.error) : []),
    ...(after.isErr() ? refusals('after', after.error) : []),
  ])
}

function refusals(
  of: 'base' | 'before' | 'after',
  errors: readonly MappingError[],
): readonly PatchRefusal[] {
  return errors.map((error) => ({ kind: 'unmappable', of, error }))
}
