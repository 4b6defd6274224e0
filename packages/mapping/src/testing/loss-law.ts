import type { AnyLeaf } from '../declare/node.js'
import type { Residue } from '../run/residue.js'
import { decodeThrough, encodeThrough } from '../run/scope.js'
import { type Path, placeAt } from '../wire/path.js'
import type { Discrepancy } from './discrepancy.js'
import { type PlacedRule, rulesOf } from './find-rule.js'
import { lawOf, type MappingLaw } from './law.js'
import { withDecoded } from './round-trip-laws.js'
import { isAllowed } from './subject.js'

/**
 * Residue brings a document back whatever a rule forgets, so that no other law sees it.
 *
 * A rule over several places is left out: where they say one thing twice, it keeps what they differ
 * in. So is `null`, which says no more than a missing field.
 */
export const lossLaw: MappingLaw = lawOf<{ readonly wire: unknown }>({
  name: 'Loss: a rule for one place forgets nothing of it, or states its loss',
  of: 'wire',
  isPlain: true,
  draw: (_, documents) => documents.map((wire) => ({ wire })),
  find: (subject, { wire }) =>
    withDecoded(subject, wire, ({ residue }) => {
      const rules = rulesOf(subject.mapping)
      return tracesIn(residue)
        .flatMap((trace) => forgotten(rules, trace) ?? [])
        .find((found) => !isAllowed(subject, found))
    }),
})

interface Trace {
  readonly path: Path
  /** What the document says there; absent where it leaves the place out. */
  readonly value?: unknown
}

/** The places of which residue keeps something. */
function tracesIn(residue: Residue, around: Path = []): Trace[] {
  const { kept = {}, missing = [], inside = {}, elements = [] } = residue
  return [
    ...Object.entries(kept)
      .filter(([, value]) => value !== null)
      .map(([key, value]) => ({ path: [...around, key], value })),
    ...missing.map((key) => ({ path: [...around, key] })),
    ...Object.entries(inside).flatMap(([key, inner]) => tracesIn(inner, [...around, key])),
    ...elements.flatMap((element) => tracesIn(element, [...around, element.name])),
  ]
}

/** What is kept of a place though all rules that read it say that they forget nothing. */
function forgotten(rules: readonly PlacedRule[], trace: Trace) {
  const readers = rules.filter((rule) => reads(rule, trace.path))
  const [first] = readers
  if (!first || readers.some((rule) => mayForget(rule, trace))) return undefined
  const isMissing = !('value' in trace)
  if (isMissing && readers.some(writesNull)) return undefined
  const found: Discrepancy = {
    what: isMissing
      ? 'a document without the place reads like one that has it, and no loss is stated'
      : 'another value of the place reads the same, and no loss is stated',
    wire: placeAt(first.wire).pointer,
    entity: placeAt(first.entity).pointer,
  }
  return found
}

function reads({ node, wire }: PlacedRule, path: Path): boolean {
  const isValue =
    node.kind === 'leaf' ||
    ((node.kind === 'group' || node.kind === 'joint') && node.reads.length > 0)
  return isValue && wire.every((key, index) => key === '*' || key === path[index])
}

/** Whether a leaf for which `null` has a meaning writes that where it found nothing. */
function writesNull({ node }: PlacedRule): boolean {
  if (node.kind !== 'leaf' || node.empty !== 'meaning') return false
  return encodeThrough(node.leaf, decodeThrough(node.leaf, null, {}), {}) === null
}

function mayForget({ node, wire }: PlacedRule, trace: Trace): boolean {
  const value = trace.path.length === wire.length ? trace.value : undefined
  if (node.kind === 'leaf') return isLoss(node.leaf, value)
  if (node.kind !== 'group' && node.kind !== 'joint') return true
  const { reads: places, loss } = node
  const isUnwritten = node.kind === 'group' && node.unwritten !== undefined
  return places.length > 1 || isUnwritten || loss !== undefined || isLoss(places[0]?.leaf, value)
}

/** Whether the loss that a leaf states is one of this value: the words of a table are not forgotten. */
function isLoss(leaf: AnyLeaf | undefined, value: unknown): boolean {
  if (leaf?.loss === undefined) return false
  const { lossless } = leaf
  return value === undefined || typeof lossless !== 'function' || !lossless(value as never)
}
