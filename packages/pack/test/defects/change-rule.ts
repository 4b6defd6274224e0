import type { AnyMapping, Node } from '@canonry/mapping'

// biome-ignore lint/suspicious/noExplicitAny: a defect knows no types
export type Any = any

/** Where something is broken: the canonical place of its rule, `*` for any element. */
export type Break = (node: Any) => Any

/** The mapping with the rule at a canonical place replaced; a place without a rule throws. */
export function changeRule(mapping: AnyMapping, at: string, made: Break): AnyMapping {
  let isFound = false
  const changed = changeBelow(mapping, '', (pointer, node) => {
    if (pointer !== at) return node
    isFound = true
    return made(node)
  })
  if (!isFound) throw new Error(`${mapping.entity} has no rule at ${at}`)
  return changed
}

/** A mistake in one rule. */
export function at(place: string, made: Break): (mapping: AnyMapping) => AnyMapping {
  return (mapping) => changeRule(mapping, place, made)
}

/** Mistakes that belong together, so that each of them alone would be found at once. */
export function both(
  ...plants: readonly ((mapping: AnyMapping) => AnyMapping)[]
): (mapping: AnyMapping) => AnyMapping {
  return (mapping) => plants.reduce((changed, plant) => plant(changed), mapping)
}

type Visit = (pointer: string, node: Node) => Node

function changeBelow(mapping: AnyMapping, around: string, visit: Visit): AnyMapping {
  return { ...mapping, nodes: mapping.nodes.map((node) => changeNode(node, around, visit)) }
}

function changeNode(given: Node, around: string, visit: Visit): Node {
  const pointer = around + given.entity.pointer
  // a rule belongs to one mapping: those of a copy are copies
  const node = { ...visit(pointer, given) }
  switch (node.kind) {
    case 'each':
      return { ...node, mapping: changeBelow(node.mapping, `${pointer}/*`, visit) }
    case 'nest':
      return { ...node, mapping: changeBelow(node.mapping, pointer, visit) }
    case 'single':
      return { ...node, node: changeNode(node.node, `${around}(one)`, visit) }
    case 'concat':
      return {
        ...node,
        parts: node.parts.map((part, index) =>
          changeNode(part, `${around}(${index})`, visit),
        ) as typeof node.parts,
      }
    default:
      return node
  }
}

/** Another leaf in the place of a rule's own. */
export function leafOf(change: (leaf: Any) => object): Break {
  return (node) => ({ ...node, leaf: { ...node.leaf, ...change(node.leaf) } })
}

/** A leaf whose values go through one function more on the way in, and through another on the way out. */
export function through(
  read: (value: Any) => Any,
  write: (value: Any) => Any = (value) => value,
): Break {
  return leafOf(({ decode, encode }) => ({
    decode: (wire: Any, context: Any) => applied(decode(wire, context), read),
    encode: (value: Any, context: Any) => encode(applied(value, write), context),
  }))
}

/** Other functions in the place of a group's own. */
export function groupOf(change: (group: Any) => object): Break {
  return (node) => ({ ...node, ...change(node) })
}

/** A group that makes something else of the same values, and writes it back the same way. */
export function made(
  read: (value: Any) => Any,
  write: (value: Any) => Any = (value) => value,
): Break {
  return groupOf(({ get, put }) => ({
    get: (values: Any, context: Any) => applied(get(values, context), read),
    put: (value: Any, context: Any) => put(applied(value, write), context),
  }))
}

/** A group with some of its reads exchanged for each other, or read from another place. */
export function reading(places: Readonly<Record<string, string>>): Break {
  return (node) => {
    const own = new Map<string, Any>(node.reads.map((read: Any) => [read.name, read]))
    return {
      ...node,
      reads: node.reads.map((read: Any) => {
        const to = places[read.name]
        if (to === undefined) return read
        const { wire, leaf, schema, optional } = own.get(to)
        return { name: read.name, wire, schema, optional, ...(leaf ? { leaf } : {}) }
      }),
    }
  }
}

/** A group that reads fields beside those that it should, by their names in the document. */
export function readingBeside(fields: Readonly<Record<string, string>>): Break {
  return (node) => ({
    ...node,
    reads: node.reads.map((read: Any) => {
      const [field, ...inside] = read.wire.path
      return { ...read, wire: placeOf([fields[field] ?? field, ...inside]) }
    }),
  })
}

function placeOf(path: readonly string[]) {
  return { path, pointer: path.map((key) => `/${key}`).join('') }
}

/** The rule of another place of the document. */
export function readingFrom(pointer: string): Break {
  return (node) => ({ ...node, wire: placeOf(pointer.split('/').slice(1)) })
}

/** A value that the mapping fixes, in the place of a rule. */
export function fixed(value: unknown): Break {
  return ({ entity }) => ({ kind: 'constant', value, entity })
}

/** Nothing at all, in the place of a rule. */
export const dropped: Break = ({ entity }) => ({ kind: 'absent', reason: 'forgotten', entity })

// a refusal stays what it is, and nothing stays nothing
function applied(value: Any, change: (value: Any) => Any): Any {
  const isRefused = typeof value === 'object' && value !== null && 'expected' in value
  return value === undefined || isRefused ? value : change(value)
}
