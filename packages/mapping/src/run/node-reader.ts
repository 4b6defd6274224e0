import type { NestNode, Node, PositionNode } from '../declare/node.js'
import { refuse } from '../refusal.js'
import { isJsonObject } from '../wire/json.js'
import { pathReader } from '../wire/path.js'
import { groupReader } from './decode-group.js'
import { leafReader } from './decode-leaf.js'
import { concatReader, listReader } from './decode-list.js'
import { pairsReader } from './decode-pairs.js'
import { keepDifference } from './difference.js'
import type { Reader, Readers, Reading } from './reading.js'
import { addInside, gatherInside, isEmptyResidue, startResidue } from './residue.js'
import { complainAt } from './scope.js'

const NO_OBJECT = refuse('type', 'an object')
const NO_POSITION = refuse('no-position', 'a document in a list')
const NOTHING: Reader = () => undefined

/** Makes a rule ready to read documents. */
export function nodeReader(node: Node, readers: Readers): Reader {
  switch (node.kind) {
    case 'leaf':
      return leafReader(node)
    case 'group':
    case 'joint':
      return groupReader(node)
    case 'each':
    case 'single': {
      const read = listReader(node, readers)
      return (reading) => read(reading, 0)
    }
    case 'concat':
      return concatReader(node, readers)
    case 'pairs':
      return pairsReader(node)
    case 'nest':
      return nestReader(node, readers)
    case 'constant':
      return () => node.value
    case 'position':
      return (reading) => readPosition(node, reading)
    case 'absent':
    case 'joined':
    case 'derived':
      return NOTHING
  }
}

function nestReader(node: NestNode, readers: Readers): Reader {
  const { wire, entity, mapping, optional } = node
  const rawOf = pathReader(wire.path)
  const read = readers.document(mapping)
  const position = { wire: wire.pointer, entity: entity.pointer }
  return (reading) => {
    const raw = rawOf(reading.document)
    if (optional && (raw === undefined || raw === null)) {
      if (raw === null) keepDifference(reading, { place: wire, raw, back: undefined })
      return undefined
    }
    if (!isJsonObject(raw)) return complainAt(reading, node, { refusal: NO_OBJECT, value: raw })
    const residue = startResidue()
    const { context, errors, index } = reading
    const value = read({ document: raw, context, errors, residue, index, outer: reading, position })
    if (!isEmptyResidue(residue)) {
      const holder = wire.path.slice(0, -1).reduce(gatherInside, reading.residue)
      addInside(holder, wire.path.at(-1) as string, residue)
    }
    return value
  }
}

function readPosition(node: PositionNode, reading: Reading): unknown {
  if (reading.index !== undefined) return String(reading.index)
  return complainAt(reading, node, { refusal: NO_POSITION, value: undefined })
}
