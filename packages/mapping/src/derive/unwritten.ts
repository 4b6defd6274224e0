import type { Mapping } from '../declare/mapping.js'
import type {
  AnyMapping,
  ConcatNode,
  EachNode,
  GroupNode,
  Node,
  SingleNode,
} from '../declare/node.js'
import { ROOT } from '../run/encode-list.js'
import { isJsonObject } from '../wire/json.js'
import { type Path, readPath, tokensOf } from '../wire/path.js'
import type { Unwritten } from './change.js'
import { owns } from './compared.js'

/** What is said of elements that a list does not own. */
export const NOT_OURS = 'elements that do not belong to this system are left as they are'

/**
 * What an entity says and the system has no place for, each with the reason: what is lost where the
 * entity is written, and no error says so. Never throws.
 */
export function unwritten<W, E, X>(mapping: Mapping<W, E, X>, entity: E): readonly Unwritten[] {
  try {
    return unwrittenIn(mapping, { value: entity, pointer: '' })
  } catch {
    return [UNREADABLE]
  }
}

const UNREADABLE: Unwritten = { entity: '', reason: 'the entity throws when it is looked at' }

/** A part of an entity, and where it stands. */
interface Part {
  readonly value: unknown
  readonly pointer: string
}

function unwrittenIn(mapping: AnyMapping, part: Part): Unwritten[] {
  return mapping.nodes.flatMap((node) => unwrittenOf(node, part))
}

function unwrittenOf(node: Node, around: Part): Unwritten[] {
  const { path, pointer } = node.entity
  const own = { value: readPath(around.value, path), pointer: around.pointer + pointer }
  if (own.value === undefined) return []
  switch (node.kind) {
    case 'absent':
      return [{ entity: own.pointer, reason: node.reason }]
    case 'group':
      return lossesOf(node)
        .filter(({ path }) => readPath(own.value, path) !== undefined)
        .map(({ pointer, reason }) => ({ entity: own.pointer + pointer, reason }))
    case 'nest':
      return unwrittenIn(node.mapping, own)
    case 'each':
    case 'single':
      return elementsOf(own).flatMap((element) =>
        owns(node, element.value)
          ? unwrittenInElement(node, element)
          : [{ entity: element.pointer, reason: NOT_OURS }],
      )
    case 'concat':
      return elementsOf(own).flatMap((element) => unwrittenInShare(node, element))
    default:
      return []
  }
}

function elementsOf({ value, pointer }: Part): Part[] {
  if (!Array.isArray(value)) return []
  return value.map((element, index) => ({ value: element, pointer: `${pointer}/${index}` }))
}

function unwrittenInElement(node: EachNode | SingleNode, element: Part): Unwritten[] {
  return node.kind === 'each'
    ? unwrittenIn(node.mapping, element)
    : unwrittenOf({ ...node.node, entity: ROOT }, element)
}

// an element that nobody owns is refused
function unwrittenInShare({ parts }: ConcatNode, element: Part): Unwritten[] {
  const part = parts.find((each) => owns(each, element.value))
  return part ? unwrittenInElement(part, element) : []
}

/** A place inside the value of a group that it does not write, and why. */
export interface Loss {
  readonly path: Path
  readonly pointer: string
  readonly reason: string
}

/** The places inside its value that a group does not write. */
export function lossesOf({ unwritten = {} }: GroupNode): readonly Loss[] {
  return Object.entries(unwritten).map(([pointer, reason]) => ({
    path: tokensOf(pointer),
    pointer,
    reason,
  }))
}

/** The value of a group without what it does not write. */
export function writtenPart(node: GroupNode, value: unknown): unknown {
  return lossesOf(node).reduce((rest, { path }) => without(rest, path), value)
}

function without(value: unknown, [key, ...inner]: Path): unknown {
  if (key === undefined || !isJsonObject(value) || !Object.hasOwn(value, key)) return value
  const { [key]: part, ...others } = value
  return inner.length === 0 ? others : { ...others, [key]: without(part, inner) }
}
