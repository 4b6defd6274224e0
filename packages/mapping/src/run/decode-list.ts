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
  type Surveyed,
  startReading,
} from './reading.js'
import { type GatheredElement, gatherAt, isEmptyResidue, startElement } from './residue.js'
import { askAbout, complain, complainAt, entityPointer, FAILED, type Position } from './scope.js'

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
  return (reading, offset) => readEach(rule, { reading, offset })
}

interface Sought {
  readonly reading: Surveyed
  readonly offset: number
}

function readEach(rule: PreparedEach, { reading, offset }: Sought): unknown[] | typeof FAILED {
  const { node, slot } = rule
  const raw = reading.raws[slot]
  const documents = documentsOf(node, raw)
  if (!documents) return readNoList(node, raw, reading)
  const names = node.keyed === undefined ? undefined : Object.keys(raw as object)
  const before = reading.errors.length
  const list = startList(node, { outer: reading, count: documents.length })
  const { turn, elements, position } = list
  for (let index = 0; index < documents.length; index += 1) {
    turn.context = reading.context
    turn.index = index
    position.wireIndex = names ? undefined : index
    position.entityIndex = index + offset
    position.name = names?.[index]
    elements[index] = readElement(rule, { item: documents[index], turn })
    if (reading.errors.length === before) keepElement(node, list)
  }
  return reading.errors.length > before ? FAILED : elements
}

/** A list that is being read. */
interface List {
  readonly outer: Reading
  /** As many as there will be. */
  readonly elements: unknown[]
  /** The reading that the elements take turns in. */
  readonly turn: Turn
  /** Where the element stands whose turn it is; errors note it when they are found. */
  readonly position: MovingPosition
  /** The names of the elements; of most lists nothing is kept, and nobody asks. */
  names: ElementNames | undefined
  /** The residue of the element whose turn it is; one of which nothing is kept leaves it to the next. */
  own: GatheredElement
  /** The residues of the elements before it of which something is kept. */
  kept: GatheredElement[] | undefined
}

type Turn = { -readonly [K in keyof Surveyed]: Surveyed[K] }

type MovingPosition = { -readonly [K in keyof Position]: Position[K] }

interface Start {
  readonly outer: Surveyed
  readonly count: number
}

function startList({ wire, entity }: EachNode, { outer, count }: Start): List {
  const { context, errors, document } = outer
  const own = startElement()
  const position: MovingPosition = {
    wire: wire.pointer,
    entity: entity.pointer,
    wireIndex: undefined,
    entityIndex: undefined,
    name: undefined,
  }
  const turn = startReading(document, { context, errors, index: 0, outer, position, residue: own })
  const elements = new Array<unknown>(count)
  return { outer, elements, turn, position, names: undefined, own, kept: undefined }
}

const AT_ELEMENT = { rule: 'each', value: undefined, wire: '', entity: '' } as const

interface Item {
  readonly item: unknown
  readonly turn: Turn
}

function readElement({ node, document }: PreparedEach, { item, turn }: Item): unknown {
  if (!isJsonObject(item)) return complain(turn, { ...AT_ELEMENT, refusal: NO_OBJECT, value: item })
  const named = withName(item, node.keyed, turn.position.name)
  if (named === undefined) {
    return complain(turn, { ...AT_ELEMENT, refusal: NAMED_TWICE, value: item })
  }
  turn.document = named
  return document(turn)
}

function keepElement(node: EachNode, list: List): void {
  const { outer, turn, elements } = list
  const key = askAbout(node.key, elements[turn.index as number])
  if (typeof key !== 'string') {
    complain(turn, { ...AT_ELEMENT, refusal: NO_KEY })
    return
  }
  list.names?.add(key)
  if (isEmptyResidue(turn.residue)) return
  list.names ??= namesSoFar(node, list)
  list.kept ??= gatherAt(outer.residue, node.wire.path).elements ??= []
  list.own.name = list.names.last()
  list.kept.push(list.own)
  list.own = startElement()
  turn.residue = list.own
}

// the elements behind the one whose turn it is are not read yet
function namesSoFar({ key }: EachNode, { elements, turn }: List): ElementNames {
  const names = createElementNames(elements.length)
  const last = turn.index as number
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
