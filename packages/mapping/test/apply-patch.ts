import { type AnyMapping, type Change, isJsonObject, type Node } from '@canonry/mapping'

/** The same mapping, with an operation at every place. */
export function writable<M extends AnyMapping>(mapping: M): M {
  return { ...mapping, nodes: mapping.nodes.map(writableNode) }
}

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
    default:
      return { ...node, write }
  }
}

/** The document after the changes: values first, then lists, those inside before those around. */
export function applied(document: unknown, changes: readonly Change[]): unknown {
  const copy = structuredClone(document)
  for (const change of changes) {
    if (change.kind === 'changed')
      for (const { pointer, value } of change.wire) put(copy, pointer, value)
  }
  const lists = new Set(changes.filter(({ kind }) => kind !== 'changed').map(listOf))
  for (const list of [...lists].sort((a, b) => depth(b) - depth(a))) {
    applyToList(
      copy,
      list,
      changes.filter((change) => listOf(change) === list),
    )
  }
  return copy
}

function listOf(change: Change): string {
  if (change.kind === 'changed') return ''
  return change.kind === 'reordered' ? change.wire : change.wire.replace(/\/[^/]*$/, '')
}

function applyToList(document: unknown, list: string, changes: readonly Change[]): void {
  const before = get(document, list) ?? []
  if (Array.isArray(before)) put(document, list, changedList(list, { before, changes }))
  else applyToObject(before as Record<string, unknown>, changes)
}

function changedList(
  list: string,
  { before, changes }: { readonly before: readonly unknown[]; readonly changes: readonly Change[] },
): unknown[] {
  const removed = changes.flatMap((change) => (change.kind === 'removed' ? [change.wire] : []))
  const reordered = changes.find((change) => change.kind === 'reordered')
  const order =
    reordered?.order.map(({ wire }) => wire) ?? before.map((_, index) => `${list}/${index}`)
  const after = order
    .filter((wire) => !removed.includes(wire))
    .map((wire) => before[Number(lastOf(wire))])
  const added = changes.filter((change) => change.kind === 'added')
  for (const { wire, value } of added.sort(
    (a, b) => Number(lastOf(a.wire)) - Number(lastOf(b.wire)),
  )) {
    after.splice(Number(lastOf(wire)), 0, value)
  }
  return after
}

function applyToObject(object: Record<string, unknown>, changes: readonly Change[]): void {
  for (const change of changes) if (change.kind === 'removed') delete object[lastOf(change.wire)]
  for (const change of changes)
    if (change.kind === 'added') object[lastOf(change.wire)] = change.value
}

function depth(pointer: string): number {
  return pointer.split('/').length
}

function tokens(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'))
}

function lastOf(pointer: string): string {
  return tokens(pointer).at(-1) as string
}

function get(document: unknown, pointer: string): unknown {
  return tokens(pointer).reduce<unknown>(
    (value, token) => (value as Record<string, unknown> | null | undefined)?.[token],
    document,
  )
}

function put(document: unknown, pointer: string, value: unknown): void {
  const path = tokens(pointer)
  let target = document as Record<string, unknown>
  for (const token of path.slice(0, -1)) {
    target[token] ??= {}
    target = target[token] as Record<string, unknown>
  }
  const last = path.at(-1) as string
  if (value === undefined) delete target[last]
  else target[last] = value
}

/** A document without what says nothing: `null`, and objects and lists that hold nothing. */
export function bare(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(bare)
  if (!isJsonObject(value)) return value
  const fields = Object.entries(value)
    .map(([key, field]) => [key, bare(field)] as const)
    .filter(([, field]) => !isNothing(field))
  return Object.fromEntries(fields)
}

function isNothing(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0
  if (isJsonObject(value)) return Object.keys(value).length === 0
  return value === null || value === undefined
}
