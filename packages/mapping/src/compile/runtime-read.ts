import type { EachNode, LeafNode, NestNode, PairsNode } from '../declare/node.js'
import { isRefusal } from '../refusal.js'
import { keepGroup } from '../run/decode-group.js'
import { keepLeaf } from '../run/decode-leaf.js'
import { readPairs } from '../run/decode-pairs.js'
import { keepDifference, keepNull } from '../run/difference.js'
import { createElementNames, type ElementNames } from '../run/element-names.js'
import type { Reading } from '../run/reading.js'
import {
  addInside,
  carryField,
  type Gathered,
  type GatheredElement,
  gatherInside,
  isEmptyResidue,
  keepField,
  startElement,
  startResidue,
} from '../run/residue.js'
import { FAILED, WHOLE } from '../run/scope.js'
import { isJsonObject, type Json, ownValue, setOwn } from '../wire/json.js'
import type { Path } from '../wire/path.js'
import { BAIL } from './bail.js'

/** What generated code that reads documents calls; every piece is the interpreter's own. */
export const readRuntime = {
  BAIL,
  isRefusal,
  isJsonObject,
  isEmptyResidue,
  ownValue,
  setOwn,
  keepField,
  keepGroup,
  /** A document as the interpreter's functions take it. */
  reading: (document: object, context: object, residue: Gathered): Reading => ({
    document,
    context,
    residue,
    errors: [],
    index: undefined,
    position: WHOLE,
    outer: undefined,
  }),
  isPut: (put: unknown): boolean => isJsonObject(put) && !isRefusal(put),
  keepLeaf: (node: LeafNode, raw: unknown, ...[value, reading]: [unknown, Reading]): void =>
    keepLeaf(node, { raw, value }, reading),
  /** Keeps a `null` where nothing would be written, if the document itself holds it. */
  keepNull: (document: object, residue: Gathered, path: Path): void =>
    keepNull({ document, residue }, placeOf(path)),
  keepNoList: ({ wire }: EachNode, raw: unknown, reading: Reading): void =>
    keepDifference(reading, { place: wire, raw, back: [] }),
  keepAt: (residue: Gathered, path: Path, value: unknown): void =>
    keepField(holderOf(residue, path), path.at(-1) as string, value),
  keepNested: ({ wire }: NestNode, residue: Gathered, inner: Gathered): void =>
    addInside(holderOf(residue, wire.path), wire.path.at(-1) as string, inner),
  startResidue,
  startElement,
  /** Where the residue of a list's elements is gathered. */
  elementsOf: (residue: Gathered, { wire }: EachNode): GatheredElement[] => {
    const list = wire.path.reduce(gatherInside, residue)
    list.elements ??= []
    return list.elements
  },
  namesSoFar,
  /** Carries the fields that a mapping carries knowingly. */
  carry: (residue: Gathered, path: Path, carried: Record<string, Json>): void => {
    path.reduce(gatherInside, residue).carried = carried
  },
  carryUnknown,
  named,
  readPairs: readPairsOf,
}

/** The names of `count` elements of a list from `first` on; those behind `last` are not read yet. */
function namesSoFar(
  { key }: EachNode,
  list: readonly unknown[],
  ...[first, last, count]: [number, number, number]
): ElementNames {
  const names = createElementNames(count)
  for (let index = first; index <= last; index += 1) names.add(key(list[index] as never))
  return names
}

/** Lets the interpreter read pairs. */
function readPairsOf(
  node: PairsNode,
  raw: unknown,
  ...[document, context, residue]: [object, object, Gathered | undefined]
): unknown {
  const reading = readRuntime.reading(document, context, residue ?? startResidue())
  const values = readPairs(node, raw, reading)
  if (values === FAILED) throw BAIL
  return values
}

function holderOf(residue: Gathered, path: Path): Gathered {
  return path.slice(0, -1).reduce(gatherInside, residue)
}

function placeOf(path: Path) {
  return { path, pointer: '' }
}

function carryUnknown(
  residue: Gathered,
  path: Path,
  ...[object, known]: [object, ReadonlySet<string>]
): void {
  for (const [key, value] of Object.entries(object)) {
    if (value !== undefined && !known.has(key)) {
      carryField(path.reduce(gatherInside, residue), key, value)
    }
  }
}

/** The documents of a keyed object, each with its name in its field. */
function named({ keyed }: EachNode, entries: Readonly<Record<string, unknown>>): unknown[] {
  return Object.entries(entries).map(([name, item]) => {
    if (keyed === undefined || !isJsonObject(item) || Object.hasOwn(item, keyed)) throw BAIL
    const copy = { ...item }
    setOwn(copy, keyed, name)
    return copy
  })
}
