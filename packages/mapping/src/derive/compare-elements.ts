import { escapePointer } from '@canonry/model'
import type { EachNode } from '../declare/node.js'
import { createElementNames } from '../run/element-names.js'
import { documentWriter } from '../run/encode-document.js'
import { keptElements } from '../run/kept-elements.js'
import { keptAt, type Residue } from '../run/residue.js'
import { askAbout, WHOLE } from '../run/scope.js'
import { isJsonObject, ownValue } from '../wire/json.js'
import { readPath } from '../wire/path.js'
import { sameValue } from '../wire/same-value.js'
import type { Pair } from './change.js'
import type { ComparedLists, Comparers, Element } from './compared.js'

/** An element with the name that tells it apart, and what the document has of it. */
interface Named extends Element {
  readonly name: string
  /** Its index in the wire list, or the name that a keyed object holds it under. */
  readonly token: string
  readonly document: unknown
  readonly kept: Residue | undefined
}

interface Aligned extends ComparedLists {
  readonly elements: Pair<readonly Named[]>
  /** Elements that are on both sides. */
  readonly common: readonly Pair<Named>[]
}

/** Compares the elements of a list one by one, aligned by key; the n-th of equal keys by number. */
export function compareEach(
  node: EachNode,
  compared: ComparedLists,
  compare: Comparers['document'],
): void {
  const elements = {
    before: namedElements(node, compared, 'before'),
    after: namedElements(node, compared, 'after'),
  }
  const earlier = new Map(elements.before.map((element) => [element.name, element]))
  const common = elements.after.flatMap((after) => {
    const before = earlier.get(after.name)
    return before && staysInPlace(node, { before, after }) ? [{ before, after }] : []
  })
  const aligned = { ...compared, elements, common }
  for (const pair of common) compare(node.mapping, elementCompared(node, aligned, pair))
  noteMembers(node, aligned)
  if (node.keyed === undefined) noteOrder(node, aligned)
}

// what a keyed object holds under another name is another entry of it
function staysInPlace({ keyed }: EachNode, { before, after }: Pair<Named>): boolean {
  return keyed === undefined || before.token === after.token
}

function namedElements(
  node: EachNode,
  compared: ComparedLists,
  side: 'before' | 'after',
): readonly Named[] {
  const list = readPath(compared.documents[side], node.wire.path)
  const inside = keptAt(compared.kept, node.wire.path)?.inside
  const kept = inside && keptElements(inside)
  const names = createElementNames(compared.lists[side].length)
  return compared.lists[side].map((element, index) => {
    names.add(askAbout(node.key, element.value) ?? '')
    const name = names.last()
    const own = kept?.of(name)
    const context = compared.contexts[side]
    const token = node.keyed === undefined ? `${index}` : entryName(node, element, { context, own })
    return { ...element, name, token, document: entryAt(list, token), kept: own }
  })
}

/** The name of an element in a keyed object: what its own rules write there. */
function entryName(
  { mapping, keyed = '' }: EachNode,
  { value }: Element,
  { context, own }: { readonly context: object; readonly own: Residue | undefined },
): string {
  const scope = { context, errors: [], position: WHOLE, outer: undefined }
  const document = documentWriter(mapping)({ ...scope, source: value, kept: own })
  return String(ownValue(document, keyed))
}

function entryAt(list: unknown, token: string): unknown {
  if (Array.isArray(list)) return list[Number(token)]
  return isJsonObject(list) ? ownValue(list, token) : undefined
}

function elementCompared(node: EachNode, aligned: Aligned, { before, after }: Pair<Named>) {
  const { spot } = aligned
  return {
    ...aligned,
    values: { before: before.value, after: after.value },
    documents: { before: before.document, after: after.document },
    kept: after.kept,
    spot: {
      wire: wireAt(node, aligned, before),
      entity: {
        before: `${spot.entity.before}${node.entity.pointer}/${before.index}`,
        after: `${spot.entity.after}${node.entity.pointer}/${after.index}`,
      },
      keys: [...spot.keys, after.name],
      // the operation of a list is for its elements coming and going
      write: undefined,
    },
  }
}

function wireAt({ wire }: EachNode, { spot }: Aligned, { token }: Named): string {
  return `${spot.wire}${wire.pointer}/${escapePointer(token)}`
}

function noteMembers(node: EachNode, aligned: Aligned): void {
  const { elements, common, spot } = aligned
  const staying = new Set(common.flatMap(({ before, after }) => [before, after]))
  for (const side of ['before', 'after'] as const) {
    for (const element of elements[side].filter((each) => !staying.has(each))) {
      const entity = `${spot.entity[side]}${node.entity.pointer}/${element.index}`
      noteMember(node, aligned, { element, side, entity })
    }
  }
}

interface Member {
  readonly element: Named
  readonly side: 'before' | 'after'
  readonly entity: string
}

function noteMember(node: EachNode, aligned: Aligned, { element, side, entity }: Member): void {
  const { found, spot } = aligned
  const { write } = node
  const wire = wireAt(node, aligned, element)
  const { name: key, document: value } = element
  if (write === undefined) found.refusals.push({ kind: 'read-only', entity, wire: [wire] })
  else {
    const at = { entity, keys: spot.keys, write, key, wire }
    found.changes.push(
      side === 'after' ? { kind: 'added', ...at, value } : { kind: 'removed', ...at },
    )
  }
}

function noteOrder(node: EachNode, aligned: Aligned): void {
  const { common, spot, found } = aligned
  const earlier = common.map(({ before }) => before.index)
  if (
    sameValue(
      earlier,
      [...earlier].sort((a, b) => a - b),
    )
  )
    return
  const { write } = node
  const entity = spot.entity.after + node.entity.pointer
  if (write === undefined) {
    found.unwritten.push({ entity, reason: 'no operation changes the order of the list' })
  } else {
    const order = common.map(({ before }) => ({
      key: before.name,
      wire: wireAt(node, aligned, before),
    }))
    const wire = spot.wire + node.wire.pointer
    found.changes.push({ kind: 'reordered', entity, keys: spot.keys, write, wire, order })
  }
}
