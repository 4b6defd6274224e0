import type { ConcatNode, EachNode, SingleNode } from '../declare/node.js'
import { refuse } from '../refusal.js'
import { readPath } from '../wire/path.js'
import { createElementKeys } from './element-keys.js'
import { type EncodeScope, putValue } from './encode-scope.js'
import { keptAt } from './residue.js'
import { askAbout, complain, complainAt } from './scope.js'

/** An element of the entity's list, with its index there. */
interface Element {
  readonly value: unknown
  readonly index: number
}

const NO_LIST = refuse('type', 'a list')
const NO_PLACE = refuse('no-place', 'an element that the system has a place for')
const NO_KEY = refuse('no-key', 'an element that has a key')

/** Deals the elements of a list out to the parts that own them. */
export function encodeConcat(node: ConcatNode, scope: EncodeScope): void {
  const elements = elementsOf(node, scope)
  if (!elements) return
  const shares = new Map(node.parts.map((part) => [part, [] as Element[]]))
  for (const element of elements) {
    const owner = node.parts.find((part) => owns(part, element.value))
    if (owner) shares.get(owner)?.push(element)
    else complainAbout(node, scope, { element, refusal: NO_PLACE })
  }
  for (const [part, share] of shares) encodeElements(part, scope, share)
}

/** Writes a list; elements that are not owned stay unwritten. */
export function encodeList(node: EachNode | SingleNode, scope: EncodeScope): void {
  const elements = elementsOf(node, scope)
  if (elements)
    encodeElements(
      node,
      scope,
      elements.filter(({ value }) => owns(node, value)),
    )
}

function owns(part: EachNode | SingleNode, element: unknown): boolean {
  return part.owns === undefined || askAbout(part.owns, element) === true
}

function elementsOf(
  node: ConcatNode | EachNode | SingleNode,
  scope: EncodeScope,
): Element[] | undefined {
  const list = readPath(scope.source, node.entity.path)
  if (Array.isArray(list)) return list.map((value, index) => ({ value, index }))
  complainAt(scope, node, { refusal: NO_LIST, value: list })
  return undefined
}

function encodeElements(
  node: EachNode | SingleNode,
  scope: EncodeScope,
  elements: readonly Element[],
): void {
  if (node.kind === 'each') encodeEach(node, scope, elements)
  else encodeSingle(node, scope, elements)
}

function encodeSingle(node: SingleNode, scope: EncodeScope, elements: readonly Element[]): void {
  const [first, ...others] = elements
  for (const element of others) complainAbout(node, scope, { element, refusal: NO_PLACE })
  const before = scope.errors.length
  const list = scope.entity + node.entity.pointer
  scope.write.node({ ...node.node, entity: ROOT }, { ...scope, source: first?.value })
  for (const error of scope.errors.splice(before)) {
    const inside = error.entity.slice(scope.entity.length)
    scope.errors.push({ ...error, entity: `${list}/${first?.index ?? 0}${inside}` })
  }
}

const ROOT = { path: [], pointer: '' } as const

function encodeEach(node: EachNode, scope: EncodeScope, elements: readonly Element[]): void {
  const kept = keptAt(scope.kept, node.wire.path)
  if (elements.length === 0 && node.absent && (kept?.absent || kept?.value === null)) {
    if (kept.value === null) putValue(scope, node, { place: node.wire, value: null })
    return
  }
  const nameOf = createElementKeys()
  const value = elements.map((element, position) => {
    const key = askAbout(node.key, element.value)
    if (typeof key !== 'string') return complainAbout(node, scope, { element, refusal: NO_KEY })
    return scope.write.document(node.mapping, {
      ...scope,
      source: element.value,
      kept: kept?.fields.get(nameOf(key)),
      wire: `${scope.wire}${node.wire.pointer}/${position}`,
      entity: `${scope.entity}${node.entity.pointer}/${element.index}`,
      index: position,
    })
  })
  putValue(scope, node, { place: node.wire, value })
}

function complainAbout(
  node: ConcatNode | EachNode | SingleNode,
  scope: EncodeScope,
  { element, refusal }: { readonly element: Element; readonly refusal: ReturnType<typeof refuse> },
) {
  return complain(scope, {
    rule: node.kind,
    refusal,
    value: element.value,
    wire: node.kind === 'each' ? node.wire.pointer : '',
    entity: `${node.entity.pointer}/${element.index}`,
  })
}
