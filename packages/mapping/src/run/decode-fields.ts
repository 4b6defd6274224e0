import type { AnyMapping, Node } from '../declare/node.js'
import { interpretDecode } from './decode.js'

const narrowed = new WeakMap<AnyMapping, Map<string, AnyMapping>>()

/**
 * Reads top-level fields of the entity each by itself: for a document that cannot be read as a whole.
 *
 * A field that cannot be read, or that only follows from others, is left out. Never throws.
 */
export function decodeFields(
  mapping: AnyMapping,
  wire: unknown,
  { fields, context }: { readonly fields: readonly string[]; readonly context: object },
): Readonly<Record<string, unknown>> {
  const found = fields.flatMap((field) =>
    interpretDecode(onlyField(mapping, field), wire, context).match(
      ({ entity }) => Object.entries(entity as object).filter(([name]) => name === field),
      () => [],
    ),
  )
  return Object.fromEntries(found)
}

// a mapping is made ready to read once, so the narrowed one is kept
function onlyField(mapping: AnyMapping, field: string): AnyMapping {
  const known = narrowed.get(mapping) ?? new Map<string, AnyMapping>()
  narrowed.set(mapping, known)
  const only = known.get(field) ?? {
    ...mapping,
    nodes: mapping.nodes.filter((node) => node.kind !== 'derived' && fills(node, field)),
  }
  known.set(field, only)
  return only
}

function fills(node: Node, field: string): boolean {
  const [first] = node.entity.path
  if (first !== undefined) return first === field
  if (node.kind === 'joint') return node.fields.includes(field)
  return node.kind === 'pairs' && node.members.some((member) => member.field === field)
}
