import type { AnyMapping, Node } from '../declare/node.js'
import { placesOfNode } from '../declare/places.js'
import { sourceOf } from '../declare/trace.js'
import { rows } from '../rows.js'
import { type Path, placeAt, tokensOf } from '../wire/path.js'

/** A rule by one of its places, with both of them. */
export interface FoundRule {
  readonly node: Node
  /** What it does, in the words of the mapping document. */
  readonly words: string
  /** The mapping that declares it. */
  readonly mapping: string
  /** The lines of code that declare it, the innermost first; empty where nobody traced. */
  readonly source: readonly string[]
  readonly wire: string
  readonly entity: string
}

/** A place on one side. */
export interface SoughtPlace {
  readonly side: 'wire' | 'entity'
  readonly pointer: string
}

/** A rule with its places as patterns: `*` for any element. */
export interface PlacedRule {
  readonly node: Node
  readonly of: AnyMapping
  readonly wire: Path
  readonly entity: Path
  /** It reads the name under which an object holds the document. */
  readonly isName?: true
}

/** The rule that a place belongs to: the one that comes closest; nothing where none reads it. */
export function findRule(
  mapping: AnyMapping,
  { side, pointer }: SoughtPlace,
): FoundRule | undefined {
  const tokens = tokensOf(pointer)
  let best: { readonly rule: PlacedRule; readonly score: number } | undefined
  for (const rule of rulesOf(mapping)) {
    const score = closeness(rule[side], tokens)
    if (score > (best?.score ?? 0)) best = { rule, score }
  }
  if (!best) return undefined
  const { node, of } = best.rule
  return { node, ...saidOf(node, of), ...bothPlaces(best.rule, { side, tokens, pointer }) }
}

/** A rule in words, and where it is declared. */
export function saidOf(
  node: Node,
  of: AnyMapping,
): Pick<FoundRule, 'words' | 'mapping' | 'source'> {
  const [row] = rows({ ...of, nodes: [node], preserve: [], ignore: [] })
  return {
    words: row?.rule ?? node.kind,
    mapping: `${of.system} ${of.entity}`,
    source: sourceOf(node),
  }
}

const ANY = '*'

/** All rules of a mapping and of those inside it, once for each place of the document. */
export function rulesOf(
  mapping: AnyMapping,
  around: Pick<PlacedRule, 'wire' | 'entity'> = { wire: [], entity: [] },
): PlacedRule[] {
  return mapping.nodes.flatMap((node) => placedRules(node, mapping, around))
}

function placedRules(
  node: Node,
  of: AnyMapping,
  around: Pick<PlacedRule, 'wire' | 'entity'>,
): PlacedRule[] {
  const entity = [...around.entity, ...node.entity.path]
  const at = (path: Path) => ({ node, of, wire: [...around.wire, ...path], entity })
  switch (node.kind) {
    case 'each': {
      const inner = { wire: [...at(node.wire.path).wire, ANY], entity: [...entity, ANY] }
      const name = placeAt(inner.wire.concat(node.keyed ?? [])).pointer
      const rules = rulesOf(node.mapping, inner).map((rule) =>
        node.keyed !== undefined && placeAt(rule.wire).pointer === name
          ? { ...rule, isName: true as const }
          : rule,
      )
      return [at(node.wire.path), ...rules]
    }
    case 'nest':
      return [at(node.wire.path), ...rulesOf(node.mapping, at(node.wire.path))]
    case 'single':
      return placedRules(node.node, of, around).map((rule) => {
        const inside = rule.entity.slice(entity.length)
        return { ...rule, entity: [...entity, ANY, ...inside] }
      })
    case 'concat':
      return node.parts.flatMap((part) => placedRules(part, of, around))
    case 'joint':
      return node.reads.flatMap(({ wire }) =>
        node.fields.map((field) => ({ ...at(wire.path), entity: [...entity, field] })),
      )
    case 'pairs':
      return node.members.map(({ field }) => ({
        ...at(node.wire.path),
        entity: [...entity, field],
      }))
    case 'joined':
      return []
    default: {
      const places = placesOfNode(node)
      return places.length === 0 ? [at([])] : places.map(({ path }) => at(path))
    }
  }
}

/** How many keys two places share; nothing where they part. */
function closeness(pattern: Path, tokens: Path): number {
  if (pattern.length === 0) return 0
  const shared = Math.min(pattern.length, tokens.length)
  const isOnTheWay = pattern
    .slice(0, shared)
    .every((key, index) => key === ANY || key === tokens[index])
  if (!isOnTheWay) return 0
  return pattern.length > tokens.length ? shared - 0.5 : shared
}

function bothPlaces(
  rule: PlacedRule,
  { side, tokens, pointer }: { readonly side: 'wire' | 'entity'; tokens: Path; pointer: string },
): Pick<FoundRule, 'wire' | 'entity'> {
  const other = side === 'wire' ? 'entity' : 'wire'
  // an element may stand at another index on the other side, unless its list is all there is
  const indexes = rule[side].flatMap((key, index) => (key === ANY ? [tokens[index] ?? ANY] : []))
  const isSame = rule[other].filter((key) => key === ANY).length === indexes.length
  const path = rule[other].map((key) => (key === ANY && isSame ? (indexes.shift() ?? ANY) : key))
  const found = { [side]: pointer, [other]: placeAt(path).pointer }
  return found as Pick<FoundRule, 'wire' | 'entity'>
}
