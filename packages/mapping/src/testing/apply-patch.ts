import type { AnyMapping, Node } from '../declare/node.js'
import type { Change } from '../derive/change.js'
import { isJsonObject, ownValue, setOwn } from '../wire/json.js'
import { tokensOf } from '../wire/path.js'
import { copyOf } from './copy-of.js'
import { findRule } from './find-rule.js'

/** The same mapping, with an operation at every place. */
export function writable<M extends AnyMapping>(mapping: M): M {
  const found = writables.get(mapping)
  if (found) return found as M
  const made = { ...mapping, nodes: mapping.nodes.map(writableNode) }
  writables.set(mapping, made)
  return made
}

// code is generated for every mapping, so the same one must stay the same
const writables = new WeakMap<AnyMapping, AnyMapping>()

function writableNode(node: Node): Node {
  const write = 'anything'
  switch (node.kind) {
    case 'each':
    case 'nest':
      return { ...node, write, mapping: writable(node.mapping) }
    case 'single':
      return { ...node, node: writableNode(node.node) }
    case 'concat':
      return { ...node, parts: node.parts.map(writableNode) as typeof node.parts }
    case 'group':
    case 'joint': {
      const { writes: _, ...others } = node
      return { ...others, write }
    }
    default:
      return { ...node, write }
  }
}

/**
 * The document of a mapping after the changes: values first, then lists, those inside before those
 * around.
 */
export function applied(
  mapping: AnyMapping,
  document: unknown,
  changes: readonly Change[],
): unknown {
  const copy = copyOf(document)
  for (const change of changes) {
    if (change.kind === 'changed')
      for (const { pointer, value } of change.wire) put(copy, pointer, value)
  }
  const lists = new Set(changes.filter(({ kind }) => kind !== 'changed').map(listOf))
  for (const list of [...lists].sort((a, b) => depth(b) - depth(a))) {
    const own = changes.filter((change) => change.kind !== 'changed' && listOf(change) === list)
    const before = get(copy, list) ?? emptyList(mapping, list)
    put(copy, list, changedElements(before, { list, changes: own }))
  }
  return copy
}

function listOf(change: Change): string {
  if (change.kind === 'changed') return ''
  return change.kind === 'reordered' ? change.wire : change.wire.replace(/\/[^/]*$/, '')
}

// of a list that is not there yet only its rule knows whether it is an object by name
function emptyList(mapping: AnyMapping, list: string): object {
  const node = findRule(mapping, { side: 'wire', pointer: list })?.node
  return node?.kind === 'each' && node.keyed !== undefined ? {} : []
}

function changedElements(
  before: object,
  own: { readonly list: string; readonly changes: readonly Change[] },
): object {
  return Array.isArray(before) ? changedList(before, own) : changedObject(before, own.changes)
}

function changedList(
  before: readonly unknown[],
  { list, changes }: { readonly list: string; readonly changes: readonly Change[] },
): unknown[] {
  const removed = changes.flatMap((change) => (change.kind === 'removed' ? [change.wire] : []))
  const reordered = changes.find((change) => change.kind === 'reordered')
  const order =
    reordered?.order.map(({ wire }) => wire) ?? before.map((_, index) => `${list}/${index}`)
  const after = order
    .filter((wire) => !removed.includes(wire))
    .map((wire) => before[Number(lastOf(wire))])
  const added = changes.filter((change) => change.kind === 'added')
  const place = ({ wire }: { readonly wire: string }) => Number(lastOf(wire))
  for (const element of added.sort((a, b) => place(a) - place(b))) {
    after.splice(place(element), 0, element.value)
  }
  return after
}

function changedObject(before: object, changes: readonly Change[]): object {
  const after: Record<string, unknown> = { ...before }
  for (const change of changes) if (change.kind === 'removed') delete after[lastOf(change.wire)]
  for (const change of changes)
    if (change.kind === 'added') setOwn(after, lastOf(change.wire), change.value)
  return after
}

function depth(pointer: string): number {
  return tokensOf(pointer).length
}

function lastOf(pointer: string): string {
  return tokensOf(pointer).at(-1) as string
}

function get(document: unknown, pointer: string): unknown {
  return tokensOf(pointer).reduce(inside, document)
}

function inside(value: unknown, token: string): unknown {
  return typeof value === 'object' && value !== null ? ownValue(value, token) : undefined
}

function put(document: unknown, pointer: string, value: unknown): void {
  const path = tokensOf(pointer)
  let target = document as object
  for (const token of path.slice(0, -1)) {
    const next = inside(target, token)
    if (typeof next !== 'object' || next === null) setOwn(target, token, {})
    target = inside(target, token) as object
  }
  const last = path.at(-1) as string
  if (value === undefined) delete target[last as keyof typeof target]
  else setOwn(target, last, value)
}

/** A document without what says nothing: `null`, and objects and lists that hold nothing. */
export function bare(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(bare)
  if (!isJsonObject(value)) return value
  const copy = {}
  for (const [key, field] of Object.entries(value)) {
    const inner = bare(field)
    if (!isNothing(inner)) setOwn(copy, key, inner)
  }
  return copy
}

function isNothing(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0
  if (isJsonObject(value)) return Object.keys(value).length === 0
  return value === null || value === undefined
}
