import { escapePointer } from '@canonry/model'
import type { AnyMapping, GroupNode, JointNode, Node } from './declare/node.js'

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
}

/** Everything that a mapping says, line by line: rules first, then what is carried unread. */
export function rows(mapping: AnyMapping): readonly MappingRow[] {
  return rowsBelow(mapping, { wire: '', entity: '' })
}

interface Prefix {
  readonly wire: string
  readonly entity: string
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
  switch (node.kind) {
    case 'leaf':
      return [{ wire: prefix.wire + node.wire.pointer, entity, ...leafRule(node), ...saidOf(node) }]
    case 'group':
      return groupRows(node, prefix, entity)
    case 'joint':
      return node.fields.flatMap((field) =>
        groupRows(node, prefix, `${entity}/${escapePointer(field)}`),
      )
    case 'joined':
      return []
    case 'pairs':
      return node.members.map(({ field, name, leaf }) => ({
        wire: `${prefix.wire}${node.wire.pointer}/*`,
        entity: `${entity}/${escapePointer(field)}`,
        rule: `value of “${name}”: ${leaf.doc} (optional)`,
        ...saidOf(node),
      }))
    case 'derived':
      return [{ wire: '', entity, rule: node.doc, ...saidOf(node) }]
    case 'each':
      return withInner(
        node,
        { wire: `${node.wire.pointer}/*`, entity: `${node.entity.pointer}/*` },
        prefix,
      )
    case 'nest':
      return withInner(node, { wire: node.wire.pointer, entity: node.entity.pointer }, prefix)
    case 'single':
      return rowsOf(node.node, prefix).map((row) => elementRow(row, entity))
    case 'concat':
      return node.parts.flatMap((part) => rowsOf(part, prefix))
    case 'constant':
      return [{ wire: '', entity, rule: `always ${JSON.stringify(node.value)}` }]
    case 'position':
      return [{ wire: '', entity, rule: 'position in the list' }]
    case 'absent':
      return [{ wire: '', entity, rule: 'absent', loss: node.reason }]
  }
}

function groupRows(node: GroupNode | JointNode, prefix: Prefix, entity: string): MappingRow[] {
  const { reads, doc, loss } = node
  // a group may read nothing but the context
  const places = reads.length === 0 ? [''] : reads.map(({ wire }) => prefix.wire + wire.pointer)
  const said = { ...(loss === undefined ? {} : { loss }), ...saidOf(node) }
  return places.map((wire) => ({ wire, entity, rule: doc, ...said }))
}

function leafRule({
  leaf,
  empty,
}: Extract<Node, { kind: 'leaf' }>): Pick<MappingRow, 'rule' | 'loss'> {
  const rule = empty === 'optional' ? `${leaf.doc} (optional)` : leaf.doc
  return leaf.loss === undefined ? { rule } : { rule, loss: leaf.loss }
}

function saidOf({ write, note }: Node): Pick<MappingRow, 'write' | 'note'> {
  return { ...(write === undefined ? {} : { write }), ...(note === undefined ? {} : { note }) }
}

function withInner(
  node: Extract<Node, { kind: 'each' | 'nest' }>,
  place: Prefix,
  prefix: Prefix,
): MappingRow[] {
  const inner = { wire: prefix.wire + place.wire, entity: prefix.entity + place.entity }
  const rule = node.kind === 'each' ? `each ${node.mapping.entity}` : node.mapping.entity
  return [{ ...inner, rule, ...saidOf(node) }, ...rowsBelow(node.mapping, inner)]
}

function elementRow(row: MappingRow, list: string): MappingRow {
  return { ...row, entity: `${list}/*${row.entity.slice(list.length)}` }
}
