import type { ConcatNode, EachNode, SingleNode } from '../declare/node.js'
import { refuse } from '../refusal.js'
import { isJsonObject, setOwn } from '../wire/json.js'
import { pathReader, readPath } from '../wire/path.js'
import { keepDifference } from './difference.js'
import { createElementNames, type ElementNames } from './element-names.js'
import type { ListReader, Reader, Readers, Reading } from './reading.js'
import { addInside, gatherInside, isEmptyResidue, startResidue } from './residue.js'
import { askAbout, complain, complainAt, entityPointer, FAILED, type Position } from './scope.js'

const NO_LIST = refuse('type', 'a list')
const NO_OBJECT = refuse('type', 'an object')
const NO_KEY = refuse('no-key', 'an element that has a key')
const NAMED_TWICE = refuse('keyed-field', 'an object without the field that stands for its name')

/** Reads the parts of a list one after the other. */
export function concatReader(node: ConcatNode, readers: Readers): Reader {
  const parts = node.parts.map((part) => listReader(part, readers))
  return (reading) => {
    const elements: unknown[] = []
    let failed = false
    for (const part of parts) {
      const found = part(reading, elements.length)
      if (found === FAILED) failed = true
      else elements.push(...found)
    }
    return failed ? FAILED : elements
  }
}

/** Reads a list. */
export function listReader(node: EachNode | SingleNode, readers: Readers): ListReader {
  return node.kind === 'each' ? eachReader(node, readers) : singleReader(node, readers)
}

function singleReader(node: SingleNode, readers: Readers): ListReader {
  const read = readers.node(node.node)
  return (reading, offset) => {
    const before = reading.errors.length
    const value = read(reading)
    if (reading.errors.length > before) renumber(node, reading, { before, offset })
    if (value === FAILED) return FAILED
    return value === undefined ? [] : [value]
  }
}

// the rule inside knows the list only, not which element of it it makes
function renumber(
  { entity }: SingleNode,
  reading: Reading,
  { before, offset }: { readonly before: number; readonly offset: number },
): void {
  const list = entityPointer(reading) + entity.pointer
  for (const error of reading.errors.splice(before)) {
    const inside = error.entity.slice(list.length)
    reading.errors.push({ ...error, entity: `${list}/${offset}${inside}` })
  }
}

function eachReader(node: EachNode, readers: Readers): ListReader {
  const rawOf = pathReader(node.wire.path)
  const readElement = elementReader(node, readers)
  return (reading, offset) => {
    const list = documentsOf(node, rawOf(reading.document))
    if (!list) return readNoList(node, reading)
    const before = reading.errors.length
    const names = createElementNames(list.documents.length)
    const elements: unknown[] = []
    for (const [index, item] of list.documents.entries()) {
      const position = positionOf(node, { index, offset, name: list.names?.[index] })
      const inner = innerReading(reading, { index, position })
      const element = readElement(item, inner)
      if (reading.errors.length === before) keepElement(node, inner, { element, names })
      elements.push(element)
    }
    return reading.errors.length > before ? FAILED : elements
  }
}

const AT_ELEMENT = { rule: 'each', value: undefined, wire: '', entity: '' } as const

interface InnerReading extends Reading {
  document: object
  readonly outer: Reading
}

function innerReading(
  outer: Reading,
  { index, position }: { readonly index: number; readonly position: Position },
): InnerReading {
  const { context, errors } = outer
  return { document: {}, context, errors, residue: startResidue(), index, outer, position }
}

interface Element {
  readonly element: unknown
  readonly names: ElementNames
}

function keepElement(
  { key, wire }: EachNode,
  inner: InnerReading,
  { element, names }: Element,
): void {
  const found = askAbout(key, element)
  if (typeof found !== 'string') {
    complain(inner, { ...AT_ELEMENT, refusal: NO_KEY })
    return
  }
  names.add(found)
  if (isEmptyResidue(inner.residue)) return
  addInside(wire.path.reduce(gatherInside, inner.outer.residue), names.last(), inner.residue)
}

function positionOf(
  { wire, entity }: EachNode,
  at: { readonly index: number; readonly offset: number; readonly name: string | undefined },
): Position {
  const { index, offset, name } = at
  const sides = { wire: wire.pointer, entity: entity.pointer, entityIndex: index + offset }
  return name === undefined ? { ...sides, wireIndex: index } : { ...sides, name }
}

function elementReader(node: EachNode, readers: Readers) {
  const read = readers.document(node.mapping)
  return (item: unknown, reading: InnerReading): unknown => {
    if (!isJsonObject(item)) {
      return complain(reading, { ...AT_ELEMENT, refusal: NO_OBJECT, value: item })
    }
    const document = named(item, node.keyed, reading.position.name)
    if (document === undefined) {
      return complain(reading, { ...AT_ELEMENT, refusal: NAMED_TWICE, value: item })
    }
    reading.document = document
    return read(reading)
  }
}

function named(
  item: object,
  keyed: string | undefined,
  name: string | undefined,
): object | undefined {
  if (keyed === undefined || name === undefined) return item
  if (Object.hasOwn(item, keyed)) return undefined
  const copy = { ...item }
  setOwn(copy, keyed, name)
  return copy
}

interface Documents {
  readonly documents: readonly unknown[]
  readonly names?: readonly string[]
}

function documentsOf({ keyed }: EachNode, value: unknown): Documents | undefined {
  if (keyed === undefined) return Array.isArray(value) ? { documents: value } : undefined
  if (!isJsonObject(value)) return undefined
  return { documents: Object.values(value), names: Object.keys(value) }
}

function readNoList(node: EachNode, reading: Reading) {
  const value = readPath(reading.document, node.wire.path)
  if ((value !== undefined && value !== null) || !node.absent) {
    return complainAt(reading, node, { refusal: NO_LIST, value })
  }
  keepDifference(reading, { place: node.wire, raw: value, back: [] })
  return []
}
