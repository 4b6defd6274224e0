import type { ConcatNode, EachNode, SingleNode } from '../declare/node.js'
import { refuse } from '../refusal.js'
import { setOwn } from '../wire/json.js'
import { readPath } from '../wire/path.js'
import { createElementNames } from './element-names.js'
import { keptElements } from './kept-elements.js'
import { keptAt, type Residue } from './residue.js'
import { askAbout, complain, complainAt, entityPointer, FAILED } from './scope.js'
import { putValue, type Writer, type Writers, type Writing } from './writing.js'

/** An element of the entity's list, with its index there. */
interface Element {
  readonly value: unknown
  readonly index: number
}

const NO_LIST = refuse('type', 'a list')
const NO_PLACE = refuse('no-place', 'an element that the system has a place for')
const NO_NAME = refuse('name', 'elements that each have a name of their own')
const NO_KEY = refuse('no-key', 'an element that has a key')

type ElementsWriter = (writing: Writing, elements: readonly Element[]) => void

/** Deals the elements of a list out to the parts that own them. */
export function concatWriter(node: ConcatNode, writers: Writers): Writer {
  const parts = node.parts.map((part) => ({ part, write: elementsWriter(part, writers) }))
  return (writing) => {
    const elements = elementsOf(node, writing)
    if (!elements) return
    const shares = parts.map((): Element[] => [])
    for (const element of elements) {
      const share = shares[parts.findIndex(({ part }) => owns(part, element.value))]
      if (share) share.push(element)
      else complainAbout(node, writing, { element, refusal: NO_PLACE })
    }
    for (const [index, { write }] of parts.entries()) write(writing, shares[index] ?? [])
  }
}

/** Writes a list; elements that are not owned stay unwritten. */
export function listWriter(node: EachNode | SingleNode, writers: Writers): Writer {
  const write = elementsWriter(node, writers)
  return (writing) => {
    const elements = elementsOf(node, writing)
    if (!elements) return
    write(writing, node.owns ? elements.filter(({ value }) => owns(node, value)) : elements)
  }
}

function elementsWriter(node: EachNode | SingleNode, writers: Writers): ElementsWriter {
  return node.kind === 'each' ? eachWriter(node, writers) : singleWriter(node, writers)
}

function owns(part: EachNode | SingleNode, element: unknown): boolean {
  return part.owns === undefined || askAbout(part.owns, element) === true
}

function elementsOf(
  node: ConcatNode | EachNode | SingleNode,
  writing: Writing,
): Element[] | undefined {
  const list = readPath(writing.source, node.entity.path)
  if (Array.isArray(list)) return list.map((value, index) => ({ value, index }))
  complainAt(writing, node, { refusal: NO_LIST, value: list })
  return undefined
}

function singleWriter(node: SingleNode, writers: Writers): ElementsWriter {
  const write = writers.node({ ...node.node, entity: ROOT })
  return (writing, [first, ...others]) => {
    for (const element of others) complainAbout(node, writing, { element, refusal: NO_PLACE })
    const { errors } = writing
    const before = errors.length
    write({ ...writing, source: first?.value })
    const outer = entityPointer(writing)
    for (const error of errors.splice(before)) {
      const inside = `${node.entity.pointer}/${first?.index ?? 0}${error.entity.slice(outer.length)}`
      errors.push({ ...error, entity: outer + inside })
    }
  }
}

/** The place of an element by itself. */
export const ROOT = { path: [], pointer: '' } as const

function eachWriter(node: EachNode, writers: Writers): ElementsWriter {
  const write = elementWriter(node, writers)
  return (writing, elements) => {
    const kept = keptAt(writing.kept, node.wire.path)
    if (elements.length === 0 && node.absent && (kept?.absent || kept?.value === null)) {
      if (kept.value === null) putValue(writing, node, { place: node.wire, value: null })
      return
    }
    const names = createElementNames(elements.length)
    const own = kept?.inside && keptElements(kept.inside)
    const documents = elements.map((element, index) => {
      const key = askAbout(node.key, element.value)
      if (typeof key !== 'string') {
        return complainAbout(node, writing, { element, refusal: NO_KEY })
      }
      names.add(key)
      return write(writing, { element, index, kept: own?.of(names.last()) })
    })
    if (!documents.includes(FAILED)) putDocuments(node, writing, documents as object[])
  }
}

interface Written {
  readonly element: Element
  readonly index: number
  readonly kept: Residue | undefined
}

function elementWriter(node: EachNode, writers: Writers) {
  const write = writers.document(node.mapping)
  return ({ context, errors, ...outer }: Writing, { element, index, kept }: Written) => {
    const sides = { wire: node.wire.pointer, entity: node.entity.pointer }
    const position = { ...sides, wireIndex: index, entityIndex: element.index }
    const { value: source } = element
    return write({ context, errors, outer: { context, errors, ...outer }, position, source, kept })
  }
}

function putDocuments(node: EachNode, writing: Writing, documents: readonly object[]): void {
  const { keyed, wire } = node
  const value = keyed === undefined ? documents : byName(documents, keyed)
  if (value) putValue(writing, node, { place: wire, value })
  else complainAt(writing, node, { refusal: NO_NAME, value: documents })
}

/** Documents by name; the name must be there, be text and be the only one of its kind. */
export function byName(documents: readonly object[], keyed: string): object | undefined {
  const named = {}
  for (const document of documents) {
    const { [keyed]: name, ...rest } = document as Readonly<Record<string, unknown>>
    if (typeof name !== 'string' || Object.hasOwn(named, name)) return undefined
    setOwn(named, name, rest)
  }
  return named
}

function complainAbout(
  node: ConcatNode | EachNode | SingleNode,
  writing: Writing,
  { element, refusal }: { readonly element: Element; readonly refusal: ReturnType<typeof refuse> },
) {
  return complain(writing, {
    rule: node.kind,
    refusal,
    value: element.value,
    wire: node.kind === 'each' ? node.wire.pointer : '',
    entity: `${node.entity.pointer}/${element.index}`,
  })
}
