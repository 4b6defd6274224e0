import type { ConstantNode, DerivedNode, NestNode, Node } from '../declare/node.js'
import { isRefusal, refuse } from '../refusal.js'
import { pathReader, readPath } from '../wire/path.js'
import { sameValue } from '../wire/same-value.js'
import { groupWriter } from './encode-group.js'
import { leafWriter } from './encode-leaf.js'
import { concatWriter, listWriter } from './encode-list.js'
import { pairsWriter } from './encode-pairs.js'
import { keptAt } from './residue.js'
import { complainAt, computeThrough } from './scope.js'
import { putValue, type Writer, type Writers, type Writing } from './writing.js'

const MISSING = refuse('missing', 'a value')
const OTHER_CONSTANT = refuse('not-constant', 'the value that the mapping fixes')
const NOT_DERIVED = refuse('not-derived', 'the value that follows from the others')
const NOTHING: Writer = () => undefined

/** Makes a rule ready to write entities. */
export function nodeWriter(node: Node, writers: Writers): Writer {
  switch (node.kind) {
    case 'leaf':
      return leafWriter(node)
    case 'group':
    case 'joint':
      return groupWriter(node)
    case 'each':
    case 'single':
      return listWriter(node, writers)
    case 'concat':
      return concatWriter(node, writers)
    case 'pairs':
      return pairsWriter(node)
    case 'nest':
      return nestWriter(node, writers)
    case 'constant':
      return (writing) => checkConstant(node, writing)
    case 'derived':
      return (writing) => checkDerived(node, writing)
    case 'position':
    case 'absent':
    case 'joined':
      return NOTHING
  }
}

function nestWriter(node: NestNode, writers: Writers): Writer {
  const { wire, entity, mapping, optional } = node
  const sourceOf = pathReader(entity.path)
  const write = writers.document(mapping)
  const position = { wire: wire.pointer, entity: entity.pointer }
  return (writing) => {
    const source = sourceOf(writing.source as object)
    const kept = keptAt(writing.kept, wire.path)
    if (source === undefined) {
      if (!optional) complainAt(writing, node, { refusal: MISSING, value: source })
      else if (kept?.value === null) putValue(writing, node, { place: wire, value: null })
      return
    }
    const { context, errors } = writing
    const inner = { context, errors, outer: writing, position, source, kept: kept?.inside }
    putValue(writing, node, { place: wire, value: write(inner) })
  }
}

function checkConstant(node: ConstantNode, writing: Writing): void {
  const value = readPath(writing.source, node.entity.path)
  if (!sameValue(value, node.value)) complainAt(writing, node, { refusal: OTHER_CONSTANT, value })
}

function checkDerived(node: DerivedNode, writing: Writing): void {
  const value = readPath(writing.source, node.entity.path)
  const computed = computeThrough(node, writing.source)
  if (isRefusal(computed)) complainAt(writing, node, { refusal: computed, value })
  else if (!sameValue(computed, value)) complainAt(writing, node, { refusal: NOT_DERIVED, value })
}
