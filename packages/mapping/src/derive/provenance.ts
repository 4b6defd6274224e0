import { escapePointer } from '@canonry/model'
import type { AnyMapping, EachNode, Node, PairsNode, SingleNode } from '../declare/node.js'
import { ROOT } from '../run/encode-list.js'
import { type Path, tokensOf } from '../wire/path.js'
import { type Loss, lossesOf } from './unwritten.js'
import { usesContext } from './uses-context.js'

/** Where one canonical value comes from. */
export interface Origin {
  /** Pointer of the canonical value; `*` for any element of a list. */
  readonly entity: string
  /** What the value is made from. */
  readonly source: 'wire' | 'context' | 'entity' | 'constant' | 'position' | 'absent'
  /** Pointers of the places of the document that the rule reads. */
  readonly wire: readonly string[]
  /** Pointers of values that are handed down to the rule, of which it may take some. */
  readonly context: readonly string[]
  /** What the rule does, in words. */
  readonly rule: string
  /** What reading forgets, or why there is no value. */
  readonly loss?: string
  /** The operation that changes it; absent where the system offers none. */
  readonly write?: string
}

/**
 * Where the values at a place of the entity come from: the place itself, the one that it is part of,
 * or all that are below it.
 *
 * A pure function of the declaration. List elements may be named by index or `*`; the index is passed
 * on to the document wherever it is the same there. A place that the entity does not have gives none.
 */
export function provenance(mapping: AnyMapping, pointer: string): readonly Origin[] {
  const at = { wire: '', entity: '', wanted: tokensOf(pointer), context: [], write: undefined }
  return originsIn(mapping, at)
}

/** Where a document stands, and what is wanted of it. */
interface Sought {
  readonly wire: string
  readonly entity: string
  readonly wanted: Path
  readonly context: readonly string[]
  /** The operation of the nested document around. */
  readonly write: string | undefined
}

function originsIn(mapping: AnyMapping, sought: Sought): Origin[] {
  const own = Object.values(mapping.context).map(({ pointer }) => sought.wire + pointer)
  const context = [...sought.context, ...own.filter((place) => !sought.context.includes(place))]
  return mapping.nodes.flatMap((node) => originsOf(node, { ...sought, context }))
}

function originsOf(node: Node, around: Sought): Origin[] {
  if (node.kind === 'joint') {
    return node.fields.flatMap((field) => {
      const sought = step([...node.entity.path, field], around)
      return sought ? [valueOrigin(node, sought)] : []
    })
  }
  if (node.kind === 'pairs') return pairOrigins(node, around)
  const sought = step(node.entity.path, around)
  if (!sought || node.kind === 'joined') return []
  switch (node.kind) {
    case 'nest':
      return originsIn(node.mapping, {
        ...sought,
        wire: sought.wire + node.wire.pointer,
        write: node.write ?? sought.write,
      })
    case 'each':
    case 'single':
      return elementOrigins(node, { ...sought, isShared: false })
    case 'concat':
      return node.parts.flatMap((part) => elementOrigins(part, { ...sought, isShared: true }))
    default:
      return [valueOrigin(node, sought)]
  }
}

function pairOrigins({ wire, entity, members, write }: PairsNode, around: Sought): Origin[] {
  return members.flatMap(({ field, name, leaf }) => {
    const sought = step([...entity.path, field], around)
    if (!sought) return []
    const read = { source: 'wire' as const, wire: [`${around.wire}${wire.pointer}/*`] }
    const rule = `value of “${name}”: ${leaf.doc}`
    const context = leaf.decode.length > 1 ? sought.context : []
    const said = { rule, ...lossOf(leaf.loss), ...writeOf(write ?? around.write) }
    return [{ entity: sought.entity, ...read, context, ...said }]
  })
}

/** Goes down a path as far as the wanted place is on it; `undefined` where it is elsewhere. */
function step(path: Path, { wanted, entity, ...around }: Sought): Sought | undefined {
  const isOnTheWay = path.every((key, index) => index >= wanted.length || wanted[index] === key)
  if (!isOnTheWay) return undefined
  const inside = path.map((key) => `/${escapePointer(key)}`).join('')
  return { ...around, entity: entity + inside, wanted: wanted.slice(path.length) }
}

function elementOrigins(node: EachNode | SingleNode, around: Sought & SharedList): Origin[] {
  const { isShared, ...list } = around
  const [token = '*', ...wanted] = list.wanted
  if (!/^(?:\*|0|[1-9]\d*)$/.test(token)) return []
  const sought = { ...list, entity: `${list.entity}/${token}`, wanted }
  if (node.kind === 'single') {
    const write = node.node.write ?? node.write ?? list.write
    return originsOf({ ...node.node, entity: ROOT }, { ...sought, write })
  }
  const element = isShared || node.keyed !== undefined ? '*' : token
  const wire = `${list.wire}${node.wire.pointer}/${element}`
  return originsIn(node.mapping, { ...sought, wire, write: undefined })
}

/** Of a list that several parts make, only a document can tell which element came from where. */
interface SharedList {
  readonly isShared: boolean
}

/** A wanted place that a group says it does not write. */
function lossAt(node: ValueNode, wanted: Path): Loss | undefined {
  if (node.kind !== 'group') return undefined
  return lossesOf(node).find(({ path }) => path.every((key, index) => wanted[index] === key))
}

type ValueNode = Exclude<Node, { kind: 'nest' | 'each' | 'single' | 'concat' | 'joined' | 'pairs' }>

function valueOrigin(node: ValueNode, sought: Sought): Origin {
  const { entity, wire, context, write: outer } = sought
  const handed = usesContext(node) ? context : []
  const none = { entity, wire: [], context: [] } as const
  const loss = lossAt(node, sought.wanted)
  if (loss) {
    const { pointer, reason } = loss
    return { ...none, entity: entity + pointer, source: 'absent', rule: 'absent', loss: reason }
  }
  switch (node.kind) {
    case 'leaf': {
      const { doc: rule, loss } = node.leaf
      const read = { source: 'wire' as const, wire: [wire + node.wire.pointer], context: handed }
      return { entity, ...read, rule, ...lossOf(loss), ...writeOf(node.write ?? outer) }
    }
    case 'group':
    case 'joint': {
      const places = node.reads.map((read) => wire + read.wire.pointer)
      const source = places.length === 0 ? ('context' as const) : ('wire' as const)
      const read = { source, wire: places, context: handed }
      return {
        entity,
        ...read,
        rule: node.doc,
        ...lossOf(node.loss),
        ...writeOf(node.writes ? Object.values(node.writes)[0] : (node.write ?? outer)),
      }
    }
    case 'derived':
      return { ...none, source: 'entity', rule: node.doc }
    case 'constant':
      return { ...none, source: 'constant', rule: `always ${JSON.stringify(node.value)}` }
    case 'position':
      return { ...none, source: 'position', rule: 'position in the list' }
    case 'absent':
      return { ...none, source: 'absent', rule: 'absent', loss: node.reason }
  }
}

function lossOf(loss: string | undefined): Pick<Origin, 'loss'> {
  return loss === undefined ? {} : { loss }
}

function writeOf(write: string | undefined): Pick<Origin, 'write'> {
  return write === undefined ? {} : { write }
}
