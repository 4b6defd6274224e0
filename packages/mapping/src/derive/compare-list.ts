import type { ConcatNode, EachNode, SingleNode } from '../declare/node.js'
import { ROOT } from '../run/encode-list.js'
import { readPath } from '../wire/path.js'
import { sameValue } from '../wire/same-value.js'
import type { Pair } from './change.js'
import { compareEach } from './compare-elements.js'
import {
  both,
  type Compared,
  type ComparedLists,
  type Comparers,
  type Element,
  owns,
} from './compared.js'
import { NOT_OURS } from './unwritten.js'

type Lists = Pair<readonly Element[]>

/** Compares a list, as far as its elements are its own. */
export function compareList(
  node: EachNode | SingleNode,
  compared: Compared,
  comparers: Comparers,
): void {
  const lists = listsOf(node, compared)
  const others = both(lists, (list) =>
    list.filter(({ value }) => !owns(node, value)).map(({ value }) => value),
  )
  if (!sameValue(others.before, others.after)) {
    compared.found.unwritten.push({
      entity: compared.spot.entity.after + node.entity.pointer,
      reason: NOT_OURS,
    })
  }
  const owned = both(lists, (list) => list.filter(({ value }) => owns(node, value)))
  compareElements(node, { ...compared, lists: owned }, comparers)
}

/** Compares a list that several parts share: each element by the part that owns it. */
export function compareConcat(node: ConcatNode, compared: Compared, comparers: Comparers): void {
  const lists = listsOf(node, compared)
  const partOf = ({ value }: Element) => node.parts.find((part) => owns(part, value))
  for (const part of node.parts) {
    const shares = both(lists, (list) => list.filter((element) => partOf(element) === part))
    compareElements(part, { ...compared, lists: shares }, comparers)
  }
}

function compareElements(
  node: EachNode | SingleNode,
  compared: ComparedLists,
  comparers: Comparers,
): void {
  if (node.kind === 'single') compareSingle(node, compared, comparers)
  else compareEach(node, compared, comparers.document)
}

function listsOf({ entity }: ConcatNode | EachNode | SingleNode, { values }: Compared): Lists {
  return both(values, (value) => {
    const list = readPath(value, entity.path)
    return Array.isArray(list) ? list.map((value, index) => ({ value, index })) : []
  })
}

function compareSingle(node: SingleNode, compared: ComparedLists, { node: compare }: Comparers) {
  const { lists, spot } = compared
  const elements = both(lists, ([first]) => first)
  const write = node.node.write ?? node.write
  const { index } = elements.after ?? elements.before ?? { index: 0 }
  const at = (around: string) => `${around}${node.entity.pointer}/${index}`
  compare(
    { ...node.node, entity: ROOT, ...(write === undefined ? {} : { write }) },
    {
      ...compared,
      values: both(elements, (element) => element?.value),
      spot: { ...spot, entity: both(spot.entity, at) },
    },
  )
}
