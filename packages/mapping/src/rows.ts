import { escapePointer, type PersonalData } from '@canonry/model'
import type {
  AbsentNode,
  AnyMapping,
  ConstantNode,
  DerivedNode,
  GroupNode,
  JointNode,
  LeafNode,
  Node,
  PairsNode,
  PositionNode,
} from './declare/node.js'
import { type Example, exampleOf } from './derive/example.js'
import { type Meaning, meaningsOf, meaningsOfGroup } from './derive/meanings.js'
import { personalClasses } from './derive/personal-class.js'
import { type Loss, lossesOf } from './derive/unwritten.js'

/** One line of a mapping document. `*` stands for every element of a list. */
export interface MappingRow {
  readonly wire: string
  readonly entity: string
  readonly rule: string
  /** What reading forgets, or why a side has nothing. */
  readonly loss?: string
  /** The operation that changes it; absent where the system offers none. */
  readonly write?: string
  readonly note?: string
  /** Where documents are read through a mapping of their own: what they are; more rows follow. */
  readonly of?: string
  /** How personal the canonical value is, or the strictest of what is inside. */
  readonly personal?: PersonalData
  /** The words of a closed vocabulary, and what each means. */
  readonly meanings?: readonly Meaning[]
  /** A typical value on both sides. */
  readonly example?: Example
}

/** Everything that a mapping says, line by line: rules first, then what is carried unread. */
export function rows(mapping: AnyMapping): readonly MappingRow[] {
  const personalAt = personalClasses(mapping.canonical)
  const whole = { wire: '', entity: '', system: mapping.system, write: undefined }
  return rowsBelow(mapping, whole).map((row) => {
    const personal = row.entity === '' ? undefined : personalAt(row.entity)
    return personal === undefined ? row : { ...row, personal }
  })
}

interface Prefix {
  readonly wire: string
  readonly entity: string
  readonly system: string
  /** The operation of the nested document around. */
  readonly write: string | undefined
}

function rowsBelow(mapping: AnyMapping, prefix: Prefix): MappingRow[] {
  return [
    ...mapping.nodes.flatMap((node) => rowsOf(node, prefix)),
    ...mapping.preserve.map(({ pointer }) => ({
      wire: prefix.wire + pointer,
      entity: '',
      rule: 'preserved',
    })),
    ...mapping.ignore.map(({ wire, reason }) => ({
      wire: prefix.wire + wire.pointer,
      entity: '',
      rule: 'ignored',
      loss: reason,
    })),
  ]
}

function rowsOf(node: Node, prefix: Prefix): MappingRow[] {
  const entity = prefix.entity + node.entity.pointer
  const { system } = prefix
  switch (node.kind) {
    case 'leaf':
      return [leafRow(node, prefix)]
    case 'group':
      return [...groupRows(node, prefix, entity), ...lossesOf(node).map(lossRow(entity))]
    case 'joint':
      return node.fields.flatMap((field) =>
        groupRows(node, prefix, `${entity}/${escapePointer(field)}`),
      )
    case 'pairs':
      return pairRows(node, prefix)
    case 'each': {
      const wire = `${prefix.wire}${node.wire.pointer}/*`
      return withInner(node, { system, wire, entity: `${entity}/*`, write: undefined })
    }
    case 'nest': {
      const wire = prefix.wire + node.wire.pointer
      return withInner(node, { system, wire, entity, write: node.write ?? prefix.write })
    }
    case 'single':
      return rowsOf(node.node, { ...prefix, write: node.write ?? prefix.write }).map((row) =>
        elementRow(row, entity),
      )
    case 'concat':
      return node.parts.flatMap((part) => rowsOf(part, prefix))
    case 'joined':
      return []
    default:
      return [{ wire: '', entity, ...placelessRule(node) }]
  }
}

function placelessRule(
  node: DerivedNode | ConstantNode | PositionNode | AbsentNode,
): Pick<MappingRow, 'rule' | 'loss'> {
  switch (node.kind) {
    case 'derived':
      return { rule: node.doc }
    case 'constant':
      return { rule: `always ${JSON.stringify(node.value)}` }
    case 'position':
      return { rule: 'position in the list' }
    case 'absent':
      return { rule: 'absent', loss: node.reason }
  }
}

function leafRow(node: LeafNode, prefix: Prefix): MappingRow {
  const { leaf, empty } = node
  const meanings = meaningsOf(leaf)
  const example = exampleOf(leaf, prefix.system)
  return {
    wire: prefix.wire + node.wire.pointer,
    entity: prefix.entity + node.entity.pointer,
    rule: empty === 'optional' ? `${leaf.doc} (optional)` : leaf.doc,
    ...(leaf.loss === undefined ? {} : { loss: leaf.loss }),
    ...saidOf(node, prefix),
    ...(meanings ? { meanings } : {}),
    ...(example ? { example } : {}),
  }
}

function pairRows(node: PairsNode, prefix: Prefix): MappingRow[] {
  return node.members.map(({ field, name, leaf }) => ({
    wire: `${prefix.wire}${node.wire.pointer}/*`,
    entity: `${prefix.entity}${node.entity.pointer}/${escapePointer(field)}`,
    rule: `value of “${name}”: ${leaf.doc} (optional)`,
    ...saidOf(node, prefix),
  }))
}

function groupRows(node: GroupNode | JointNode, prefix: Prefix, entity: string): MappingRow[] {
  const { reads, doc, loss, writes } = node
  const meanings = meaningsOfGroup(node)
  const row = {
    entity,
    rule: doc,
    ...(loss === undefined ? {} : { loss }),
    ...(meanings ? { meanings } : {}),
  }
  // a group may read nothing but the context
  if (reads.length === 0) return [{ wire: '', ...row, ...saidOf(node, prefix) }]
  return reads.map(({ wire, name }) => {
    const said = writes
      ? saidOf({ ...node, write: writes[name] }, { write: undefined })
      : saidOf(node, prefix)
    return { wire: prefix.wire + wire.pointer, ...row, ...said }
  })
}

function lossRow(entity: string) {
  return ({ pointer, reason }: Loss): MappingRow => ({
    wire: '',
    entity: entity + pointer,
    rule: 'absent',
    loss: reason,
  })
}

interface Said {
  readonly write?: string | undefined
  readonly note?: string | undefined
}

function saidOf(
  { write: own, note }: Said,
  { write: outer }: Pick<Prefix, 'write'>,
): Pick<MappingRow, 'write' | 'note'> {
  const write = own ?? outer
  return { ...(write === undefined ? {} : { write }), ...(note === undefined ? {} : { note }) }
}

function withInner(node: Extract<Node, { kind: 'each' | 'nest' }>, inner: Prefix): MappingRow[] {
  const { wire, entity } = inner
  const rule = node.kind === 'each' ? `each ${node.mapping.entity}` : node.mapping.entity
  const row = { wire, entity, rule, of: node.mapping.entity, ...saidOf(node, inner) }
  return [row, ...rowsBelow(node.mapping, inner)]
}

function elementRow(row: MappingRow, list: string): MappingRow {
  return { ...row, entity: `${list}/*${row.entity.slice(list.length)}` }
}
