import type { NestNode, Node, PositionNode } from '../declare/node.js'
import { placesOfNode } from '../declare/places.js'
import { refuse } from '../refusal.js'
import { isJsonObject } from '../wire/json.js'
import { readPath } from '../wire/path.js'
import { groupReader } from './decode-group.js'
import { leafReader } from './decode-leaf.js'
import { concatReader, listReader } from './decode-list.js'
import { pairsReader } from './decode-pairs.js'
import { keepNull } from './difference.js'
import {
  type DocumentReader,
  type ListReader,
  type Reader,
  type Readers,
  type Reading,
  type RuleReader,
  type RuleReaders,
  readerOf,
  readingInside,
  type Surveyed,
  startReading,
} from './reading.js'
import { addInside, gatherAt, isEmptyResidue, startResidue } from './residue.js'
import { complainAt } from './scope.js'

const NO_OBJECT = refuse('type', 'an object')
const NO_POSITION = refuse('no-position', 'a document in a list')
const NOTHING = readerOf(() => undefined)

/** Makes one rule ready to read documents by itself. */
export function nodeReader(node: Node, readers: Readers): Reader {
  const places = placesOfNode(node)
  const within: RuleReaders = {
    slotOf: ({ pointer }) => places.findIndex((place) => place.pointer === pointer),
    rule: (inner) => ruleReader(inner, within),
    document: readers.document,
  }
  const { rule, read } = ruleReader(node, within)
  return (reading) => {
    const raws = places.map(({ path }) => readPath(reading.document, path))
    const { document, context, errors } = reading
    const started = startReading(document, { context, errors, room: 0 })
    return read(rule, { ...started, ...reading, raws, end: raws.length })
  }
}

/** Makes a rule of a mapping ready. */
export function ruleReader(node: Node, readers: RuleReaders): RuleReader {
  switch (node.kind) {
    case 'leaf':
      return leafReader(node, readers)
    case 'group':
    case 'joint':
      return groupReader(node, readers)
    case 'each':
    case 'single':
      return { rule: listReader(node, readers), read: readList }
    case 'concat':
      return concatReader(node, readers)
    case 'pairs':
      return pairsReader(node, readers)
    case 'nest':
      return nestReader(node, readers)
    case 'constant':
      return readerOf(() => node.value)
    case 'position':
      return readerOf((reading) => readPosition(node, reading))
    case 'absent':
    case 'joined':
    case 'derived':
      return NOTHING
  }
}

function readList(list: ListReader, reading: Surveyed): unknown {
  return list(reading, 0)
}

interface PreparedNest {
  readonly node: NestNode
  readonly slot: number
  readonly document: DocumentReader
}

function nestReader(node: NestNode, readers: RuleReaders): RuleReader<PreparedNest> {
  const { wire, mapping } = node
  const document = readers.document(mapping)
  return { rule: { node, slot: readers.slotOf(wire), document }, read: readNest }
}

function readNest({ node, slot, document }: PreparedNest, reading: Surveyed): unknown {
  const { wire, optional } = node
  const raw = reading.raws[reading.base + slot]
  if (optional && (raw === undefined || raw === null)) {
    if (raw === null) keepNull(reading, wire)
    return undefined
  }
  if (!isJsonObject(raw)) return complainAt(reading, node, { refusal: NO_OBJECT, value: raw })
  const inner = readingInside(reading, node)
  inner.document = raw
  inner.residue = startResidue()
  const value = document.read(document.mapping, inner)
  if (!isEmptyResidue(inner.residue)) {
    const outside = gatherAt(reading.residue, wire.path.slice(0, -1))
    addInside(outside, wire.path.at(-1) as string, inner.residue)
  }
  return value
}

function readPosition(node: PositionNode, reading: Reading): unknown {
  if (reading.index !== undefined) return String(reading.index)
  return complainAt(reading, node, { refusal: NO_POSITION, value: undefined })
}
