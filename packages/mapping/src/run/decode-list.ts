import type { ConcatNode, EachNode, SingleNode } from '../declare/node.js'
import { refuse } from '../refusal.js'
import { isJsonObject, setOwn } from '../wire/json.js'
import { keepDifference } from './difference.js'
import { createElementNames, type ElementNames } from './element-names.js'
import {
  type DocumentReader,
  type ListReader,
  type Reading,
  type RuleReader,
  type RuleReaders,
  readerOf,
  readingInside,
  type Surveyed,
} from './reading.js'
import { type GatheredElement, gatherAt, isEmptyResidue, startElement } from './residue.js'
import { askAbout, complain, complainAt, entityPointer, FAILED } from './scope.js'

const NO_LIST = refuse('type', 'a list')
const NO_OBJECT = refuse('type', 'an object')
const NO_KEY = refuse('no-key', 'an element that has a key')
const NAMED_TWICE = refuse('keyed-field', 'an object without the field that stands for its name')

/** Reads the parts of a list one after the other. */
export function concatReader(node: ConcatNode, readers: RuleReaders): RuleReader {
  const parts = node.parts.map((part) => listReader(part, readers))
  return readerOf((reading) => {
    let elements: readonly unknown[] = []
    let failed = false
    for (const part of parts) {
      const found = part(reading, elements.length)
      if (found === FAILED) failed = true
      else elements = elements.length === 0 ? found : [...elements, ...found]
    }
    return failed ? FAILED : elements
  })
}

/** Reads a list. */
export function listReader(node: EachNode | SingleNode, readers: RuleReaders): ListReader {
  return node.kind === 'each' ? eachReader(node, readers) : singleReader(node, readers)
}

function singleReader(node: SingleNode, readers: RuleReaders): ListReader {
  const { rule, read } = readers.rule(node.node)
  return (reading, offset) => {
    const before = reading.errors.length
    const value = read(rule, reading)
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

interface PreparedEach {
  readonly node: EachNode
  readonly slot: number
  readonly document: DocumentReader
}

function eachReader(node: EachNode, { slotOf, document }: RuleReaders): ListReader {
  const rule = { node, slot: slotOf(node.wire), document: document(node.mapping) }
  return (reading, offset) => readEach(rule, reading, offset)
}

function readEach(
  rule: PreparedEach,
  reading: Surveyed,
  offset: number,
): unknown[] | typeof FAILED {
  const { node, slot } = rule
  const raw = reading.raws[reading.base + slot]
  const documents = documentsOf(node, raw)
  if (!documents) return readNoList(node, raw, reading)
  const keys = node.keyed === undefined ? undefined : Object.keys(raw as object)
  const before = reading.errors.length
  const turn = startTurns(node, reading)
  const { position } = turn
  const elements = new Array<unknown>(documents.length)
  let names: ElementNames | undefined
  for (let index = 0; index < documents.length; index += 1) {
    turn.context = reading.context
    turn.index = index
    position.wireIndex = keys ? undefined : index
    position.entityIndex = index + offset
    position.name = keys?.[index]
    elements[index] = readElement(rule, documents[index], turn)
    if (reading.errors.length === before) names = keepElement(node, { elements, names, turn })
  }
  return reading.errors.length > before ? FAILED : elements
}

function startTurns(node: EachNode, reading: Surveyed): Surveyed {
  const turn = readingInside(reading, node)
  turn.spare ??= startElement()
  turn.residue = turn.spare
  return turn
}

const AT_ELEMENT = { rule: 'each', value: undefined, wire: '', entity: '' } as const

function readElement({ node, document }: PreparedEach, item: unknown, turn: Surveyed): unknown {
  if (!isJsonObject(item)) return complain(turn, { ...AT_ELEMENT, refusal: NO_OBJECT, value: item })
  const named = withName(item, node.keyed, turn.position.name)
  if (named === undefined) {
    return complain(turn, { ...AT_ELEMENT, refusal: NAMED_TWICE, value: item })
  }
  turn.document = named
  return document.read(document.mapping, turn)
}

/** A list as far as it is read. */
interface List {
  readonly elements: readonly unknown[]
  /** The names of the elements; of most lists nothing is kept, and nobody asks. */
  readonly names: ElementNames | undefined
  readonly turn: Surveyed
}

// answers with the names, once there are any
function keepElement(node: EachNode, { elements, names, turn }: List): ElementNames | undefined {
  const key = askAbout(node.key, elements[turn.index as number])
  if (typeof key !== 'string') {
    complain(turn, { ...AT_ELEMENT, refusal: NO_KEY })
    return names
  }
  names?.add(key)
  if (isEmptyResidue(turn.residue)) return names
  const all = names ?? namesSoFar(node, elements, turn.index as number)
  const own = turn.spare as GatheredElement
  own.name = all.last()
  const { outer } = turn
  const kept = gatherAt((outer as Surveyed).residue, node.wire.path)
  kept.elements ??= []
  kept.elements.push(own)
  turn.spare = startElement()
  turn.residue = turn.spare
  return all
}

// the elements behind the one whose turn it is are not read yet
function namesSoFar({ key }: EachNode, elements: readonly unknown[], last: number): ElementNames {
  const names = createElementNames(elements.length)
  for (let index = 0; index <= last; index += 1) names.add(askAbout(key, elements[index]) as string)
  return names
}

function withName(
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

function documentsOf({ keyed }: EachNode, value: unknown): readonly unknown[] | undefined {
  if (keyed === undefined) return Array.isArray(value) ? value : undefined
  return isJsonObject(value) ? Object.values(value) : undefined
}

function readNoList(node: EachNode, value: unknown, reading: Reading) {
  if ((value !== undefined && value !== null) || !node.absent) {
    return complainAt(reading, node, { refusal: NO_LIST, value })
  }
  keepDifference(reading, { place: node.wire, raw: value, back: [] })
  return []
}
